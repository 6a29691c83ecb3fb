import { isList, type ValueMap } from '../values/value.ts'
import type { Group } from './cell.ts'
import { readKey } from './read-key.ts'

/** The keys of a map that holds no maps, and at which of them lists stand. */
export interface LeafShape {
  readonly keys: readonly string[]
  readonly lists: readonly boolean[]
}

/** Remembers the shape seen last: neighbours in a configuration are often alike, and a comparison makes nothing new. */
export interface ShapeMemory {
  shape: LeafShape
}

export const noShape: LeafShape = { keys: [], lists: [] }

/**
 * The highest map, when all of them have the same keys in the same order, and values of the same sort that are
 * no maps: then it is the result, without comparing a single value. Usual where every layer is a whole file.
 */
export function coveringLeaf({ maps }: Group, from: number, memory: ShapeMemory): ValueMap | undefined {
  const lowest = maps[from] as ValueMap
  let highest = lowest
  for (let index = from + 1; index < maps.length; index++) {
    const map = maps[index]
    if (map === undefined || map === highest) continue
    if (highest === lowest) {
      if (holdsMapFirst(lowest)) return undefined
      if (!fits(lowest, memory.shape)) {
        const shape = shapeOf(lowest)
        if (shape === undefined) return undefined
        memory.shape = shape
      }
    }
    if (!fits(map, memory.shape)) return undefined
    if (memory.shape.keys.length > 0) highest = map
  }
  return highest
}

/**
 * Sorts out most maps that hold maps. These are often wide, and `fits` must not see wide ones: V8 keeps one way of
 * walking for all maps that a `for in` has met, and that for wide maps takes half as long again.
 */
function holdsMapFirst(map: ValueMap): boolean {
  for (const key in map) {
    const value = readKey(map, key)
    return typeof value === 'object' && !isList(value)
  }
  return false
}

function fits(map: ValueMap, { keys, lists }: LeafShape): boolean {
  const size = keys.length
  let place = 0
  for (const key in map) {
    if (place >= size || keys[place] !== key) return false
    const value = readKey(map, key)
    if (typeof value === 'object' ? !lists[place] || !isList(value) : value === undefined || lists[place]) return false
    place++
  }
  return place === size
}

/** `undefined` when one of the values is a map or another object. */
function shapeOf(map: ValueMap): LeafShape | undefined {
  const keys = Object.keys(map)
  const lists: boolean[] = []
  for (const key of keys) {
    const value = map[key]
    if (typeof value !== 'object') lists.push(false)
    else if (isList(value)) lists.push(true)
    else return undefined
  }
  return { keys, lists }
}
