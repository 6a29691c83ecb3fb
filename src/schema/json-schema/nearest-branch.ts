import type { Report } from './report.ts'
import type { SchemaNode } from './schema-node.ts'

/** Which branch of a union a value was most likely meant for. */
export function nearestBranch(_nodes: readonly SchemaNode[], _value: unknown, failed: readonly Report[]): number | undefined {
  let best: number | undefined
  for (let index = 0; index < failed.length; index++) {
    if (best === undefined || (failed[index]?.count ?? 0) < (failed[best]?.count ?? 0)) best = index
  }
  return best
}
