import { isEqual } from '../../values/equal.ts'
import { childOf } from '../../values/get.ts'
import type { Path } from '../../values/path.ts'
import { defineOwn } from '../../values/safe-keys.ts'
import { withValue } from '../../values/set.ts'
import { isList, isMap, type Value } from '../../values/value.ts'
import type { Edit } from '../format.ts'

/** Above this many changes a collection is written anew instead. */
const mostSteps = 200

/**
 * Turns one edit into steps that each change as little as can be: a map that replaces a map becomes changes of
 * single keys, so that comments inside it stay.
 */
export function stepsOf(before: Value, edit: Edit): readonly Edit[] {
  const current = valueAt(before, edit.path)
  if (edit.kind === 'remove') return current === undefined ? [] : [edit]
  const steps: Edit[] = []
  if (current === undefined) return [edit]
  compare(current, edit.value, edit.path, steps)
  return steps.length > mostSteps ? [edit] : steps
}

function compare(before: Value, after: Value, path: Path, steps: Edit[]): void {
  if (steps.length > mostSteps || isEqual(before, after)) return
  if (isMap(before) && isMap(after) && Object.keys(before).length > 0 && Object.keys(after).length > 0) {
    for (const [key, value] of Object.entries(after)) {
      if (Object.hasOwn(before, key)) compare(before[key] as Value, value, [...path, key], steps)
      else steps.push({ kind: 'set', path: [...path, key], value })
    }
    for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) steps.push({ kind: 'remove', path: [...path, key] })
  } else if (isList(before) && isList(after) && before.length > 0 && after.length > 0) {
    after.forEach((value, index) => {
      if (index < before.length) compare(before[index] as Value, value, [...path, index], steps)
      else steps.push({ kind: 'set', path: [...path, index], value })
    })
    for (let index = before.length - 1; index >= after.length; index--) steps.push({ kind: 'remove', path: [...path, index] })
  } else {
    steps.push({ kind: 'set', path, value: after })
  }
}

/** A copy that `applyEdit` may change: nothing in it is shared. */
export function mutableCopy(value: Value): Value {
  if (isList(value)) return value.map(mutableCopy)
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, child]) => [key, mutableCopy(child)])) : value
}

/**
 * The value that the text must have after the edit. Changes `tree`, a mutable copy, so that many edits of a wide
 * map do not copy it each time.
 */
export function applyEdit(tree: Value, edit: Edit): Value {
  const part = edit.path.at(-1)
  if (part === undefined) return edit.kind === 'set' ? mutableCopy(edit.value) : tree
  const parentPath = edit.path.slice(0, -1)
  const parent = valueAt(tree, parentPath)
  // Where the parent is missing or null, the maps on the way are made.
  if (parent === undefined || parent === null)
    return edit.kind === 'set' ? withValue(tree, edit.path, mutableCopy(edit.value)) : tree
  if (edit.kind === 'set') put(parent, part, mutableCopy(edit.value))
  else take(parent, part)
  return tree
}

function put(parent: Value, part: string | number, value: Value): void {
  // Written only through this module's own copies.
  if (isList(parent)) (parent as Value[])[Number(part)] = value
  else if (isMap(parent)) defineOwn(parent as { [key: string]: unknown }, String(part), value)
}

function take(parent: Value, part: string | number): void {
  if (childOf(parent, part) === undefined) return
  if (isList(parent)) (parent as Value[]).splice(Number(part), 1)
  else if (isMap(parent)) delete (parent as { [key: string]: Value })[String(part)]
}

export function valueAt(tree: Value, path: Path): Value | undefined {
  let current: Value | undefined = tree
  for (const part of path) current = current === undefined ? undefined : childOf(current, part)
  return current
}
