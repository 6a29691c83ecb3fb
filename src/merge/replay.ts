import { childOf } from '../values/get.ts'
import type { Path } from '../values/path.ts'
import { isMap, type Value } from '../values/value.ts'
import { hasDirectives } from './has-directives.ts'
import type { LayerValue, Replay } from './layer-value.ts'
import type { MergeLayer, MergeOptions } from './merge-run.ts'
import { replayByRules } from './replay-by-rules.ts'

/**
 * Where the value at `path` is from, found by walking the layers when somebody asks, so that merging records
 * nothing. Options are those of the merge.
 */
export function replayPath(layers: readonly MergeLayer[], path: Path, options: MergeOptions = {}): Replay {
  const byRules = options.strategies !== undefined || layers.some((layer) => layer.directives ?? hasDirectives(layer.value))
  return byRules ? replayByRules(layers, path, options.strategies) : replayPlain(layers, path)
}

function replayPlain(layers: readonly MergeLayer[], path: Path): Replay {
  let winner: LayerValue | undefined
  const shadowed: LayerValue[] = []
  let hidden = false
  /** How far the layers seen so far have maps on the way: a lower list or scalar up to there is replaced by them. */
  let mapsDownTo = -1
  for (let layer = layers.length - 1; layer >= 0; layer--) {
    let value: Value | undefined = (layers[layer] as MergeLayer).value
    let step = 0
    for (; step < path.length && isMap(value); step++) value = childOf(value, path[step] as string | number)
    const stop = step
    const cuts = value !== undefined && !isMap(value)
    for (; step < path.length && value !== undefined; step++) value = childOf(value, path[step] as string | number)

    const isHidden = hidden || (cuts && stop <= mapsDownTo)
    if (value !== undefined) {
      const found: LayerValue = { layer, path, value, effect: isHidden ? 'hidden' : 'sets' }
      if (winner === undefined && !isHidden) winner = found
      else shadowed.push(found)
    }
    // Only maps let lower layers through.
    hidden ||= cuts
    mapsDownTo = Math.max(mapsDownTo, !cuts && value !== undefined ? stop : stop - 1)
  }
  return { winner, shadowed }
}
