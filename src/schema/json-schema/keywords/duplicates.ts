import { canonicalOf, isPlainScalar } from './same.ts'

/** The first two equal elements of a list, as their indexes, in time that grows with the size of the list. */
export function firstDuplicate(list: readonly unknown[]): readonly [number, number] | undefined {
  const scalars = new Map<unknown, number>()
  const others = new Map<string, number>()
  for (let index = 0; index < list.length; index++) {
    const item = list[index]
    const before = isPlainScalar(item) ? remember(scalars, item, index) : remember(others, canonicalOf(item), index)
    const same = before ?? (typeof item === 'bigint' ? scalars.get(Number(item)) : undefined)
    if (same !== undefined && (typeof item !== 'bigint' || canonicalOf(list[same]) === canonicalOf(item))) return [same, index]
    if (typeof item === 'number' && others.size > 0) {
      const big = others.get(canonicalOf(item))
      if (big !== undefined) return [big, index]
    }
  }
  return undefined
}

/** Where the same was met before, or `undefined` the first time. */
function remember<Key>(met: Map<Key, number>, key: Key, index: number): number | undefined {
  const before = met.get(key)
  if (before === undefined) met.set(key, index)
  return before
}
