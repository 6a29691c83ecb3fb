import deepmerge from 'deepmerge'
import { deepmergeCustom } from 'deepmerge-ts'
import { createDefu } from 'defu'
import { mergeLayers } from '../src/merge/merge-layers.ts'
import { isMap, type Value } from '../src/values/value.ts'
import { lodashMerge } from './untyped-peers.ts'

/** A way to merge layers, lowest first, with lists replaced, as configuration wants it. */
export interface Merger {
  readonly name: string
  merge(layers: readonly Value[]): unknown
}

export const own: Merger = {
  name: 'configmanage',
  merge: (layers) =>
    mergeLayers(
      layers.map((value) => ({ value, directives: false })),
      { report: () => undefined },
    ),
}

const defuReplacing = createDefu((target, key, value) => {
  if (!Array.isArray(target[key]) && !Array.isArray(value)) return false
  target[key] ??= value as never
  return true
})

const deepmergeReplacing = deepmergeCustom({ mergeArrays: (lists) => lists.at(-1) })

const lodashReplacing = (_: unknown, value: unknown) => (Array.isArray(value) ? value : undefined)

export const defu: Merger = {
  name: 'defu',
  // Its highest priority comes first.
  merge: (layers) => defuReplacing({}, ...([...layers].reverse() as object[])),
}

export const deepmergeAll: Merger = {
  name: 'deepmerge',
  merge: (layers) => deepmerge.all(layers as object[], { arrayMerge: (_, upper: unknown[]) => upper }),
}

export const deepmergeTs: Merger = {
  name: 'deepmerge-ts',
  merge: (layers) => deepmergeReplacing(...(layers as object[])),
}

export const lodash: Merger = {
  name: 'lodash.merge',
  merge: (layers) => lodashMerge({}, ...layers, lodashReplacing),
}

/** What most programs write by hand: update a deep copy, key by key. Correct, because it copies. */
export const naive: Merger = {
  name: 'recursive update of copies',
  merge: (layers) => layers.reduce((lower: MutableMap, upper) => update(lower, structuredClone(upper) as MutableMap), {}),
}

interface MutableMap {
  [key: string]: Value | MutableMap
}

function update(lower: MutableMap, upper: MutableMap): MutableMap {
  for (const [key, value] of Object.entries(upper)) {
    const below = lower[key]
    lower[key] = isMap(value) && isMap(below) ? update(below as MutableMap, value as MutableMap) : value
  }
  return lower
}

export const peers: readonly Merger[] = [defu, deepmergeAll, deepmergeTs, lodash, naive]
