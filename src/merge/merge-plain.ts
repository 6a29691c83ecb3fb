import { defineOwn } from '../values/safe-keys.ts'
import { isMap, type Value, type ValueMap } from '../values/value.ts'
import type { Group, MergeGroup } from './cell.ts'
import { reportConflict } from './conflict.ts'
import { coveringLeaf } from './covering-leaf.ts'
import { type MergeRun, recursionLimit, type Trail } from './merge-run.ts'
import { readKey } from './read-key.ts'
import { isSameList } from './same-list.ts'

interface MutableMap {
  [key: string]: Value | Pending
}

/** Stands in the result for maps of several layers until all layers have been read. */
class Pending {
  readonly key: string
  readonly lowest: ValueMap
  readonly maps: (ValueMap | undefined)[]
  /** True when a higher layer has replaced the maps by something else. */
  isGone = false

  constructor(key: string, lowest: ValueMap, layers: number) {
    this.key = key
    this.lowest = lowest
    this.maps = new Array(layers)
  }
}

/** Maps that got more keys than this leave the engine's fast mode and are copied once to get back. */
const manyAdded = 16

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
  const covering = coveringLeaf(group, at, run)
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
    let turn = 0
    // `for in` is the fastest walk, and what it finds on a polluted prototype is found below as well.
    for (const key in map) {
      const value = readKey(map, key)
      // Layers mostly have their keys in the same order: then the next one waiting is the one, and needs no look-up.
      const next = pending?.[turn]
      if (next !== undefined && next.key === key && !next.isGone) {
        turn++
        if (isMap(value)) {
          next.maps[index] = value
          continue
        }
      }
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
            const held = new Pending(key, lower, maps.length)
            held.maps[changed ? lowestWith(maps, key, lower) : at] = lower
            held.maps[index] = value
            out[key] = held
            pending ??= []
            pending.push(held)
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
      if (lower instanceof Pending) lower.isGone = true
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

function lowestWith(maps: Group['maps'], key: string, value: ValueMap): number {
  let index = 0
  while (maps[index]?.[key] !== value) index++
  return index
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
    if (held.isGone) continue
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

/** The highest layer below the map at `index` that has the key. */
function layerOf({ maps, layers }: Group, index: number, key: string): number {
  for (let below = index - 1; below >= 0; below--) {
    const map = maps[below]
    if (map !== undefined && Object.hasOwn(map, key)) return layers[below] as number
  }
  return -1
}

function ownValue(map: MutableMap, key: string): Value | Pending | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}
