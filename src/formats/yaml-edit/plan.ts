import { isEqual } from '../../values/equal.ts'
import { childOf } from '../../values/get.ts'
import type { Path } from '../../values/path.ts'
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

/** The value that the text must have after the edit. */
export function afterEdit(before: Value, edit: Edit): Value {
  return edit.kind === 'set' ? withValue(before, edit.path, edit.value) : without(before, edit.path)
}

function without(tree: Value, path: Path): Value {
  const parent = path.slice(0, -1)
  const holder = valueAt(tree, parent)
  const part = path.at(-1)
  if (holder === undefined || part === undefined || childOf(holder, part) === undefined) return tree
  if (isList(holder)) return withValue(tree, parent, holder.toSpliced(Number(part), 1))
  return withValue(tree, parent, Object.fromEntries(Object.entries(holder as object).filter(([key]) => key !== String(part))))
}

export function valueAt(tree: Value, path: Path): Value | undefined {
  let current: Value | undefined = tree
  for (const part of path) current = current === undefined ? undefined : childOf(current, part)
  return current
}
