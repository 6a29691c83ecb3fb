import { childOf } from '../values/get.ts'
import type { Path } from '../values/path.ts'
import type { Value } from '../values/value.ts'

/** True if there is something at a path, be it null. */
export function hasAt(root: Value, path: Path): boolean {
  let value: Value | undefined = root
  for (const part of path) {
    value = value === undefined ? undefined : childOf(value, part)
    if (value === undefined) return false
  }
  return true
}
