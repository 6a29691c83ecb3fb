import { isMap, type Value, type ValueMap } from '../values/value.ts'
import { fingerprint } from './fingerprint.ts'
import { keyOfStrategy, type Strategy } from './strategy.ts'

/**
 * Merges two elements that `by-key` found to be the same. `index` is the place in the result; from the length of
 * the lower list on, both elements are of the upper one.
 */
export type MergeElements = (lower: ValueMap, upper: ValueMap, index: number) => Value

/** Two lists made one by a list strategy. The same list when nothing is added. */
export function mergeLists(
  strategy: Strategy,
  lower: readonly Value[],
  upper: readonly Value[],
  mergeElements: MergeElements,
): readonly Value[] {
  const key = keyOfStrategy(strategy)
  if (key !== undefined) return mergeByKey(key, lower, upper, mergeElements)
  if (strategy === 'union') return union(lower, upper)
  if (upper.length === 0) return lower
  return strategy === 'prepend' ? [...upper, ...lower] : [...lower, ...upper]
}

/** The lower list, then what only the upper one has. */
function union(lower: readonly Value[], upper: readonly Value[]): readonly Value[] {
  const seen = new Set(lower.map(fingerprint))
  const added: Value[] = []
  for (const item of upper) {
    const mark = fingerprint(item)
    if (seen.has(mark)) continue
    seen.add(mark)
    added.push(item)
  }
  return added.length === 0 ? lower : [...lower, ...added]
}

/** The lower list without the elements that are listed. */
export function without(lower: readonly Value[], listed: readonly Value[]): readonly Value[] {
  const gone = new Set(listed.map(fingerprint))
  const kept = lower.filter((item) => !gone.has(fingerprint(item)))
  return kept.length === lower.length ? lower : kept
}

function mergeByKey(
  key: string,
  lower: readonly Value[],
  upper: readonly Value[],
  mergeElements: MergeElements,
): readonly Value[] {
  const out = [...lower]
  const places = placesByKey(key, lower)
  for (const item of upper) {
    const mark = markOf(item, key)
    const place = mark === undefined ? undefined : places.get(mark)
    if (place === undefined) {
      if (mark !== undefined) places.set(mark, out.length)
      out.push(item)
    } else {
      out[place] = mergeElements(out[place] as ValueMap, item as ValueMap, place) // only maps have a mark
    }
  }
  return out.length === lower.length && out.every((item, index) => item === lower[index]) ? lower : out
}

function placesByKey(key: string, list: readonly Value[]): Map<string, number> {
  const places = new Map<string, number>()
  list.forEach((item, index) => {
    const mark = markOf(item, key)
    if (mark !== undefined && !places.has(mark)) places.set(mark, index)
  })
  return places
}

/** What `by-key` compares; `undefined` for an element that has no such key, which is never the same as another. */
export function markOf(item: Value, key: string): string | undefined {
  return isMap(item) && Object.hasOwn(item, key) ? fingerprint(item[key] as Value) : undefined
}
