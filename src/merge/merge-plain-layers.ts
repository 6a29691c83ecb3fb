import type { Value, ValueMap } from '../values/value.ts'
import type { MergeGroup } from './cell.ts'
import { mergePlain } from './merge-plain.ts'
import { type MergeLayer, type MergeReport, MergeRun } from './merge-run.ts'

/** `mergeLayers` for layers that are maps, without strategies and directives: less code for what most programs do. */
export function mergePlainLayers(layers: readonly MergeLayer[], report: MergeReport): Value {
  const run = new MergeRun(layers, report)
  const group = { maps: layers.map((layer) => layer.value as ValueMap), layers: [...layers.keys()] }
  return layers.length === 0 ? {} : run.complete(() => plain(group, undefined, undefined, run, 0), undefined)
}

const plain: MergeGroup = (group, _rules, trail, run, depth) => mergePlain(group, trail, run, depth, plain)
