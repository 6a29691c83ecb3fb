import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Issue } from '../errors/issue.ts'
import type { ValueMap } from '../values/value.ts'
import { mergeLayers } from './merge-layers.ts'
import { overlay } from './overlay.ts'

describe('one map laid over another', () => {
  it('is the lower one where nothing differs', () => {
    const lower = { a: { b: [1, 2] }, c: null }
    expect(overlay(lower, { a: { b: [1, 2] } })).toBe(lower)
  })

  it('leaves both as they were, and shares what only one has', () => {
    const lower = { a: { b: 1, c: { d: 1 } }, e: { f: 1 } }
    const merged = overlay(lower, { a: { b: 2 } })
    expect(merged).toEqual({ a: { b: 2, c: { d: 1 } }, e: { f: 1 } })
    expect(merged?.['e']).toBe(lower.e)
    expect(lower).toEqual({ a: { b: 1, c: { d: 1 } }, e: { f: 1 } })
  })

  it.each([
    ['a map meets a text', { a: {} }, { a: 'x' }],
    ['a list meets a map', { a: [] }, { a: {} }],
    ['a map meets a list', { a: { b: {} } }, { a: { b: [] } }],
  ])('is left to others where %s', (_, lower, upper) => {
    expect(overlay(lower, upper)).toBeUndefined()
  })

  it('is what the merge of any number of layers makes of two, which then has nothing to report', () => {
    const leaf = fc.constantFrom(1, 'x', null, true)
    const key = fc.constantFrom('a', 'b', 'c', 'constructor')
    const { map } = fc.letrec<{ map: ValueMap; value: ValueMap | ValueMap[string] }>((tie) => ({
      map: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }) as fc.Arbitrary<ValueMap>,
      value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(leaf, { maxLength: 2 }), tie('map')),
    }))
    fc.assert(
      fc.property(map, map, (lower, upper) => {
        const issues: Issue[] = []
        const all = mergeLayers([{ value: lower }, { value: upper }], { report: (issue) => issues.push(issue) })
        const merged = overlay(lower, upper)
        expect(merged === undefined ? 'reported' : 'silent').toBe(issues.length > 0 ? 'reported' : 'silent')
        if (merged === undefined) return
        expect(merged).toEqual(all)
        expect(Object.keys(merged)).toEqual(Object.keys(all as ValueMap))
      }),
      { numRuns: 3000, seed: 7 },
    )
  })
})
