import { childOf } from './get.ts'
import type { Path } from './path.ts'
import { isList, isMap, type Value } from './value.ts'
import { withEntries } from './wide-maps.ts'

/** A new tree with one value changed; everything else is shared. The same tree when nothing changed. */
export function withValue(tree: Value | undefined, path: Path, value: Value): Value {
  const before: (Value | undefined)[] = [tree]
  for (const key of path) {
    const parent = before.at(-1)
    before.push(parent === undefined ? undefined : childOf(parent, key))
  }
  let after = value
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const parent = before[depth]
    const isSame = parent !== undefined && before[depth + 1] === after
    after = isSame ? parent : replaceChild(parent, path[depth] as string | number, after)
  }
  return after
}

function replaceChild(tree: Value | undefined, key: string | number, child: Value): Value {
  if (isList(tree) || (tree === undefined && typeof key === 'number')) {
    const list = isList(tree) ? [...tree] : []
    const index = Number(key)
    list[Number.isInteger(index) && index <= list.length ? index : list.length] = child
    return list
  }
  return withEntries(isMap(tree) ? tree : {}, [[String(key), child]])
}
