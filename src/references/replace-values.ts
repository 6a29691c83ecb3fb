import { childOf } from '../values/get.ts'
import type { Path } from '../values/path.ts'
import { isList, type Value, type ValueMap } from '../values/value.ts'

export interface Replacement {
  readonly path: Path
  readonly value: Value
}

/**
 * A tree with many values replaced in one pass. Nodes without a replacement are shared with `tree`; nodes that
 * come out as they were in `earlier` (the result of the last time) are shared with that, so identity still tells
 * what changed.
 */
export function replaceValues(tree: Value, replacements: readonly Replacement[], earlier: Value | undefined, depth = 0): Value {
  const own = replacements.find((replacement) => replacement.path.length === depth)
  if (own !== undefined) return own.value
  if (replacements.length === 0) return tree

  const groups = Map.groupBy(replacements, (replacement) => replacement.path[depth] as string | number)
  const changed = isList(tree) ? [...tree] : { ...(tree as ValueMap) }
  for (const [key, group] of groups) {
    const before = earlier === undefined ? undefined : childOf(earlier, key)
    const child = replaceValues(childOf(tree, key) as Value, group, before, depth + 1)
    ;(changed as Record<string | number, Value>)[key] = child
  }
  return earlier !== undefined && hasSameChildren(changed, earlier) ? earlier : changed
}

/** Whether two maps or lists have the same objects and scalars in them. */
export function hasSameChildren(left: Value, right: Value): boolean {
  if (isList(left))
    return isList(right) && left.length === right.length && left.every((child, index) => Object.is(child, right[index]))
  if (typeof right !== 'object' || right === null || isList(right)) return false
  const keys = Object.keys(left as ValueMap)
  return keys.length === Object.keys(right).length && keys.every((key) => Object.is((left as ValueMap)[key], childOf(right, key)))
}
