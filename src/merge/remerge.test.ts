import { describe, expect, it } from 'vitest'
import type { Value, ValueMap } from '../values/value.ts'
import { diffPaths } from './diff-paths.ts'
import { mergeLayers } from './merge-layers.ts'
import { reconcile } from './reconcile.ts'
import { remerge } from './remerge.ts'

const layersOf = (...values: readonly Value[]) => values.map((value) => ({ value }))

describe('remerge', () => {
  it('touches only the changed path', () => {
    const base = { a: { x: 1, y: 1 }, b: { z: { deep: 1 } } }
    const before = layersOf(base, { a: { y: 2 } }, { b: { w: 1 } })
    const after = layersOf(base, { a: { y: 3 } }, before[2]?.value as Value)
    const previous = mergeLayers(before) as typeof base

    const result = remerge(before, after, previous)

    expect(result.value).toEqual({ a: { x: 1, y: 3 }, b: { z: { deep: 1 }, w: 1 } })
    expect((result.value as typeof base).b).toBe(previous.b)
    expect(diffPaths(previous, result.value)).toEqual([{ kind: 'changed', path: ['a', 'y'], before: 2, after: 3 }])
    expect(result.keeps(['b', 'z'])).toBe(true)
    expect(result.keeps(['a', 'y'])).toBe(false)
  })

  it('is the previous root when what changed is hidden', () => {
    const previous = mergeLayers(layersOf({ a: 1 }, { a: 2 }))
    const result = remerge(layersOf({ a: 1 }, { a: 2 }), layersOf({ a: 5 }, { a: 2 }), previous)
    expect(result.value).toBe(previous)
  })

  it('brings back what an unset hid, in its old place', () => {
    const before = layersOf({ a: 1, b: 2, c: 3 }, { b: '!unset' })
    const result = remerge(before, layersOf(before[0]?.value as Value, {}), mergeLayers(before))
    expect(Object.keys(result.value as ValueMap)).toEqual(['a', 'b', 'c'])
    expect(diffPaths(mergeLayers(before), result.value)).toEqual([{ kind: 'added', path: ['b'], after: 2 }])
  })

  it('touches only what a layer on top touches, when it comes and when it goes', () => {
    const base = { a: { x: 1, y: 1 }, b: { z: 1 } }
    const [few, many] = [layersOf(base), layersOf(base, { a: { y: 2 } })]
    const put = remerge(few, many, base)
    expect(put.value).toEqual({ a: { x: 1, y: 2 }, b: { z: 1 } })
    expect((put.value as typeof base).b).toBe(base.b)
    expect([put.keeps(['b', 'z']), put.keeps(['a', 'y'])]).toEqual([true, false])
    const gone = remerge(many, few, put.value)
    expect(gone.value).toEqual(base)
    expect((gone.value as typeof base).b).toBe(base.b)
    expect(gone.keeps(['b', 'z'])).toBe(true)
  })

  it('merges everything when layers come between others', () => {
    const base = { a: { x: 1 } }
    const result = remerge(layersOf(base, { b: 1 }), layersOf(base, { a: { x: 2 } }, { b: 1 }), { ...base, b: 1 })
    expect(result.value).toEqual({ a: { x: 2 }, b: 1 })
    expect(result.keeps(['b'])).toBe(false)
  })

  it('follows a directive that changed', () => {
    const before = layersOf({ l: [1] }, { l: [2], $merge: { l: 'append' } })
    const after = layersOf(before[0]?.value as Value, { l: [2], $merge: { l: 'prepend' } })
    expect(remerge(before, after, mergeLayers(before)).value).toEqual({ l: [2, 1] })
  })
})

describe('reconcile', () => {
  it('takes equal subtrees from the old tree', () => {
    const old = { a: { x: 1 }, l: [{ y: 1 }, { z: 1 }] }
    const fresh = { a: { x: 1 }, l: [{ y: 1 }, { z: 2 }] }
    const kept = reconcile(old, fresh) as typeof old
    expect(kept).toEqual(fresh)
    expect(kept.a).toBe(old.a)
    expect(kept.l[0]).toBe(old.l[0])
    expect(fresh.a).not.toBe(old.a)
  })

  it('does not take a key of the prototype for a key of the map', () => {
    expect(reconcile({ a: 1 }, { constructor: 'x' })).toEqual({ constructor: 'x' })
  })

  it('reconciles any depth', () => {
    const nested = (leaf: number) => {
      let value: Value = { leaf }
      for (let level = 0; level < 100_000; level++) value = { level: value }
      return value
    }
    const old = nested(1)
    expect(reconcile(old, nested(1))).toBe(old)
    const fresh = nested(2)
    expect(reconcile(old, fresh)).toBe(fresh)
    expect(diffPaths(old, remerge([{ value: old }], [{ value: fresh }], old).value)).toHaveLength(1)
  })
})

describe('diffPaths', () => {
  it('names each change once, in the order of the tree', () => {
    expect(diffPaths({ a: 1, b: { c: 1 }, l: [1, { x: 1 }], g: 0 }, { a: 2, b: {}, l: [1, { x: 2 }], n: { m: 1 } })).toEqual([
      { kind: 'changed', path: ['a'], before: 1, after: 2 },
      { kind: 'removed', path: ['b', 'c'], before: 1 },
      { kind: 'changed', path: ['l', 1, 'x'], before: 1, after: 2 },
      { kind: 'added', path: ['n'], after: { m: 1 } },
      { kind: 'removed', path: ['g'], before: 0 },
    ])
  })

  it('takes lists of different length as one change', () => {
    expect(diffPaths({ l: [1] }, { l: [0, 1] })).toEqual([{ kind: 'changed', path: ['l'], before: [1], after: [0, 1] }])
  })
})
