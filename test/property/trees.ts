import fc from 'fast-check'
import { mergeLayers } from '../../src/merge/merge-layers.ts'
import type { MergeLayer } from '../../src/merge/merge-run.ts'
import type { Strategy } from '../../src/merge/strategy.ts'
import { strategyTable } from '../../src/merge/strategy-table.ts'
import { deepFreeze } from '../../src/values/freeze.ts'
import type { Value, ValueMap } from '../../src/values/value.ts'
import { runsOr } from './runs.ts'

const numRuns = runsOr(1000)

/** Holds a law to arbitrary values, which are frozen: a law that writes fails. */
export function holds<T extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  law: (...values: T) => void,
) {
  fc.assert(
    fc.property(fc.tuple(...arbitraries), (values) => {
      law(...(deepFreeze(values) as T))
    }),
    { numRuns },
  )
}

// Few keys, so that layers meet; names that careless readers find on a prototype are among them.
export const key = fc.constantFrom('a', 'b', 'c', 'name', 'constructor', 'toString')
export const scalar = fc.oneof(
  fc.constantFrom<Value>(null, true, false, 0, 1, 2, 'x', 'y', ''),
  fc.constantFrom<Value>('!unse', 'append'),
)

function treeOf(
  leaf: fc.Arbitrary<Value>,
  extra: (children: fc.Arbitrary<ValueMap>) => fc.Arbitrary<Value> = (map) => map,
): fc.Arbitrary<ValueMap> {
  const { map } = fc.letrec<{ map: ValueMap; list: readonly Value[]; value: Value }>((tie) => ({
    map: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true, depthIdentifier: 'tree' }),
    list: fc.array(tie('value'), { maxLength: 3, depthIdentifier: 'tree' }),
    value: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'tree' },
      leaf,
      { arbitrary: tie('list'), weight: 1 },
      { arbitrary: extra(tie('map')), weight: 3 },
    ),
  }))
  return map
}

export const words: readonly Strategy[] = ['replace', 'deep', 'append', 'prepend', 'union', 'by-key:name', 'remove']
export const plain = treeOf(scalar)
export const unsetting = treeOf(fc.oneof(scalar, fc.constant('!unset')))
export const directed = treeOf(fc.oneof(scalar, fc.constant('!unset')), (map) =>
  fc
    .tuple(
      map,
      fc.option(fc.dictionary(key, fc.constantFrom<Value>(...words), { maxKeys: 3, noNullPrototype: true }), { nil: undefined }),
    )
    .map(([value, directive]) => (directive === undefined ? value : { ...value, $merge: directive })),
)
export const table = fc
  .array(
    fc.tuple(fc.array(fc.oneof(key, fc.constant('*')), { minLength: 1, maxLength: 3 }), fc.constantFrom(...words.slice(0, 6))),
    { maxLength: 3 },
  )
  .map((entries) => strategyTable(entries))

export const layersOf = (tree: fc.Arbitrary<ValueMap>) => fc.array(tree, { minLength: 1, maxLength: 4 })
export const asLayers = (values: readonly Value[]): MergeLayer[] => values.map((value) => ({ value }))
export const merged = (...values: readonly Value[]) => mergeLayers(asLayers(values))
