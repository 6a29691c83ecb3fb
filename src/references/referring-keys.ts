import { isList, isMap, type Value } from '../values/value.ts'
import { hasReference } from './has-reference.ts'

export type Keys = readonly (string | number)[]

const known = new WeakMap<object, Keys>()
const none: Keys = []

/**
 * The keys of a map or list under which a text with a reference stands, at any depth. Remembered by the identity of
 * each subtree, so after a change only what changed is searched. The tree's depth must be bounded.
 */
export function referringKeys(value: Value): Keys {
  if (!isList(value) && !isMap(value)) return none
  const before = known.get(value)
  if (before !== undefined) return before
  const found: (string | number)[] = []
  if (isList(value)) {
    for (let index = 0; index < value.length; index++) if (holdsReferences(value[index] as Value)) found.push(index)
  } else {
    for (const key of Object.keys(value)) if (holdsReferences(value[key] as Value)) found.push(key)
  }
  const keys = found.length === 0 ? none : found
  known.set(value, keys)
  return keys
}

/** Whether a value is, or holds at any depth, a text with a reference. */
export function holdsReferences(value: Value): boolean {
  return typeof value === 'string' ? hasReference(value) : referringKeys(value).length > 0
}
