import { reconcile } from '../src/merge/reconcile.ts'
import { remerge } from '../src/merge/remerge.ts'
import { replayPath } from '../src/merge/replay.ts'
import { withValue } from '../src/values/set.ts'
import { isMap, type Value } from '../src/values/value.ts'
import { measure, ratioOf, spread } from './measure.ts'
import { deepmergeAll, defu, naive, own } from './mergers.ts'
import type { Effort, Row } from './row.ts'
import { scenarios } from './trees.ts'

/** One leaf changed in a large configuration (G7), and the question where a value is from (G9). */
export function remergeRows(effort: Effort): readonly Row[] {
  const keys = effort.quick ? 10_000 : 100_000
  const layers = scenarios(keys)[0]?.layers ?? []
  const changed = changeOneLeaf(layers)
  const asLayers = (values: readonly Value[]) => values.map((value) => ({ value, directives: false }))
  const [before, after] = [asLayers(layers), asLayers(changed)]
  const [first, second] = [own.merge(layers) as Value, own.merge(changed) as Value]
  let odd = false
  const again = () => {
    odd = !odd
    return odd ? remerge(before, after, first) : remerge(after, before, second)
  }
  const others = [deepmergeAll, defu, own, naive]
  const samples = measure(
    [{ name: 'again', run: again }, ...others.map((merger) => ({ name: merger.name, run: () => merger.merge(changed) }))],
    { rounds: effort.quick ? 5 : 9, batchMs: effort.calls.batchMs },
  )
  const target: Readonly<Record<string, number>> = { deepmerge: 500, defu: 50, configmanage: 25, [naive.name]: 10 }
  return [
    ...others.map(
      (merger): Row => ({
        goal: 'G7',
        what: `one leaf of ${keys} keys: full merge by ${merger.name} / merging again`,
        ratio: ratioOf(samples, merger.name, 'again'),
        unit: 'x',
        // The goals are for 100,000 keys.
        target: effort.quick ? undefined : { atLeast: target[merger.name] ?? 1 },
      }),
    ),
    ...reconcileRows(layers[0] as Value, effort),
    ...replayRows(layers, effort),
  ]
}

/** The same layers, with a leaf of the second changed. */
function changeOneLeaf(layers: readonly Value[]): readonly Value[] {
  const overlay = layers[1] as Value
  const path = firstLeaf(overlay)
  return layers.map((layer, index) => (index === 1 ? withValue(overlay, path, 'changed') : layer))
}

function firstLeaf(tree: Value): readonly string[] {
  const path: string[] = []
  for (let value = tree; isMap(value); ) {
    const key = Object.keys(value)[0] as string
    path.push(key)
    value = value[key] as Value
  }
  return path
}

function reconcileRows(base: Value, effort: Effort): readonly Row[] {
  const text = JSON.stringify(base)
  const fresh = JSON.parse(text) as Value
  const samples = measure(
    [
      { name: 'parse', run: () => JSON.parse(text) },
      { name: 'reconcile', run: () => reconcile(base, fresh) },
    ],
    { rounds: 7, batchMs: effort.calls.batchMs },
  )
  return [
    {
      goal: '-',
      what: 'finding equal subtrees / JSON.parse of the text',
      ratio: ratioOf(samples, 'reconcile', 'parse'),
      unit: 'x',
    },
  ]
}

function replayRows(layers: readonly Value[], effort: Effort): readonly Row[] {
  const asLayers = layers.map((value) => ({ value, directives: false }))
  const path = firstLeaf(layers[0] as Value)
  const samples = measure([{ name: 'replay', run: () => replayPath(asLayers, path) }], effort.calls)
  return [
    {
      goal: 'G9',
      what: 'where one of five layers a value is from',
      ratio: spread((samples.get('replay') ?? []).map((ms) => ms * 1000)),
      unit: 'us',
      target: { atMost: 1 },
    },
  ]
}
