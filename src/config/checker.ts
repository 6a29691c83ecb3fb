import type { Issue } from '../errors/issue.ts'
import type { Awaitable } from '../runtime/awaitable.ts'
import type { SchemaDescription } from '../schema/describe.ts'
import type { Span } from '../text/position.ts'
import type { RuleRuns } from '../validation/run-rules.ts'
import type { Path } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import type { Layer } from './layer.ts'
import type { LazyParts } from './lazy-parts.ts'
import type { Merged } from './merge-layers-again.ts'
import type { Plan } from './plan.ts'
import type { ResolvedTree } from './resolve-tree.ts'

/** What a schema and rules add to a load. Made only for a definition that has them. */
export interface Checker {
  readonly description: SchemaDescription
  /** Whether an empty text is a value at a path, or stands for "not set". */
  takesEmpty(path: Path): boolean
  /** A layer in which everything is text, with its values as the schema reads them; `before` is what it was last time. */
  coerce(layer: Layer, before: Layer | undefined): Layer
  /** Fills in defaults and references, and judges the whole. Waits only for a validator that has to be waited for. */
  check(plan: Plan, merged: Merged, earlier: Checked | undefined, parts: LazyParts | undefined): Awaitable<Checked>
  /** What the schema would put at a path, or did put there. */
  defaultAt(path: Path, checked: Checked | undefined): DefaultValue | undefined
}

/** A value that stands in the schema. */
export interface DefaultValue {
  readonly value: Value
  /** Its place: `schema.json#/properties/port/default`. */
  readonly rule: string
  readonly span: Span | undefined
}

/** A tree that was judged. What is wrong with it is in `issues`. */
export interface Checked extends Pick<ResolvedTree, 'value' | 'derived' | 'issues'> {
  /** With references filled in and secrets sealed, before the validator: the next load shares what did not change. */
  readonly resolved: ResolvedTree
  /** The texts that computed values of text-only layers were made of, by printed path. */
  readonly coerced: ReadonlyMap<string, string>
  /** Where values without any layer stand in the schema, by printed path: `schema.json#/properties/port/default`. */
  readonly defaults: () => ReadonlyMap<string, string>
  /** The parts that it was judged without. */
  readonly parts: LazyParts | undefined
  /** What the rules said, for the next run. */
  readonly ruled: RuleRuns | undefined
  readonly warnings: readonly Issue[]
}
