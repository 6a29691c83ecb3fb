import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { isEqual } from '../values/equal.ts'
import type { Value } from '../values/value.ts'
import { type CacheKey, type KeyPart, namespacePrefix, printKey } from './key.ts'

const print = (key: CacheKey, ...namespaces: string[]): string => printKey(namespacePrefix(namespaces), key)

describe('printKey', () => {
  it('keeps an ordinary text as it is', () => {
    expect(print('user:1')).toBe('user:1')
  })

  it('keeps keys apart that look alike when they are joined', () => {
    const keys: CacheKey[] = [
      'a,b',
      ['a', 'b'],
      ['a,b'],
      ['a', ['b']],
      [['a'], 'b'],
      ['a', 'b', ''],
      ['', 'a', 'b'],
      ['1'],
      [1],
      [1n],
      [true],
      ['true'],
      [null],
      ['null'],
      [{}],
      [[]],
      [{ a: 'b' }],
      [{ 'a:b': '' }],
      [new Uint8Array([49])],
      [],
      '',
      '[]',
      ['s1:a'],
      ['a', 's1:b'],
      ['as1:b'],
    ]
    expect(new Set(keys.map((key) => print(key))).size).toBe(keys.length)
  })

  it('gives equal data the same key, in whatever order its keys are', () => {
    expect(print([{ a: 1, b: [2, { c: 3, d: undefined }] }])).toBe(print([{ b: [2, { c: 3 }], a: 1 }]))
    expect(print([-0])).toBe(print([0]))
  })

  it('keeps namespaces apart, however their names are cut', () => {
    const texts = [
      print('c', 'a', 'b'),
      print('bc', 'a'),
      print('c', 'ab'),
      print('c', 'a:b'),
      print('abc'),
      print(['c'], 'a', 'b'),
      print(print('c', 'a', 'b')),
      print(print(['c'])),
      print(['c']),
      print(print('c', 'b'), 'a'),
    ]
    expect(new Set(texts).size).toBe(texts.length)
  })

  const part: fc.Arbitrary<KeyPart> = fc.letrec<{ part: KeyPart }>((tie) => ({
    part: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('s1:a', 'l', 't', ':', ';', '1', '0:', '\u0000', '\u0001'),
      fc.integer({ min: -3, max: 3 }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('part'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 's1:a', ':'), tie('part'), { maxKeys: 3 }) as fc.Arbitrary<KeyPart>,
    ),
  })).part
  const key: fc.Arbitrary<CacheKey> = fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), fc.array(part, { maxLength: 3 }))
  const names = fc.array(fc.constantFrom('a', 'b', 'ab', '1:a', '\u0000'), { maxLength: 2 })

  it('is the same for equal keys only', () => {
    const law = fc.property(key, names, key, names, (one, oneNames, other, otherNames) => {
      // What keys are made of here are values.
      const isSame = isEqual([one, oneNames] as Value, [other, otherNames] as Value)
      return (print(one, ...oneNames) === print(other, ...otherNames)) === isSame
    })
    fc.assert(law, { numRuns: 5000 })
  })

  it.each([
    ['a number that is none', [Number.NaN]],
    ['an endless number', [Number.POSITIVE_INFINITY]],
    ['an object of a class', [new Date(0) as unknown as KeyPart]],
    ['a function', [(() => 1) as unknown as KeyPart]],
  ])('refuses %s', (_, unfit) => {
    expect(() => print(unfit)).toThrow(ConfigError)
  })

  it('refuses what is nested without end', () => {
    let deep: KeyPart = 'x'
    for (let level = 0; level < 100_000; level++) deep = [deep]
    expect(() => print([deep])).toThrow(ConfigError)
  })
})
