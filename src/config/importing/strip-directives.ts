import type { Path } from '../../values/path.ts'
import { defineOwn } from '../../values/safe-keys.ts'
import { isList, type Value, type ValueMap } from '../../values/value.ts'

type Node = ValueMap | readonly Value[]
type Copy = { [key: string | number]: Value }

/** The tree without the given keys on the ways to `places`. Maps and lists beside those ways are shared; each is copied once. */
export function stripDirectives(root: Value, places: readonly Path[], keys: readonly string[]): Value {
  if (places.length === 0) return root
  const copies = new Set<Value>()
  const copyOf = (node: Value): Value => {
    const copy = copyWithout(node as Node, keys)
    copies.add(copy)
    return copy
  }
  const top = copyOf(root)
  for (const path of places) {
    let node = top
    for (const step of path) {
      // A copy of ours, which nobody has seen yet.
      const own = node as Copy
      const child = own[step] as Value
      const copy = copies.has(child) ? child : copyOf(child)
      if (copy !== child) defineOwn(own, String(step), copy)
      node = copy
    }
  }
  return top
}

function copyWithout(node: Node, keys: readonly string[]): Value {
  if (isList(node)) return [...node]
  return Object.fromEntries(Object.entries(node).filter(([key]) => !keys.includes(key)))
}
