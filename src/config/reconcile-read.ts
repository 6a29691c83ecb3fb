import { changedContainer } from '../formats/json/changed-container.ts'
import { reconcile } from '../merge/reconcile.ts'
import { getAt } from '../values/get.ts'
import { withValue } from '../values/set.ts'
import type { Value } from '../values/value.ts'

/** What was read, and the text if it is strict JSON. */
interface Read {
  readonly value: Value
  readonly json?: string | undefined
}

/**
 * What `reconcile` gives. Of two texts in strict JSON only what the edit is in is compared as values, which takes as
 * long as parsing; the rest is compared as text.
 */
export function reconcileRead(before: Read, after: Read): Value {
  if (before.json === undefined || after.json === undefined) return reconcile(before.value, after.value)
  if (before.json === after.json) return before.value
  const path = changedContainer(before.json, after.json)
  const [old, fresh] = [getAt(before.value, path), getAt(after.value, path)]
  if (old === undefined || fresh === undefined) return reconcile(before.value, after.value)
  return withValue(before.value, path, reconcile(old, fresh, path.length))
}
