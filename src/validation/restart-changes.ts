import type { Field } from '../schema/fields/field.ts'
import { isRestart } from '../schema/fields/metadata.ts'
import { reaching } from '../schema/fields/reaching.ts'
import { isEqual } from '../values/equal.ts'
import { childOf } from '../values/get.ts'
import type { Path } from '../values/path.ts'
import { isList, isMap, type Value } from '../values/value.ts'

const leadsByRoot = new WeakMap<Field, (field: Field) => boolean>()

interface Step {
  readonly before: Value | undefined
  readonly after: Value | undefined
  readonly field: Field
  readonly path: Path
}

/**
 * The paths whose value differs and takes effect only after a restart (`x-restart`), in the order of the new tree. Subtrees
 * that are the same object in both trees are not looked into. Iterative.
 */
export function restartChanges(before: Value, after: Value, root: Field): readonly Path[] {
  const leads = leadsByRoot.get(root) ?? reaching(root, isRestart)
  leadsByRoot.set(root, leads)
  const changes: Path[] = []
  const stack: Step[] = [{ before, after, field: root, path: [] }]
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    if (isSame(step.before, step.after) || !leads(step.field)) continue
    if (step.field.restart) {
      if (!isEqualOrAbsent(step.before, step.after)) changes.push(step.path)
      continue
    }
    for (const key of keysOf(step.before, step.after).reverse()) {
      const field = step.field.child(key)
      if (field === undefined) continue
      stack.push({ before: childIn(step.before, key), after: childIn(step.after, key), field, path: [...step.path, key] })
    }
  }
  return changes
}

function isSame(before: Value | undefined, after: Value | undefined): boolean {
  return Object.is(before, after)
}

function isEqualOrAbsent(before: Value | undefined, after: Value | undefined): boolean {
  return before !== undefined && after !== undefined && isEqual(before, after)
}

function childIn(value: Value | undefined, key: string | number): Value | undefined {
  return value === undefined ? undefined : childOf(value, key)
}

function keysOf(before: Value | undefined, after: Value | undefined): (string | number)[] {
  return [...new Set([...keysIn(after), ...keysIn(before)])]
}

function keysIn(value: Value | undefined): readonly (string | number)[] {
  if (isList(value)) return [...value.keys()]
  return isMap(value) ? Object.keys(value) : []
}
