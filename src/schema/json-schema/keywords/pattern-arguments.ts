import type { Site } from '../step.ts'
import { mapArgument } from './arguments.ts'

/** A pattern for keys, and the schema of what stands under the keys that match it. */
export interface KeyPattern {
  readonly source: string
  readonly schema: unknown
  test(key: string): boolean
}

/** What stands behind `patternProperties`. Two keywords read it; only one complains. */
export function patternArguments(argument: unknown, site: Site, complains: boolean): readonly KeyPattern[] | undefined {
  const patterns: KeyPattern[] = []
  for (const [source, schema] of mapArgument('patternProperties', argument, site) ?? []) {
    const compiled = site.patterns.compile(source)
    if (!('problem' in compiled)) patterns.push({ source, schema, test: (key) => compiled.test(key) })
    else if (complains) site.problem('patternProperties', compiled.problem, compiled.hint)
  }
  return patterns
}
