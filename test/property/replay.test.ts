import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeLayers } from '../../src/merge/merge-layers.ts'
import { replayPath } from '../../src/merge/replay.ts'
import { replayByRules } from '../../src/merge/replay-by-rules.ts'
import type { Strategy } from '../../src/merge/strategy.ts'
import { type StrategyTable, strategyTable } from '../../src/merge/strategy-table.ts'
import { getAt } from '../../src/values/get.ts'
import { isList, isMap, kindOf, type Value, type ValueMap } from '../../src/values/value.ts'
import { walkLeaves } from '../../src/values/walk.ts'
import { asLayers, directed, holds, key, layersOf, merged, plain, table } from './trees.ts'

// Three keys, few values, and directives everywhere: lists meet, elements are equal, keys by which they are told apart are lists.
const crowdedKey = fc.constantFrom('l', 'm', 'n')
const crowdedWord = fc.constantFrom<Strategy>('replace', 'deep', 'append', 'prepend', 'union', 'by-key:n', 'remove')
const { map: crowded } = fc.letrec<{ map: ValueMap; list: readonly Value[]; value: Value }>((tie) => ({
  map: fc
    .tuple(
      fc.dictionary(crowdedKey, tie('value'), { maxKeys: 3, noNullPrototype: true, depthIdentifier: 'crowd' }),
      fc.option(fc.dictionary(crowdedKey, crowdedWord, { maxKeys: 3, noNullPrototype: true }), { nil: undefined, freq: 2 }),
    )
    .map(([value, directive]) => (directive === undefined ? value : { ...value, $merge: directive })),
  list: fc.array(tie('value'), { maxLength: 3, depthIdentifier: 'crowd' }),
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'crowd' },
    { arbitrary: fc.constantFrom<Value>(0, 'l', 'n', null, '!unset'), weight: 2 },
    { arbitrary: tie('list'), weight: 3 },
    { arbitrary: tie('map'), weight: 3 },
  ),
}))
const crowdedTable = fc.array(
  fc.tuple(
    fc.array(fc.constantFrom<string | number>('l', 'l', 'm', 'n', '*', '*', 0, 1), { minLength: 1, maxLength: 4 }),
    crowdedWord,
  ),
  { maxLength: 4 },
)

describe('replaying', () => {
  it('names the layer whose value stands at a path', () => {
    holds([layersOf(plain)], (layers) => {
      const value = merged(...layers)
      walkLeaves(value, (path, leaf) => {
        const { winner } = replayPath(asLayers(layers), path)
        if (isMap(leaf)) expect(isMap(winner?.value)).toBe(true)
        else expect(winner?.value).toEqual(leaf)
        expect(getAt(layers[winner?.layer ?? -1] as Value, winner?.path ?? [])).toEqual(winner?.value)
      })
    })
  })

  it('agrees with the way for strategies when none is declared', () => {
    holds([layersOf(plain), fc.array(fc.oneof(key, fc.nat(2)), { maxLength: 4 })], (layers, path) => {
      const told = layers.map((value) => ({ value, directives: false }))
      expect(replayByRules(told, path, undefined)).toEqual(replayPath(told, path))
    })
  })

  it('finds the element that went into a list made of several layers', () => {
    holds([layersOf(directed), table], findsEveryLeaf)
  })

  it('finds it also where nearly every list meets another and nearly every map has directives', () => {
    holds([layersOf(crowded), crowdedTable], (layers, entries) => {
      findsEveryLeaf(layers, strategyTable(entries))
    })
  })
})

function findsEveryLeaf(layers: readonly ValueMap[], strategies: StrategyTable | undefined): void {
  const value = mergeLayers(asLayers(layers), { strategies })
  walkLeaves(value, (path, leaf) => {
    const { winner } = replayPath(asLayers(layers), path, { strategies })
    if (winner === undefined) throw new Error(`nothing found for ${JSON.stringify(path)}`)
    if (isMap(leaf) || isList(leaf)) expect(kindOf(winner.value)).toBe(kindOf(leaf))
    else expect(winner.value).toEqual(leaf)
    expect(getAt(layers[winner.layer] as Value, winner.path)).toEqual(winner.value)
  })
}
