import { describe, expect, it } from 'vitest'
import type { Issue } from '../errors/issue.ts'
import { deepFreeze } from '../values/freeze.ts'
import type { Value, ValueMap } from '../values/value.ts'
import { mergeLayers } from './merge-layers.ts'
import type { MergeLayer, MergeOptions } from './merge-run.ts'
import type { Strategy } from './strategy.ts'
import { strategyTable } from './strategy-table.ts'

const merged = (...values: readonly Value[]) => mergeLayers(deepFreeze(values.map((value) => ({ value }))))

function withStrategies(entries: readonly (readonly [string, Strategy])[], ...values: readonly Value[]): Value {
  return mergeLayers(
    values.map((value) => ({ value })),
    { strategies: strategyTable(entries) },
  )
}

function issuesOf(layers: readonly MergeLayer[], options: MergeOptions = {}) {
  const found: { issue: Issue; layer: number; lower?: number | undefined }[] = []
  mergeLayers(layers, { ...options, report: (issue, at) => found.push({ issue, ...at }) })
  return found
}

describe('mergeLayers', () => {
  it('merges maps deep and replaces lists and scalars, later layers on top', () => {
    expect(merged({ a: { x: 1, l: [1, 2] } }, { a: { y: 2, l: [3] } }, { a: { x: 4 } })).toEqual({ a: { x: 4, y: 2, l: [3] } })
  })

  it('takes null as a value', () => {
    expect(merged({ a: { x: 1 } }, { a: null })).toEqual({ a: null })
    expect(merged({ a: null }, { a: { x: 1 } })).toEqual({ a: { x: 1 } })
  })

  it('keeps keys in the order in which the layers name them', () => {
    expect(Object.keys(merged({ b: 1, a: 1 }, { c: 1, a: 2, b: 3 }) as ValueMap)).toEqual(['b', 'a', 'c'])
  })

  it('returns what only one layer has as that layer has it', () => {
    const base = { a: { deep: { x: 1 } }, b: { y: 1 } }
    const result = merged(base, { b: { z: 2 } }) as typeof base
    expect(result.a).toBe(base.a)
    expect(merged(base, { a: {} })).toBe(base)
    expect(merged(base)).toBe(base)
  })

  it('lets a key like __proto__ become a key and nothing else', () => {
    const attack = JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}') as Value
    for (const layers of [
      [{ a: 1 }, attack],
      [attack, attack],
      [attack, { __proto__x: 1 }, JSON.parse(JSON.stringify(attack)) as Value],
    ]) {
      const result = merged(...layers)
      expect(Object.hasOwn(result as object, '__proto__')).toBe(true)
      expect(Object.getPrototypeOf(result)).toBe(Object.prototype)
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    }
  })

  it('keeps wide maps in the fast mode that spread gives them, also when layers add many keys', () => {
    const wide = (prefix: string) => Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`${prefix}${index}`, index]))
    expect(Object.keys(merged(wide('a'), wide('b'), wide('c')) as ValueMap)).toHaveLength(180)
  })

  it.each([1_000, 100_000])('merges %i levels', (depth) => {
    const nested = (leaf: Value) => {
      let value: Value = { leaf }
      for (let level = 0; level < depth; level++) value = { level: value, [`of${String(leaf)}`]: 1 }
      return value
    }
    let value = mergeLayers([{ value: nested('a') }, { value: nested('b') }])
    let level = 0
    for (; typeof value === 'object' && value !== null && 'level' in value; level++) value = value.level as Value
    expect(level).toBe(depth)
    expect(value).toEqual({ leaf: 'b' })
  })

  it('strips directives at any depth', () => {
    let value: Value = { gone: '!unset', stays: 1 }
    for (let level = 0; level < 100_000; level++) value = level % 2 === 0 ? { level: value } : [value]
    let result = mergeLayers([{ value: { root: value } }])
    while (typeof result === 'object' && result !== null && !('stays' in result)) result = Object.values(result)[0] as Value
    expect(result).toEqual({ stays: 1 })
  })
})

describe('unset', () => {
  it('removes what lower layers set and is never part of a result', () => {
    expect(merged({ a: 1, b: { c: 1, d: 2 } }, { a: '!unset', b: { c: '!unset' } })).toEqual({ b: { d: 2 } })
    expect(merged({ a: '!unset', list: [{ b: '!unset', c: 1 }] })).toEqual({ list: [{ c: 1 }] })
  })

  it('lets a higher layer set the key again, without what was removed', () => {
    expect(merged({ a: { x: 1 } }, { a: '!unset' }, { a: { y: 2 } })).toEqual({ a: { y: 2 } })
  })

  it('is ordinary text as a list element', () => {
    expect(merged({ a: ['!unset'] })).toEqual({ a: ['!unset'] })
  })
})

describe('strategies', () => {
  it.each<[Strategy, Value, Value, Value]>([
    ['append', [1, 2], [2, 3], [1, 2, 2, 3]],
    ['prepend', [1, 2], [2, 3], [2, 3, 1, 2]],
    ['union', [1, { a: 1, b: 2 }], [{ b: 2, a: 1 }, 3, 3], [1, { a: 1, b: 2 }, 3]],
    ['remove', [1, 2, { a: 1 }], [2, { a: 1 }], [1]],
    ['remove', { a: 1, b: 2 }, ['a'], { b: 2 }],
    ['remove', { a: 1, b: 2 }, { a: 'anything' }, { b: 2 }],
    ['replace', { a: 1 }, { b: 2 }, { b: 2 }],
    ['deep', { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    [
      'by-key:name',
      [{ name: 'a', x: 1 }, { name: 'b' }],
      [{ name: 'c' }, { name: 'a', y: 2 }],
      [{ name: 'a', x: 1, y: 2 }, { name: 'b' }, { name: 'c' }],
    ],
  ])('%s is the same from the schema and beside the key', (strategy, lower, upper, expected) => {
    expect(withStrategies([['p', strategy]], { p: lower }, { p: upper })).toEqual({ p: expected })
    expect(merged({ p: lower }, { p: upper, $merge: { p: strategy } })).toEqual({ p: expected })
  })

  it('applies to every element and key that a pattern names', () => {
    const lower = { servers: [{ name: 'a', tags: ['x'] }] }
    const upper = { servers: [{ name: 'a', tags: ['y'] }] }
    expect(
      withStrategies(
        [
          ['servers', 'by-key:name'],
          ['servers[*].tags', 'append'],
        ],
        lower,
        upper,
      ),
    ).toEqual({
      servers: [{ name: 'a', tags: ['x', 'y'] }],
    })
    expect(
      withStrategies(
        [
          ['*.l', 'append'],
          ['a.m', 'append'],
        ],
        { a: { l: [1], m: [1] } },
        { a: { l: [2], m: [2] } },
      ),
    ).toEqual({
      a: { l: [1, 2], m: [1, 2] },
    })
  })

  it('lets the directive in the file win over the schema', () => {
    expect(withStrategies([['l', 'append']], { l: [1] }, { l: [2], $merge: { l: 'replace' } })).toEqual({ l: [2] })
  })

  it('lets null and unset override a list strategy', () => {
    expect(withStrategies([['l', 'append']], { l: [1] }, { l: null }, { l: [2] })).toEqual({ l: [2] })
    expect(withStrategies([['l', 'append']], { l: [1] }, { l: '!unset' }, { l: [2] })).toEqual({ l: [2] })
  })

  it('lets elements matched by key have directives of their own', () => {
    const upper = {
      l: [
        { name: 'a', tags: ['y'], old: '!unset', $merge: { tags: 'prepend' } },
        { name: 'b', old: '!unset' },
      ],
      $merge: { l: 'by-key:name' },
    }
    expect(merged({ l: [{ name: 'a', tags: ['x'], old: 1 }] }, upper)).toEqual({
      l: [{ name: 'a', tags: ['y', 'x'] }, { name: 'b' }],
    })
  })

  it('refuses lists by key that are nested without end, with the path', () => {
    const nested = (depth: number): Value => {
      let value: Value = { name: 'a' }
      for (let level = 0; level < depth; level++) value = { name: 'a', l: [value], $merge: { l: 'by-key:name' } }
      return value
    }
    expect(merged(nested(50), nested(50))).toBeDefined()
    expect(() => merged(nested(5000), nested(5000))).toThrow(expect.objectContaining({ code: 'FORMAT_TOO_DEEP' }))
  })
})

describe('problems', () => {
  it('warns of a map hidden by a value of another kind, with the path and both layers', () => {
    const found = issuesOf([{ value: { s: { a: 1 } } }, { value: { t: 1 } }, { value: { s: 'text' } }])
    expect(found).toMatchObject([
      { issue: { code: 'MERGE_TYPE_CONFLICT', severity: 'warning', path: ['s'], received: 'string' }, layer: 2, lower: 0 },
    ])
  })

  it.each<[string, MergeLayer]>([
    ['null', { value: { s: null } }],
    ['unset', { value: { s: '!unset' } }],
    ['a declared replacement', { value: { s: 'text', $merge: { s: 'replace' } } }],
  ])('does not warn of %s', (_, layer) => {
    expect(issuesOf([{ value: { s: { a: 1 } } }, layer])).toEqual([])
  })

  it('takes a text that is coerced later for a list, never for a map', () => {
    const text: MergeLayer = { value: { s: '1,2' }, textOnly: true }
    expect(issuesOf([{ value: { s: [1] } }, text])).toEqual([])
    expect(issuesOf([{ value: { s: { a: 1 } } }, text])).toMatchObject([{ issue: { code: 'MERGE_TYPE_CONFLICT', path: ['s'] } }])
  })

  it('names a word that is no strategy, with near ones', () => {
    const found = issuesOf([{ value: { l: [1] } }, { value: { l: [2], $merge: { l: 'apend' } } }])
    expect(found).toMatchObject([
      { issue: { code: 'MERGE_STRATEGY', severity: 'error', path: ['$merge', 'l'], hint: 'did you mean "append"?' }, layer: 1 },
    ])
  })

  it('names a directive for a key that is not there, also in a layer that meets no other', () => {
    expect(issuesOf([{ value: { a: { plugins: [1], $merge: { plugin: 'append' } } } }])).toMatchObject([
      {
        issue: { code: 'MERGE_STRATEGY', severity: 'warning', path: ['a', '$merge', 'plugin'], hint: 'did you mean "plugins"?' },
        layer: 0,
      },
    ])
  })

  it('names a list strategy on something that is no list, and a directive that is no map', () => {
    expect(issuesOf([{ value: { l: [1] } }, { value: { l: { a: 1 }, $merge: { l: 'append' } } }])[0]).toMatchObject({
      issue: { code: 'MERGE_STRATEGY', path: ['l'], received: 'map' },
    })
    expect(issuesOf([{ value: { l: [1] } }, { value: { l: [1], $merge: 'append' } }])).toMatchObject([
      { issue: { code: 'MERGE_STRATEGY', path: ['$merge'] }, layer: 1 },
    ])
  })
})
