import { describe, expect, it } from 'vitest'
import type { Issue } from '../errors/issue.ts'
import { DateTime } from '../values/date-time.ts'
import { getAt } from '../values/get.ts'
import type { Value, ValueMap } from '../values/value.ts'
import { hasDirectives } from './has-directives.ts'
import { mergeLayers } from './merge-layers.ts'
import { reconcile } from './reconcile.ts'
import { remerge } from './remerge.ts'
import { parseStrategy, type Strategy, unknownStrategy } from './strategy.ts'
import { type PathPattern, strategyTable } from './strategy-table.ts'

const layersOf = (...values: readonly Value[]) => values.map((value) => ({ value }))

function nested(levels: number, bottom: Value): Value {
  let value = bottom
  for (let level = 0; level < levels; level++) value = { k: value }
  return value
}

describe('a merge by directives', () => {
  it.each([100, 1000, 20_000])('reaches %i levels down without a deep stack', (levels) => {
    const merged = mergeLayers(layersOf(nested(levels, { l: [1], x: 1 }), nested(levels, { l: [2], $merge: { l: 'append' } })))
    let bottom: Value = merged
    for (let level = 0; level < levels; level++) bottom = (bottom as ValueMap)['k'] as Value
    expect(bottom).toEqual({ l: [1, 2], x: 1 })
  })

  it('obeys what an element says of itself when another of the same layer has its key', () => {
    const upper = [
      { n: 'x', a: [1], $merge: { a: 'remove' } },
      { n: 'x', a: [2] },
    ]
    expect(mergeLayers(layersOf({ l: [] }, { l: upper, $merge: { l: 'by-key:n' } }))).toEqual({ l: [{ n: 'x', a: [2] }] })
  })

  it('leaves a member that is undefined as the layers below have it', () => {
    const upper = { a: undefined as unknown as Value, b: 2, $merge: { b: 'replace' } }
    expect(mergeLayers(layersOf({ a: 1, b: 1 }, upper))).toEqual({ a: 1, b: 2 })
  })
})

describe('hasDirectives', () => {
  it.each<[string, Value, boolean]>([
    ['a single value', 5, false],
    ['an unset in place of everything', '!unset', true],
    ['a directive inside a list', [{ a: [{ $merge: {} }] }], true],
    ['an unset deep inside', { a: { b: '!unset' } }, true],
    ['dates and texts', { a: new DateTime('local-date', '2024-01-01'), b: ['!unse'] }, false],
  ])('knows about %s', (_, value, expected) => {
    expect(hasDirectives(value)).toBe(expected)
  })
})

describe('strategyTable', () => {
  const merge = (entries: readonly (readonly [PathPattern, Strategy])[], path: string) => {
    const layer = (name: string) => ({ servers: [{ tags: [name] }], by: { x: { tags: [name] } }, 'a..b': [name] })
    return getAt(mergeLayers(layersOf(layer('1'), layer('2')), { strategies: strategyTable(entries) }), path.split('/'))
  }

  it('takes a star for any key or element, written in either way', () => {
    expect(merge([['by.*.tags', 'append']], 'by/x/tags')).toEqual(['1', '2'])
    expect(merge([['by[*].tags', 'append']], 'by/x/tags')).toEqual(['1', '2'])
    expect(merge([['[*].x.tags', 'prepend']], 'by/x/tags')).toEqual(['2', '1'])
  })

  it('takes an exact key before a star, and what a star says beside it too', () => {
    const entries = [
      ['by.*.tags', 'append'],
      ['by.x.other', 'append'],
      ['*.*.tags', 'prepend'],
      ['by.*.*', 'union'],
      ['*.*.*', 'replace'],
    ] as const
    expect(merge(entries, 'by/x/tags')).toEqual(['1', '2'])
  })

  it('takes what is no path as one key', () => {
    expect(merge([['a..b', 'append']], 'a..b')).toEqual(['1', '2'])
  })
})

describe('a word that names no strategy', () => {
  it.each<[unknown, string, string]>([
    ['apend', '"apend" is not a merge strategy', 'did you mean "append"?'],
    ['byKey', '"byKey" is not a merge strategy', 'did you mean "by-key:<name>"?'],
    ['by-key:', '"by-key:" is not a merge strategy', 'did you mean "by-key:<name>"?'],
    ['zzzzzzzzzz', '"zzzzzzzzzz" is not a merge strategy', 'write one of replace, deep'],
    ['', 'a merge strategy must be a word', 'write one of replace, deep'],
    [5, 'a merge strategy must be a word', 'write one of replace, deep'],
  ])('is refused with advice: %j', (word, message, hint) => {
    expect(parseStrategy(word)).toBeUndefined()
    expect(unknownStrategy(word, ['merge', 'a'])).toMatchObject({
      code: 'MERGE_STRATEGY',
      message,
      path: ['merge', 'a'],
      hint: expect.stringContaining(hint),
    })
  })
})

describe('reconcile', () => {
  it.each<[string, Value, Value]>([
    ['a list in place of a map', { a: 1 }, [1]],
    ['a map in place of a list', [1], { a: 1 }],
    ['a map in place of a text', 'x', { a: 1 }],
    ['another date', new DateTime('local-date', '2024-01-01'), new DateTime('local-date', '2024-01-02')],
  ])('takes %s as it comes', (_, old, fresh) => {
    expect(reconcile({ v: old }, { v: fresh })).toEqual({ v: fresh })
    expect(reconcile(old, fresh)).toBe(fresh)
  })

  it('keeps an equal date, and an equal tree below any depth', () => {
    const old = new DateTime('local-date', '2024-01-01')
    expect(reconcile(old, new DateTime('local-date', '2024-01-01'))).toBe(old)
    const deep = nested(2000, { x: 1 })
    expect(reconcile(deep, nested(2000, { x: 1 }))).toBe(deep)
    expect(reconcile(deep, nested(2000, { x: 2 }))).not.toBe(deep)
  })
})

describe('remerge', () => {
  /** What remerge gives must be what a merge from the beginning gives. */
  function again(before: readonly Value[], after: readonly Value[], merge: Record<string, Strategy> = {}): Value {
    const strategies = strategyTable(Object.entries(merge))
    const previous = mergeLayers(layersOf(...before), { strategies })
    const { value } = remerge(layersOf(...before), layersOf(...after), previous, { strategies })
    expect(value).toEqual(mergeLayers(layersOf(...after), { strategies }))
    return value
  }

  it.each<[string, readonly Value[], readonly Value[]]>([
    ['a layer becomes empty', [{ a: 1 }, { b: { c: 1 } }], [{ a: 1 }, {}]],
    ['a map comes and goes', [{ a: { x: 1 } }, {}], [{}, { a: { y: 1 } }]],
    ['everything is gone', [{ a: 1 }], [{}]],
    ['the order of keys changes', [{ a: 1, b: 2 }, { c: 3 }], [{ b: 2, a: 1 }, { c: 3 }]],
    [
      'a directive changes',
      [{ l: [1] }, { l: [2], $merge: { l: 'append' } }],
      [{ l: [1] }, { l: [2], $merge: { l: 'prepend' } }],
    ],
    [
      'keys move beside a directive',
      [
        { l: [1], m: 1 },
        { l: [2], m: 2, $merge: { l: 'append' } },
      ],
      [
        { l: [1], m: 1 },
        { m: 2, l: [2], $merge: { l: 'append' } },
      ],
    ],
    ['a directed map stands alone', [{ d: { $merge: {}, a: 1, b: 1 } }], [{ d: { $merge: {}, b: 1, a: 2 } }]],
    ['a value becomes a map', [{ a: 1 }, { b: 1 }], [{ a: { x: 1 } }, { b: 1 }]],
    ['one layer more', [{ a: 1 }], [{ a: 1 }, { b: 1 }]],
  ])('is right when %s', (_, before, after) => {
    again(before, after)
  })

  it('is right below any depth', () => {
    again([nested(600, { x: 1, y: 1 }), nested(600, { y: 2 })], [nested(600, { x: 5, y: 1 }), nested(600, { y: 2 })])
  })

  it('is right with strategies', () => {
    again([{ l: [1] }, { l: [2] }], [{ l: [1] }, { l: [3] }], { l: 'append' })
  })
})

describe('maps that several layers have', () => {
  it.each<readonly [string, readonly Value[], string]>([
    [
      'one is replaced in between',
      [
        { a: { x: 1 }, b: { y: 1 } },
        { a: { x: 2 }, b: { y: 2 } },
        { a: 5, b: { z: 3 } },
        { a: { z: 1 }, b: { y: 4 } },
        { a: { w: 1 }, b: { y: 5 } },
      ],
      '{"a":{"z":1,"w":1},"b":{"y":5,"z":3}}',
    ],
    [
      'the layers have them in another order',
      [
        { a: { x: 1 }, b: { x: 1 }, c: { x: 1 } },
        { c: { c: 2 }, b: { b: 2 }, a: { a: 2 } },
        { b: { b: 3 }, a: { a: 3 }, c: { x: 3 } },
      ],
      '{"a":{"x":1,"a":3},"b":{"x":1,"b":3},"c":{"x":3,"c":2}}',
    ],
    ['the first of them is in the middle', [{ n: 1 }, { n: 2, m: { x: 1 } }, { m: { y: 1 } }], '{"n":2,"m":{"x":1,"y":1}}'],
    [
      'each has all keys, in one a list',
      [{ m: { a: 1, l: [1] } }, { m: { a: 2, l: [2] } }, { m: { a: 3, l: 4 } }],
      '{"m":{"a":3,"l":4}}',
    ],
    [
      'neighbours differ in their keys',
      [
        { m: { a: 1 }, n: { b: 1 } },
        { m: { a: 2 }, n: { b: 2 } },
      ],
      '{"m":{"a":2},"n":{"b":2}}',
    ],
    ['one is empty', [{ m: { a: 1 } }, { m: {} }, { m: { a: 2 } }], '{"m":{"a":2}}'],
  ])('are merged when %s', (_, layers, expected) => {
    expect(JSON.stringify(mergeLayers(layersOf(...layers)))).toBe(expected)
  })

  it('stay the lowest when all are empty', () => {
    const lowest = {}
    expect(mergeLayers(layersOf(lowest, {}, {}))).toBe(lowest)
  })
})

describe('a text of a text-only layer', () => {
  it('may stand for a list, and hides a map with a warning that names both layers', () => {
    const found: { issue: Issue; layer: number; lower?: number | undefined }[] = []
    const layers = [{ value: { a: ['x'], m: { x: 1 } } }, { value: { a: 'y', m: 'z' }, textOnly: true }]
    mergeLayers(layers, { report: (issue, at) => found.push({ issue, ...at }) })
    expect(found).toMatchObject([{ issue: { code: 'MERGE_TYPE_CONFLICT', path: ['m'] }, layer: 1, lower: 0 }])
  })
})
