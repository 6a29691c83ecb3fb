import { isEqual } from '../values/equal.ts'
import { childOf } from '../values/get.ts'
import type { Path } from '../values/path.ts'
import type { Value } from '../values/value.ts'

/** A path whose value differs between two trees. `undefined` where there is nothing. */
export interface Place {
  readonly path: Path
  readonly before: Value | undefined
  readonly after: Value | undefined
}

/** Identity first: most of what did not change is the same object. */
export function differs({ before, after }: Pick<Place, 'before' | 'after'>): boolean {
  if (before === after) return false
  return before === undefined || after === undefined || !isEqual(before, after)
}

/** The place one step below. A number stands for a list element, as in the paths of changes. */
export function below({ path, before, after }: Place, key: string): Place {
  const part = Array.isArray(after ?? before) ? indexOrKey(key) : key
  return {
    path: [...path, part],
    before: before === undefined ? undefined : childOf(before, key),
    after: after === undefined ? undefined : childOf(after, key),
  }
}

function indexOrKey(key: string): string | number {
  return /^(0|[1-9]\d*)$/.test(key) ? Number(key) : key
}
