import type { Formats } from './formats/formats.ts'
import type { AnyMap } from './kind.ts'
import type { Patterns } from './patterns/patterns.ts'
import type { Found, Report } from './report.ts'
import type { SchemaNode } from './schema-node.ts'
import type { Seen } from './seen.ts'

/**
 * One keyword, ready to judge values: true if the value meets it. With a report, it says there what is wrong and goes
 * on to the end; without, it stops at the first thing that is wrong. `seen` is there only where some schema around
 * asks what has been looked at.
 */
export type Step = (value: never, report: Report | undefined, seen: Seen | undefined, depth: number) => boolean

/** Steps run in this order: after a wrong type the others have nothing to add, and `rest` asks what others have seen. */
export const Phase = { type: 0, own: 1, others: 2, rest: 3 } as const
export type Phase = number

/** A keyword of a dialect. */
export interface Keyword {
  /** The kinds of values it speaks of, as bits; every other value meets it. All kinds if absent. */
  readonly kinds?: number
  readonly phase: Phase
  /** `undefined` where the keyword says nothing that could be violated. */
  compile(argument: unknown, site: Site): Step | undefined
}

/** A custom named rule: `undefined` if the value is right, else what is wrong with it. */
export type NamedRule = (value: unknown, argument: unknown) => string | undefined

/** What a keyword may use while it is compiled. */
export interface Site {
  readonly schema: AnyMap
  readonly node: SchemaNode
  readonly formats: Formats
  readonly patterns: Patterns
  readonly namedRules: Readonly<Record<string, NamedRule>> | 'elsewhere'
  /** The schema at a place below this one: `child(raw, 'properties', 'port')`. */
  child(raw: unknown, keyword: string, key?: string | number): SchemaNode
  /** Where a reference leads, or `undefined` after saying so. */
  reference(keyword: string, reference: string): SchemaNode | undefined
  dynamicReference(keyword: string, reference: string): SchemaNode | undefined
  /** True if the keyword belongs to the dialect, and stands in this schema. */
  has(keyword: string): boolean
  /** Tells of something wrong with the schema itself. */
  problem(keyword: string, message: string, hint?: string): undefined
}

/** A finding of the keyword that is being compiled. */
export function found(node: SchemaNode, keyword: string, value: unknown, wanted: unknown, key?: string): Found {
  return { keyword, value, wanted, key, node }
}
