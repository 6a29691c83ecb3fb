import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Issue } from '../../src/errors/issue.ts'
import { diffPaths, type TreeChange } from '../../src/merge/diff-paths.ts'
import { mergeLayers } from '../../src/merge/merge-layers.ts'
import { reconcile } from '../../src/merge/reconcile.ts'
import { remerge } from '../../src/merge/remerge.ts'
import type { Strategy } from '../../src/merge/strategy.ts'
import { strategyTable } from '../../src/merge/strategy-table.ts'
import { isEqual } from '../../src/values/equal.ts'
import { getAt } from '../../src/values/get.ts'
import type { Path } from '../../src/values/path.ts'
import { isList, isMap, type Value, type ValueMap } from '../../src/values/value.ts'
import { asLayers, directed, holds, key, layersOf, merged, plain, scalar, table, unsetting } from './trees.ts'

/** The merge as one would explain it: copy, then write the keys of each layer over it. */
function naiveMerge(lower: Value | undefined, upper: Value): Value {
  if (!isMap(upper)) return isList(upper) ? upper.map((item) => naiveMerge(undefined, item)) : upper
  const out: { [key: string]: Value } = {}
  if (isMap(lower)) for (const name of Object.keys(lower)) out[name] = naiveMerge(undefined, lower[name] as Value)
  for (const name of Object.keys(upper)) {
    out[name] = naiveMerge(Object.hasOwn(out, name) ? out[name] : undefined, upper[name] as Value)
  }
  return out
}

describe('merging layers', () => {
  it('gives what copying key by key gives, in the same order of keys', () => {
    holds([layersOf(plain)], (layers) => {
      const expected = layers.reduce<Value>((lower, upper) => naiveMerge(lower, upper), {})
      expect(JSON.stringify(merged(...layers))).toBe(JSON.stringify(expected))
    })
  })

  it('gives the same however the layers are bracketed', () => {
    holds([plain, plain, plain], (a, b, c) => {
      expect(merged(merged(a, b), c)).toEqual(merged(a, b, c))
      // A scalar hides what is below it only while they are apart, so the right bracket needs equal kinds.
      if (isEqual(kinds(a), kinds(b)) && isEqual(kinds(b), kinds(c))) expect(merged(a, merged(b, c))).toEqual(merged(a, b, c))
    })
  })

  it('changes nothing by an empty layer or by the same layer again', () => {
    holds([plain], (a) => {
      expect(merged(a, {})).toBe(a)
      expect(merged({}, a)).toEqual(a)
      expect(merged(a, a)).toBe(a)
      expect(merged(a, structuredClone(a))).toEqual(a)
    })
  })

  it('never writes to a layer and leaves no directive behind', () => {
    holds([layersOf(directed), table], (layers, strategies) => {
      const before = JSON.stringify(layers)
      const value = mergeLayers(asLayers(layers), { strategies })
      expect(JSON.stringify(layers)).toBe(before)
      expect(hasLeftovers(value)).toBe(false)
    })
  })

  it('treats declared strategies the same whether a layer is said to have directives or not', () => {
    holds([layersOf(plain), table], (layers, strategies) => {
      const told = mergeLayers(
        layers.map((value) => ({ value, directives: true })),
        { strategies },
      )
      const untold = mergeLayers(
        layers.map((value) => ({ value, directives: false })),
        { strategies },
      )
      expect(told).toEqual(untold)
    })
  })

  it('is idempotent under union and by-key, and adds lengths under append and prepend', () => {
    const list = fc.array(scalar, { maxLength: 5 })
    holds([list, list], (a, b) => {
      const by = (strategy: Strategy, ...lists: Value[]) =>
        getAt(
          mergeLayers(
            lists.map((l) => ({ value: { l }, directives: false })),
            { strategies: strategyTable([['l', strategy]]) },
          ),
          ['l'],
        ) as Value[]
      expect(by('append', a, b)).toEqual([...a, ...b])
      expect(by('prepend', a, b)).toEqual([...b, ...a])
      expect(by('union', by('union', a, b), b)).toEqual(by('union', a, b))
      expect(by('remove', by('append', a, b), b).some((item) => b.includes(item))).toBe(false)
    })
  })

  it('removes what a layer unsets, whatever lies below, and takes it back when a higher layer sets it', () => {
    holds([unsetting, key, scalar], (a, name, value) => {
      expect(getAt(merged(a, { [name]: '!unset' }), [name])).toBeUndefined()
      expect(getAt(merged(a, { [name]: '!unset' }, { [name]: value }), [name])).toBe(value)
    })
  })

  it('reports only what it can place', () => {
    holds([layersOf(directed), table], (layers, strategies) => {
      const found: Issue[] = []
      mergeLayers(asLayers(layers), { strategies, report: (issue) => found.push(issue) })
      for (const issue of found) {
        expect(['MERGE_TYPE_CONFLICT', 'MERGE_STRATEGY']).toContain(issue.code)
        expect(issue.path).toBeDefined()
      }
    })
  })
})

/** The shape of a tree: which keys hold maps, and which hold something else. */
function kinds(value: Value): Value {
  if (!isMap(value)) return isList(value) ? 'list' : 'scalar'
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, kinds(child)]))
}

function hasLeftovers(value: Value): boolean {
  if (isList(value)) return value.some((item) => hasLeftovers(item))
  if (!isMap(value)) return false
  return Object.entries(value).some(([name, child]) => name === '$merge' || child === '!unset' || hasLeftovers(child))
}

describe('merging again', () => {
  const step = fc.tuple(layersOf(directed), fc.nat(3), directed, table)

  it('gives what a full merge gives, and keeps every equal subtree', () => {
    holds([step], ([layers, index, replacement, strategies]) => {
      const before = asLayers(layers)
      const at = index % layers.length
      const fresh = reconcile(layers[at], replacement)
      const after = before.map((layer, place) => (place === at ? { value: fresh } : layer))
      const previous = mergeLayers(before, { strategies })

      const result = remerge(before, after, previous, { strategies })

      const expected = mergeLayers(after, { strategies })
      expect(result.value).toEqual(expected)
      if (isEqual(previous, expected)) expect(result.value).toBe(previous)
      expectShared(previous, result.value)
    })
  })

  it('names exactly the changed paths', () => {
    holds([step], ([layers, index, replacement, strategies]) => {
      const before = asLayers(layers)
      const after = before.map((layer, place) => (place === index % layers.length ? { value: replacement } : layer))
      const previous = mergeLayers(before, { strategies })
      const result = remerge(before, after, previous, { strategies })
      const changes = diffPaths(previous, result.value)
      for (const { path } of changes) expect(sameAt(previous, result.value, path)).toBe(false)
      expect(apply(previous, changes)).toEqual(result.value)
    })
  })

  it('copes with layers that come and go', () => {
    holds([layersOf(directed), layersOf(directed), table], (first, second, strategies) => {
      const previous = mergeLayers(asLayers(first), { strategies })
      const result = remerge(asLayers(first), asLayers(second), previous, { strategies })
      expect(result.value).toEqual(mergeLayers(asLayers(second), { strategies }))
    })
  })

  it('gives what a full merge gives when layers are put on top or taken away there', () => {
    holds([layersOf(directed), layersOf(directed), table], (lower, upper, strategies) => {
      const [few, many] = [asLayers(lower), asLayers([...lower, ...upper])]
      const [without, together] = [mergeLayers(few, { strategies }), mergeLayers(many, { strategies })]
      for (const [before, after, previous, expected] of [
        [few, many, without, together],
        [many, few, together, without],
      ] as const) {
        const result = remerge(before, after, previous, { strategies })
        expect(result.value).toEqual(expected)
        if (isEqual(previous, expected)) expect(result.value).toBe(previous)
        expectShared(previous, result.value)
      }
    })
  })

  it('reports again what it merged again, and keeps the rest', () => {
    holds([step], ([layers, index, replacement, strategies]) => {
      const before = asLayers(layers)
      const after = before.map((layer, place) =>
        place === index % layers.length ? { value: reconcile(layer.value, replacement) } : layer,
      )
      const conflicts = (run: (report: (issue: Issue) => void) => void) => {
        const found: string[] = []
        run((issue) => issue.code === 'MERGE_TYPE_CONFLICT' && found.push(JSON.stringify(issue.path)))
        return found
      }
      let previous: Value = {}
      const earlier = conflicts((report) => {
        previous = mergeLayers(before, { strategies, report })
      })
      let keeps = (_: Path) => true
      const again = conflicts((report) => {
        keeps = remerge(before, after, previous, { strategies, report }).keeps
      })
      const all = conflicts((report) => mergeLayers(after, { strategies, report }))
      const together = [...earlier.filter((path) => keeps(JSON.parse(path))), ...again]
      expect(together).toEqual(expect.arrayContaining(all))
    })
  })
})

describe('reconciling', () => {
  it('equals the fresh tree and is the old one where they are equal', () => {
    holds([plain, plain], (old, fresh) => {
      expect(reconcile(old, fresh)).toEqual(fresh)
      expect(JSON.stringify(reconcile(old, structuredClone(old)))).toBe(JSON.stringify(old))
      expect(reconcile(old, structuredClone(old))).toBe(old)
      expectShared(old, reconcile(old, fresh))
    })
  })
})

describe('differences', () => {
  it('applied to the first tree give the second', () => {
    holds([plain, plain], (before, after) => {
      expect(apply(before, diffPaths(before, after))).toEqual(after)
      expect(diffPaths(before, structuredClone(before))).toEqual([])
    })
  })
})

/** Every subtree that stands at the same path in both and is equal is the same object. */
function expectShared(before: Value, after: Value): void {
  if (typeof after !== 'object' || after === null) return
  if (isEqual(before, after)) expect(after).toBe(before)
  else if (isMap(before) && isMap(after)) {
    for (const name of Object.keys(after))
      if (Object.hasOwn(before, name)) expectShared(before[name] as Value, after[name] as Value)
  }
}

function sameAt(one: Value, other: Value, path: Path): boolean {
  const [a, b] = [getAt(one, path), getAt(other, path)]
  return a !== undefined && b !== undefined && isEqual(a, b)
}

function apply(tree: Value, changes: readonly TreeChange[]): Value {
  let out = structuredClone(tree)
  for (const change of changes) out = applied(out, change.path, change)
  return out
}

function applied(tree: Value, path: Path, change: TreeChange): Value {
  const [part, ...rest] = path
  if (part === undefined) return change.kind === 'removed' ? {} : change.after
  if (isList(tree)) return tree.map((item, index) => (index === part ? applied(item, rest, change) : item))
  const entries = Object.entries(tree as ValueMap)
  const next =
    change.kind === 'removed' && rest.length === 0 ? [] : [[part, applied(getAt(tree, [part]) ?? {}, rest, change)] as const]
  return Object.fromEntries([...entries.filter(([name]) => name !== part), ...next])
}
