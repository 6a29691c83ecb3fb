import { defineOwn } from '../values/safe-keys.ts'
import { isMap, type Value, type ValueMap } from '../values/value.ts'
import type { Group, MergeGroup } from './cell.ts'
import { reportConflict } from './conflict.ts'
import { type MergeRun, recursionLimit, type Trail } from './merge-run.ts'

interface MutableMap {
  [key: string]: Value
}

/** Maps that got more keys than this leave the engine's fast mode and are copied once to get back. */
const manyAdded = 16

/**
 * The deep merge of maps where nothing is declared: all layers in one pass, each key read once a layer. The
 * lowest map is copied when something differs from it, otherwise returned itself; a map that only one layer has
 * is never looked into.
 */
export function mergePlain(group: Group, trail: Trail | undefined, run: MergeRun, depth: number, merge: MergeGroup): ValueMap {
  const { maps, layers } = group
  let out = maps[0] as MutableMap
  let owned = false
  let added = 0
  let groups: Map<string, Group> | undefined

  for (let index = 1; index < maps.length; index++) {
    const map = maps[index] as MutableMap
    // `for in` is the fastest walk, and what it finds on a polluted prototype is found below as well.
    for (const key in map) {
      const value = map[key] as Value | undefined
      const lower = key === '__proto__' ? ownValue(out, key) : (out[key] as Value | undefined)
      if (value === lower && (groups === undefined || typeof value !== 'object' || !groups.has(key))) continue
      if (value === undefined) continue
      if (typeof value === 'object' || typeof lower === 'object') {
        if (isMap(value) && isMap(lower)) {
          groups ??= new Map()
          join(groups, key, lower, value, group, index)
          continue
        }
        groups?.delete(key)
        if (run.report !== undefined && typeof lower === 'object') {
          reportConflict(lower, layerOf(group, index, key, lower), value, layers[index] as number, { above: trail, key }, run)
        }
      }
      if (!owned) {
        out = { ...out }
        owned = true
      }
      // A function is what plain reading finds on the prototype for keys like `constructor`.
      if (lower === undefined || typeof lower === 'function') added++
      if (key === '__proto__') defineOwn(out, key, value)
      else out[key] = value
    }
  }
  if (added > manyAdded) out = { ...out }
  return groups === undefined ? out : mergeGroups(groups, out, owned, trail, run, depth, merge)
}

function mergeGroups(
  groups: ReadonlyMap<string, Group>,
  map: MutableMap,
  isOwned: boolean,
  trail: Trail | undefined,
  run: MergeRun,
  depth: number,
  merge: MergeGroup,
): ValueMap {
  let out = map
  let owned = isOwned
  for (const [key, group] of groups) {
    const inner = { above: trail, key }
    const merged = depth < recursionLimit ? merge(group, undefined, inner, run, depth + 1) : undefined
    if (merged === out[key]) continue
    if (!owned) {
      out = { ...out }
      owned = true
    }
    if (merged !== undefined) out[key] = merged
    else {
      const target = out
      run.later(() => {
        target[key] = merge(group, undefined, inner, run, 0)
      })
    }
  }
  return out
}

function join(groups: Map<string, Group>, key: string, lower: ValueMap, value: ValueMap, group: Group, index: number): void {
  const layer = group.layers[index] as number
  const known = groups.get(key)
  if (known === undefined) {
    groups.set(key, { maps: [lower, value], layers: [layerOf(group, index, key, lower), layer] })
  } else if (known.maps[known.maps.length - 1] !== value) {
    known.maps.push(value)
    known.layers.push(layer)
  }
}

/** The layer of a group that `lower` is from: the lowest one that has it, below the map at `index`. */
function layerOf(group: Group, index: number, key: string, lower: Value): number {
  for (let below = 0; below < index; below++) {
    if ((group.maps[below] as ValueMap)[key] === lower) return group.layers[below] as number
  }
  return -1
}

function ownValue(map: ValueMap, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}
