import type { Path } from '../values/path.ts'
import { isList, isMap, type Value } from '../values/value.ts'
import { hasReference } from './has-reference.ts'

const known = new WeakMap<object, readonly Path[]>()
const none: readonly Path[] = []

/**
 * The paths of all texts in a tree that hold a reference. Remembered by the identity of each subtree, so after a
 * change only what changed is searched. The tree's depth must be bounded.
 */
export function findReferences(value: Value): readonly Path[] {
  if (typeof value === 'string') return hasReference(value) ? [[]] : none
  if (!isList(value) && !isMap(value)) return none

  const before = known.get(value)
  if (before !== undefined) return before
  const found = isList(value) ? inList(value) : inMap(value)
  known.set(value, found)
  return found
}

function inList(list: readonly Value[]): readonly Path[] {
  const found: Path[] = []
  for (let index = 0; index < list.length; index++) {
    for (const path of findReferences(list[index] as Value)) found.push([index, ...path])
  }
  return found.length === 0 ? none : found
}

function inMap(map: { readonly [key: string]: Value }): readonly Path[] {
  const found: Path[] = []
  for (const key of Object.keys(map)) {
    for (const path of findReferences(map[key] as Value)) found.push([key, ...path])
  }
  return found.length === 0 ? none : found
}
