import { canonicalOf } from './keywords/same.ts'
import { type AnyMap, isObject, Kind, kindOf, plainOf } from './kind.ts'
import type { Found, Report } from './report.ts'
import type { SchemaNode } from './schema-node.ts'

/**
 * Which branch of a union a value was most likely meant for: the one whose constant the value has, else one of the
 * right type, else the one with the fewest findings, and of these the one that looked deepest.
 */
export function nearestBranch(nodes: readonly SchemaNode[], value: unknown, failed: readonly Report[]): number | undefined {
  const ranks = failed.map((report, index) => rankOf(nodes[index] as SchemaNode, plainOf(value), report))
  let best = 0
  for (let index = 1; index < ranks.length; index++) if (isBefore(ranks[index] as Rank, ranks[best] as Rank)) best = index
  return ranks.length === 0 ? undefined : best
}

/** Smaller is nearer, the first difference counts. */
type Rank = readonly number[]

function rankOf(node: SchemaNode, value: unknown, report: Report): Rank {
  const found = ownFindings(report)
  const isOtherType = found.some(
    ({ keyword }) => keyword === 'type' || keyword === 'const' || keyword === 'enum' || keyword === 'false',
  )
  const constants = isObject(value) && kindOf(value) === Kind.map ? constantsOf(node, value, 0) : { right: 0, wrong: 0 }
  return [
    constants.right > 0 && constants.wrong === 0 ? 0 : 1,
    isOtherType ? 1 : 0,
    constants.wrong,
    report.count,
    -depthOf(report, 0),
  ]
}

function isBefore(a: Rank, b: Rank): boolean {
  const index = a.findIndex((part, position) => part !== b[position])
  return index >= 0 && (a[index] as number) < (b[index] as number)
}

/** What was found in the value itself, not inside it. */
function ownFindings(report: Report): readonly Found[] {
  return report.items.flatMap((item) => ('report' in item ? (item.at === undefined ? ownFindings(item.report) : []) : [item]))
}

function depthOf(report: Report, above: number): number {
  const depths = report.items.map((item) => ('report' in item && above < 50 ? depthOf(item.report, above + 1) : above))
  return Math.max(above, ...depths)
}

/** Keys whose schema names their value, as the `kind` of a union does: how many the map has right, and wrong. */
function constantsOf(node: SchemaNode, map: AnyMap, depth: number): { right: number; wrong: number } {
  const all = { right: 0, wrong: 0 }
  const { properties } = node.schema
  for (const [key, schema] of isObject(properties) ? Object.entries(properties) : []) {
    const choices = isObject(schema) ? choicesOf(schema) : undefined
    if (choices === undefined || !Object.hasOwn(map, key)) continue
    const value = canonicalOf(map[key])
    if (choices.some((choice) => canonicalOf(choice) === value)) all.right++
    else all.wrong++
  }
  for (const other of depth < 10 ? node.compiled.alike : []) {
    const more = constantsOf(other, map, depth + 1)
    all.right += more.right
    all.wrong += more.wrong
  }
  return all
}

function choicesOf(schema: AnyMap): readonly unknown[] | undefined {
  if (Object.hasOwn(schema, 'const')) return [schema['const']]
  return Array.isArray(schema['enum']) ? schema['enum'] : undefined
}
