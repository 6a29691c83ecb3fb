import { mergeLayers } from '../src/merge/merge-layers.ts'
import { isEqual } from '../src/values/equal.ts'
import type { Value } from '../src/values/value.ts'
import { measure, ratioOf } from './measure.ts'
import { type Merger, own, peers } from './mergers.ts'
import type { Effort, Row } from './row.ts'
import { type Scenario, scenarios } from './trees.ts'

/** Full merges against the peers (G6) and deep trees (G10). */
export function mergeRows(effort: Effort): readonly Row[] {
  const rows: Row[] = []
  for (const keys of effort.sizes) for (const scenario of scenarios(keys)) rows.push(...rowsOf(scenario, keys, effort))
  return [...rows, ...depthRows(effort)]
}

function rowsOf(scenario: Scenario, keys: number, effort: Effort): Row[] {
  const mergers = [own, ...peers]
  for (const merger of mergers) mustMergeRight(merger, scenario)
  const rounds = keys >= 100_000 ? 5 : effort.calls.rounds
  const cases = mergers.map((merger) => ({ name: merger.name, run: () => merger.merge(scenario.layers) }))
  const samples = measure(cases, { rounds, batchMs: effort.calls.batchMs })
  return peers.map((peer) => ({
    goal: 'G6',
    what: `merge ${scenario.name} (${scenario.what}), ${keys} keys: ${peer.name} / own`,
    ratio: ratioOf(samples, peer.name, own.name),
    unit: 'x',
    target: targetOf(peer, scenario),
  }))
}

/** The same result, and the layers left alone: a faster wrong merge is no peer. */
function mustMergeRight(merger: Merger, { layers, name }: Scenario): void {
  const before = JSON.stringify(layers)
  const expected = mergeLayers(layers.map((value) => ({ value })))
  const right = isEqual(merger.merge(layers) as Value, expected) && JSON.stringify(layers) === before
  if (!right) throw new Error(`${merger.name} does not merge ${name} as expected`)
}

function targetOf(peer: Merger, { name }: Scenario): Row['target'] {
  if (peer.name === 'deepmerge') return { atLeast: 15 }
  if (peer.name !== 'defu') return undefined
  return { atLeast: { S1: 1.5, S2: 8, S3: 2, S4: 1 }[name] ?? 1 }
}

function depthRows(effort: Effort): Row[] {
  const [shallow, deep] = [nested(100), nested(1_000)]
  const samples = measure(
    [
      { name: 'shallow', run: () => own.merge(shallow) },
      { name: 'deep', run: () => own.merge(deep) },
    ],
    effort.calls,
  )
  const tenfold = ratioOf(samples, 'deep', 'shallow')
  const abyss = nested(100_000)
  const survived = ((): number => {
    own.merge(abyss)
    return 1
  })()
  return [
    {
      goal: 'G10',
      what: 'merge of 1,000 levels / ten times that of 100',
      ratio: tenth(tenfold),
      unit: 'x',
      target: { atMost: 1.5 },
    },
    {
      goal: 'G10',
      what: 'merges of 100,000 levels that ended',
      ratio: { median: survived, low: survived, high: survived },
      unit: 'x',
      target: { atLeast: 1 },
    },
  ]
}

function tenth({ median, low, high }: Row['ratio']): Row['ratio'] {
  return { median: median / 10, low: low / 10, high: high / 10 }
}

function nested(depth: number): readonly Value[] {
  return [1, 2, 3].map((leaf) => {
    let value: Value = { leaf }
    for (let level = 0; level < depth; level++) {
      value = Object.fromEntries([
        ['below', value],
        ...Array.from({ length: 8 }, (_, index) => [`key${index}`, leaf + level] as const),
      ])
    }
    return value
  })
}
