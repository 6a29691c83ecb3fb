import { describe, expect, it } from 'vitest'
import { DateTime } from './date-time.ts'
import { isEqual } from './equal.ts'
import { deepFreeze } from './freeze.ts'
import { getAt } from './get.ts'
import { defineOwn, isUnsafeKey, isUnsafePair, mapFrom } from './safe-keys.ts'
import { Secret } from './secret.ts'
import { withValue } from './set.ts'
import { isMap, kindOf, type Value } from './value.ts'
import { walkLeaves } from './walk.ts'

const tree: Value = { a: { b: [1, { c: null }] }, d: 'text' }

function nested(levels: number): Value {
  let value: Value = 'bottom'
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? { inner: value } : [value]
  return value
}

describe('getAt', () => {
  it('walks maps and lists', () => {
    expect(getAt(tree, ['a', 'b', 1, 'c'])).toBeNull()
    expect(getAt(tree, ['a', 'b', '0'])).toBe(1)
    expect(getAt(tree, [])).toBe(tree)
  })

  it.each([
    [['toString']],
    [['d', 'length']],
    [['a', 'b', 'length']],
    [['a', 'b', -1]],
    [['a', 'b', '01']],
    [['x', 'y']],
    [['__proto__']],
  ])('finds nothing at %j', (path) => {
    expect(getAt(tree, path as string[])).toBeUndefined()
  })
})

describe('withValue', () => {
  it('shares everything beside the path', () => {
    const changed = withValue(tree, ['d'], 'new') as { a: Value; d: string }
    expect(changed).toEqual({ a: { b: [1, { c: null }] }, d: 'new' })
    expect(changed.a).toBe((tree as { a: Value }).a)
  })

  it('returns the same tree when nothing changes', () => {
    expect(withValue(tree, ['a', 'b', 0], 1)).toBe(tree)
  })

  it('makes the maps and lists on the way', () => {
    expect(withValue(undefined, ['a', 0, 'b'], 1)).toEqual({ a: [{ b: 1 }] })
    expect(withValue({ a: [1] }, ['a', 9], 2)).toEqual({ a: [1, 2] })
    expect(withValue({ a: 'scalar' }, ['a', 'b'], 2)).toEqual({ a: { b: 2 } })
  })

  it('never writes to a prototype', () => {
    const changed = withValue({}, ['__proto__', 'polluted'], true)
    expect(Object.hasOwn(changed as object, '__proto__')).toBe(true)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})

describe('isEqual', () => {
  it.each<[Value, Value, boolean]>([
    [tree, structuredClone(tree) as Value, true],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: 1 }, { b: 1 }, false],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [[], {}, false],
    [Number.NaN, Number.NaN, true],
    [1n, 1, false],
    [null, {}, false],
    [new DateTime('local-date', '2026-01-01'), new DateTime('local-date', '2026-01-01'), true],
    [new DateTime('local-date', '2026-01-01'), '2026-01-01', false],
    [new Secret('a'), new Secret('a'), true],
    [new Secret('a'), new Secret('b'), false],
  ])('compares case %#', (left, right, expected) => {
    expect(isEqual(left, right)).toBe(expected)
  })

  it('does not mind depth', () => {
    expect(isEqual(nested(100_000), nested(100_000))).toBe(true)
  })
})

describe('deepFreeze', () => {
  it('freezes to the bottom, whatever the depth', () => {
    const value = deepFreeze(nested(100_000))
    expect(Object.isFrozen(value)).toBe(true)
    const small = deepFreeze({ a: [{ b: 1 }] })
    expect(Object.isFrozen(small.a[0])).toBe(true)
  })

  it('leaves scalars as they are', () => {
    expect(deepFreeze('x')).toBe('x')
    expect(deepFreeze(null)).toBeNull()
  })
})

describe('walkLeaves', () => {
  it('visits leaves in order, empty maps and lists among them', () => {
    const seen: unknown[] = []
    walkLeaves({ a: { b: [1, {}] }, c: [], d: null }, (path, leaf) => seen.push([path.join('.'), leaf]))
    expect(seen).toEqual([
      ['a.b.0', 1],
      ['a.b.1', {}],
      ['c', []],
      ['d', null],
    ])
  })
})

describe('keys', () => {
  it('knows which could reach a prototype', () => {
    expect(isUnsafeKey('__proto__')).toBe(true)
    expect(isUnsafeKey('constructor')).toBe(false)
    expect(isUnsafePair('constructor', 'prototype')).toBe(true)
    expect(isUnsafePair(undefined, 'prototype')).toBe(false)
  })

  it('become own properties, whatever their name', () => {
    const map: Record<string, unknown> = {}
    defineOwn(map, '__proto__', 1)
    defineOwn(map, 'a', 2)
    expect(Object.keys(map)).toEqual(['__proto__', 'a'])
    expect(Object.keys(mapFrom([['__proto__', 1]]))).toEqual(['__proto__'])
  })
})

describe('kindOf', () => {
  it.each<[Value, string]>([
    [null, 'null'],
    [[], 'list'],
    [{}, 'map'],
    [1, 'number'],
    [1n, 'number'],
    ['', 'string'],
    [true, 'boolean'],
    [new DateTime('local-time', '07:30:00'), 'date'],
    [new Secret('x'), 'secret'],
  ])('has a word for case %#', (value, kind) => {
    expect(kindOf(value)).toBe(kind)
  })

  it('takes no class instance as a map', () => {
    expect(isMap(new DateTime('local-date', '2026-01-01'))).toBe(false)
    expect(isMap(new Map())).toBe(false)
    expect(isMap(Object.create(null))).toBe(true)
  })
})
