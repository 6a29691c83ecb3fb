import type { Path } from './path.ts'
import { isMap, type Value } from './value.ts'

/** The value at `path`, or `undefined`. Only own members count: `toString` is not a key of anything. */
export function getAt(value: Value, path: Path): Value | undefined {
  let current: Value | undefined = value
  for (const part of path) {
    if (current === undefined) return undefined
    current = childOf(current, part)
  }
  return current
}

/** One step down. A text of digits also names a list element, so `/servers/0` and `servers.0` work. */
export function childOf(value: Value, part: string | number): Value | undefined {
  if (Array.isArray(value)) return (value as readonly Value[])[indexOf(part)]
  if (!isMap(value)) return undefined
  const key = String(part)
  return Object.hasOwn(value, key) ? value[key] : undefined
}

/** The list element that a part of a path names; -1 when it names none. */
export function indexOf(part: string | number): number {
  return typeof part === 'number' ? part : /^(0|[1-9]\d*)$/.test(part) ? Number(part) : -1
}
