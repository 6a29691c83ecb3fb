import { isEqual } from '../values/equal.ts'
import type { Path } from '../values/path.ts'
import type { Value } from '../values/value.ts'

/** A path whose value differs between two trees. `undefined` where there is nothing. */
export interface Place {
  readonly path: Path
  readonly before: Value | undefined
  readonly after: Value | undefined
}

/** Identity first: most of what did not change is the same object. */
export function differs(before: Value | undefined, after: Value | undefined): boolean {
  if (before === after) return false
  // Only objects can be equal without being the same; nearly all values that somebody subscribes to are none.
  return typeof before !== 'object' || typeof after !== 'object' || !isEqual(before, after)
}
