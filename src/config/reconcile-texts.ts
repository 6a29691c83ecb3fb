import { changedContainer } from '../formats/json/changed-container.ts'
import { reconcile } from '../merge/reconcile.ts'
import { getAt } from '../values/get.ts'
import { withValue } from '../values/set.ts'
import type { Value } from '../values/value.ts'

/** What was read from a text. */
export interface ReadText {
  readonly text: string
  readonly value: Value
}

/**
 * What `reconcile` gives for the values of two texts in strict JSON. Only what the edit is in is compared as
 * values, which takes as long as parsing; the rest is compared as text.
 */
export function reconcileTexts(before: ReadText, after: ReadText): Value {
  if (before.text === after.text) return before.value
  const path = changedContainer(before.text, after.text)
  const [old, fresh] = [getAt(before.value, path), getAt(after.value, path)]
  if (old === undefined || fresh === undefined) return reconcile(before.value, after.value)
  return withValue(before.value, path, reconcile(old, fresh, path.length))
}
