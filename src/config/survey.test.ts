import { describe, expect, it } from 'vitest'
import { defaultLimits, type Limits } from '../formats/format.ts'
import { isSoundText } from '../formats/json/short-text.ts'
import type { Value } from '../values/value.ts'
import { surveyOf } from './survey.ts'

const nested = (levels: number): Value => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as Value

describe('one look at a tree', () => {
  it.each([
    [
      { a: 'x', b: [1, null] },
      { directives: false, references: false },
    ],
    [{ a: { b: '!unset' } }, { directives: true, references: false }],
    [{ $merge: { a: 'append' } }, { directives: true, references: false }],
    [{ a: ['${b}'] }, { directives: false, references: true }],
  ])('sees in %j what later stages look for', (tree, seen) => {
    expect(surveyOf(tree, defaultLimits)).toEqual(seen)
  })

  it.each([
    ['deep', nested(501)],
    ['large', Array.from({ length: 5_001 }, () => 1)],
    ['larger than it may be', { a: [1, 2, 3] }, { maxNodes: 3 }],
    ['unsafe', JSON.parse('{"a":{"__proto__":1}}')],
    ['unsafe in two steps', { constructor: { prototype: 1 } }],
    ['unsafe behind a member without a value', { b: { constructor: { prototype: 1 } }, a: undefined }],
  ] as const)('leaves a tree to others that is %s', (_, tree, limits: Partial<Limits> = {}) => {
    expect(surveyOf(tree as Value, { ...defaultLimits, ...limits })).toBeUndefined()
  })
})

describe('a text of strict JSON', () => {
  it('shows that there is nothing to check', () => {
    expect(isSoundText('{"a":[1,{"b":2}]}', defaultLimits)).toBe(true)
  })

  it.each([
    ['a key that reaches a prototype', '{"__proto__":1}'],
    ['a pair of keys that reaches one', '{"constructor":{"prototype":1}}'],
    ['an escape, which may hide such a key', String.raw`{"\u005f_proto__":1}`],
    ['many levels', JSON.stringify(nested(500))],
    ['much of it', JSON.stringify(['x'.repeat(20_000)])],
  ])('is looked at closer with %s in it', (_, text) => {
    expect(isSoundText(text, defaultLimits)).toBe(false)
  })
})
