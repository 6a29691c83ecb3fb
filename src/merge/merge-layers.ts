import type { Value } from '../values/value.ts'
import { Cell, type Place, put, settle } from './cell.ts'
import { mergeMaps } from './merge-maps.ts'
import { type MergeLayer, type MergeOptions, MergeRun } from './merge-run.ts'

/**
 * All layers as one tree, later ones on top: maps merge deep, everything else replaces, `null` is a value like
 * any other, `!unset` removes. What comes whole from one layer is that layer's object, so the result shares
 * almost everything with its inputs, which are never written to. Keys stand in the order in which the layers,
 * lowest first, name them.
 */
export function mergeLayers(layers: readonly MergeLayer[], options: MergeOptions = {}): Value {
  const run = new MergeRun(layers, options.report)
  const place = rootPlace(run, options)
  return run.complete(() => settle(rootCell(layers, place), place, 0), undefined) ?? {}
}

/** What all layers have at the root. */
export function rootCell(layers: readonly MergeLayer[], place: Place): Cell {
  const cell = new Cell()
  layers.forEach((layer, index) => {
    put(cell, layer.value, index, undefined, place)
  })
  return cell
}

export function rootPlace(run: MergeRun, options: MergeOptions): Place {
  return { trail: undefined, rules: options.strategies, run, merge: mergeMaps }
}
