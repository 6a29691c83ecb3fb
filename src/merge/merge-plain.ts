import { defineOwn } from '../values/safe-keys.ts'
import { isList, isMap, type Value, type ValueMap } from '../values/value.ts'
import type { Group, MergeGroup } from './cell.ts'
import { reportConflict } from './conflict.ts'
import { type MergeRun, recursionLimit, type Trail } from './merge-run.ts'

interface MutableMap {
  [key: string]: Value | Pending
}

/** Stands in the result for maps of several layers until all layers have been read. */
class Pending {
  readonly key: string
  readonly lowest: ValueMap
  readonly maps: (ValueMap | undefined)[]

  constructor(key: string, lowest: ValueMap, layers: number) {
    this.key = key
    this.lowest = lowest
    this.maps = new Array(layers)
  }
}

/** Maps that got more keys than this leave the engine's fast mode and are copied once to get back. */
const manyAdded = 16

/** Longer lists are not compared: one that differs in identity replaces. */
const shortList = 16

/**
 * The deep merge of maps where nothing is declared: all layers in one pass, each key read once a layer. The
 * lowest map is copied when something meets it, and returned itself when nothing differs from it; a map that
 * only one layer has is never looked into.
 */
export function mergePlain(group: Group, trail: Trail | undefined, run: MergeRun, depth: number, merge: MergeGroup): ValueMap {
  const { maps, layers } = group
  let at = 0
  while (maps[at] === undefined) at++
  const lowest = maps[at] as ValueMap
  const covering = coveringLeaf(lowest, maps, at + 1)
  if (covering !== undefined) return covering
  let out = lowest as MutableMap
  let last = lowest
  let changed = false
  let added = 0
  let pending: Pending[] | undefined

  for (let index = at + 1; index < maps.length; index++) {
    const map = maps[index]
    if (map === undefined || map === last) continue
    last = map
    // `for in` is the fastest walk, and what it finds on a polluted prototype is found below as well.
    for (const key in map) {
      const value = read(map, key)
      const lower = key === '__proto__' ? ownValue(out, key) : out[key]
      if (value === lower || value === undefined) continue
      if (typeof value === 'object' || typeof lower === 'object') {
        if (isMap(value)) {
          if (lower instanceof Pending) {
            lower.maps[index] = value
            continue
          }
          if (isMap(lower)) {
            if (out === lowest) out = { ...lowest }
            pending ??= []
            pending.push(hold(out, key, lower, group, index))
            continue
          }
        } else if (isSameList(value, lower)) continue
        const hidden = lower instanceof Pending ? lower.lowest : lower
        if (run.report !== undefined && typeof hidden === 'object') {
          reportConflict(hidden, layerOf(group, index, key), value, layers[index] as number, { above: trail, key }, run)
        }
      }
      if (out === lowest) out = { ...lowest }
      changed = true
      // A function is what plain reading finds on the prototype for keys like `constructor`.
      if (lower === undefined || typeof lower === 'function') added++
      if (key === '__proto__') defineOwn(out, key, value)
      else out[key] = value
    }
  }
  if (added > manyAdded) out = { ...out }
  if (pending !== undefined && mergePending(pending, out, layers, trail, run, depth, merge)) changed = true
  return changed ? (out as ValueMap) : lowest
}

/**
 * The highest map, when all of them have the same keys in the same order, and values of the same sort that are
 * no maps: then it is the result, without comparing a single value. Usual where every layer is a whole file.
 */
function coveringLeaf(lowest: ValueMap, maps: Group['maps'], from: number): ValueMap | undefined {
  let keys: readonly string[] | undefined
  let lists: readonly boolean[] | undefined
  let highest = lowest
  for (let index = from; index < maps.length; index++) {
    const map = maps[index]
    if (map === undefined || map === highest) continue
    keys ??= Object.keys(lowest)
    let place = 0
    for (const key in map) {
      if (keys[place] !== key) return undefined
      lists ??= listsIn(lowest, keys)
      if (lists === undefined) return undefined
      const value = read(map, key)
      if (typeof value === 'object' ? !isList(value) || !lists[place] : value === undefined || lists[place]) return undefined
      place++
    }
    if (place !== keys.length) return undefined
    if (place > 0) highest = map
  }
  return highest
}

/** Which values are lists; `undefined` when one is a map or another object. */
function listsIn(map: ValueMap, keys: readonly string[]): readonly boolean[] | undefined {
  const lists: boolean[] = []
  for (const key of keys) {
    const value = map[key]
    if (typeof value !== 'object') lists.push(false)
    else if (isList(value)) lists.push(true)
    else return undefined
  }
  return lists
}

/** Puts maps that meet at a key aside until all layers have been read. */
function hold(out: MutableMap, key: string, lower: ValueMap, group: Group, index: number): Pending {
  const held = new Pending(key, lower, group.maps.length)
  let below = 0
  while (group.maps[below]?.[key] !== lower) below++
  held.maps[below] = lower
  held.maps[index] = (group.maps[index] as ValueMap)[key] as ValueMap
  out[key] = held
  return held
}

/** Merges what was put aside; true when the result differs from the lowest layer. */
function mergePending(
  pending: readonly Pending[],
  out: MutableMap,
  layers: readonly number[],
  trail: Trail | undefined,
  run: MergeRun,
  depth: number,
  merge: MergeGroup,
): boolean {
  let changed = false
  for (const held of pending) {
    const { key, lowest, maps } = held
    if (out[key] !== held) continue
    const inner = { above: trail, key }
    if (depth < recursionLimit) {
      const merged = merge({ maps, layers }, undefined, inner, run, depth + 1)
      out[key] = merged
      if (merged !== lowest) changed = true
    } else {
      changed = true
      run.later(() => {
        out[key] = merge({ maps, layers }, undefined, inner, run, 0)
      })
    }
  }
  return changed
}

/** True for lists with the same scalars: keeping the lower one saves copying what is around it. */
function isSameList(value: Value, lower: Value | Pending | undefined): boolean {
  if (!isList(value) || !isList(lower) || value.length !== lower.length || value.length > shortList) return false
  for (let index = 0; index < value.length; index++) if (value[index] !== lower[index]) return false
  return true
}

/** The highest layer below the map at `index` that has the key. */
function layerOf({ maps, layers }: Group, index: number, key: string): number {
  for (let below = index - 1; below >= 0; below--) {
    const map = maps[below]
    if (map !== undefined && Object.hasOwn(map, key)) return layers[below] as number
  }
  return -1
}

/** A function of its own: V8 13 optimises and gives up `map[key]` inside a `for in` over wide maps without end. */
function read(map: ValueMap, key: string): Value | undefined {
  return map[key]
}

function ownValue(map: MutableMap, key: string): Value | Pending | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}
