import { childOf } from './get.ts'
import type { Path } from './path.ts'
import { defineOwn } from './safe-keys.ts'
import { isList, isMap, type Value } from './value.ts'

/** A new tree with one value changed; everything else is shared. The same tree when nothing changed. */
export function withValue(tree: Value | undefined, path: Path, value: Value): Value {
  const [key, ...rest] = path
  if (key === undefined) return value

  const before = tree === undefined ? undefined : childOf(tree, key)
  const after = withValue(before, rest, value)
  return tree !== undefined && before === after ? tree : replaceChild(tree, key, after)
}

function replaceChild(tree: Value | undefined, key: string | number, child: Value): Value {
  if (isList(tree) || (tree === undefined && typeof key === 'number')) {
    const list = isList(tree) ? [...tree] : []
    const index = Number(key)
    list[Number.isInteger(index) && index <= list.length ? index : list.length] = child
    return list
  }
  const map: { [key: string]: unknown } = isMap(tree) ? { ...tree } : {}
  defineOwn(map, String(key), child)
  return map as Value
}
