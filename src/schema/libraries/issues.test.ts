import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { printPath } from '../../values/path.ts'
import { check, type Standard } from './check.fixture.ts'

function found(schema: Standard, value: unknown): readonly string[] {
  return check(schema, value)
    .issues.map(({ code, path = [], expected }) => `${code} ${printPath(path)}${expected === undefined ? '' : `: ${expected}`}`)
    .sort()
}

const wrong = {
  port: 70_000,
  level: 'loud',
  mail: 'nobody',
  tags: ['a', 'b', 'c'],
  host: 5,
  hots: 'x',
  even: 3,
  code: 'x1',
  store: { kind: 'file', path: 5 },
}

describe('what is wrong, in the terms of every library', () => {
  it('is understood from Zod', () => {
    const schema = z.strictObject({
      port: z.int().max(65_535),
      level: z.enum(['info', 'warn']),
      mail: z.email(),
      tags: z.array(z.string()).max(2),
      host: z.string(),
      name: z.string(),
      even: z.number().multipleOf(2),
      code: z.string().regex(/^[a-z]+$/),
      store: z.union([
        z.object({ kind: z.literal('file'), path: z.string() }),
        z.object({ kind: z.literal('s3'), bucket: z.string(), region: z.string() }),
      ]),
    })
    expect(found(schema, wrong)).toEqual([
      'KEY_UNKNOWN hots',
      'VALUE_CHOICE level: "info" or "warn"',
      'VALUE_FORMAT mail: email',
      'VALUE_LENGTH tags: at most 2',
      'VALUE_MISSING name: string',
      'VALUE_PATTERN code: a text that matches /^[a-z]+$/',
      'VALUE_RANGE even: a multiple of 2',
      'VALUE_RANGE port: at most 65535',
      'VALUE_TYPE host: string',
      'VALUE_TYPE store.path: string',
    ])
  })

  it.each<[string, Standard, unknown, readonly string[]]>([
    ['a length', z.object({ a: z.string().length(3) }), { a: 'x' }, ['VALUE_LENGTH a: exactly 3']],
    ['a bound that is left out', z.object({ a: z.number().gt(3) }), { a: 3 }, ['VALUE_RANGE a: more than 3']],
    ['a rule', z.object({ a: z.number().refine(() => false, 'must be odd') }), { a: 3 }, ['VALUE_RULE a']],
    ['simple branches', z.object({ a: z.union([z.string(), z.number()]) }), { a: true }, ['VALUE_TYPE a: string or number']],
    [
      'another tag',
      z.discriminatedUnion('k', [z.object({ k: z.literal('a') }), z.object({ k: z.literal('b') })]),
      { k: 'c' },
      ['VALUE_CHOICE k: "a" or "b"'],
    ],
    ['a key of another form', z.record(z.string().regex(/^[a-z]$/), z.number()), { A: 1 }, ['KEY_UNKNOWN A']],
    ['a large number', z.object({ a: z.int().lt(3) }), { a: 3 }, ['VALUE_RANGE a: less than 3']],
    ['a union without a tag', z.union([z.literal('a'), z.literal(5)]), 'b', ['VALUE_CHOICE : "a" or 5']],
    ['more than one branch', z.xor([z.string(), z.string().max(9)]), 'a', ['VALUE_RULE ']],
  ])('is understood from Zod: %s', (_, schema, value, expected) => {
    expect(found(schema, value)).toEqual(expected)
  })

  it('is understood from Valibot', () => {
    const schema = v.strictObject({
      port: v.pipe(v.number(), v.integer(), v.maxValue(65_535)),
      level: v.picklist(['info', 'warn']),
      mail: v.pipe(v.string(), v.email()),
      tags: v.pipe(v.array(v.string()), v.maxLength(2)),
      host: v.string(),
      name: v.string(),
      even: v.pipe(v.number(), v.multipleOf(2)),
      code: v.pipe(v.string(), v.regex(/^[a-z]+$/)),
      store: v.variant('kind', [
        v.object({ kind: v.literal('file'), path: v.string() }),
        v.object({ kind: v.literal('s3'), bucket: v.string() }),
      ]),
    })
    expect(found(schema, wrong)).toEqual([
      'KEY_UNKNOWN hots',
      'VALUE_CHOICE level: "info" or "warn"',
      'VALUE_FORMAT mail: email',
      'VALUE_LENGTH tags: <=2',
      'VALUE_MISSING name: "name"',
      'VALUE_PATTERN code: /^[a-z]+$/',
      'VALUE_RANGE even: %2',
      'VALUE_RANGE port: <=65535',
      'VALUE_TYPE host: string',
      'VALUE_TYPE store.path: string',
    ])
  })

  it.each<[string, Standard, unknown, readonly string[]]>([
    ['a whole number', v.object({ a: v.pipe(v.number(), v.integer()) }), { a: 0.5 }, ['VALUE_TYPE a: integer']],
    [
      'a rule',
      v.object({
        a: v.pipe(
          v.string(),
          v.check(() => false, 'no'),
        ),
      }),
      { a: 'x' },
      ['VALUE_RULE a'],
    ],
    ['simple branches', v.object({ a: v.union([v.string(), v.number()]) }), { a: true }, ['VALUE_TYPE a: string or number']],
    [
      'branches of maps',
      v.union([v.string(), v.object({ a: v.object({ b: v.number() }) })]),
      { a: { b: 'x' } },
      ['VALUE_TYPE a.b: number'],
    ],
    [
      'another tag',
      v.variant('k', [v.object({ k: v.literal('a') }), v.object({ k: v.literal('b') })]),
      { k: 'c' },
      ['VALUE_CHOICE k: "a" or "b"'],
    ],
  ])('is understood from Valibot: %s', (_, schema, value, expected) => {
    expect(found(schema, value)).toEqual(expected)
  })

  it('is understood from ArkType', () => {
    const schema = type({
      port: 'number.integer <= 65535',
      level: "'info' | 'warn'",
      mail: 'string.email',
      tags: 'string[] <= 2',
      host: 'string',
      name: 'string',
      even: 'number % 2',
      code: /^[a-z]+$/,
      store: [{ kind: "'file'", path: 'string' }, '|', { kind: "'s3'", bucket: 'string' }],
      '+': 'reject',
    })
    expect(found(schema, wrong)).toEqual([
      'KEY_UNKNOWN hots',
      'VALUE_CHOICE level: "info" or "warn"',
      'VALUE_FORMAT mail: an email address',
      'VALUE_LENGTH tags: at most length 2',
      'VALUE_MISSING name: a string',
      'VALUE_PATTERN code: matched by ^[a-z]+$',
      'VALUE_RANGE even: even',
      'VALUE_RANGE port: at most 65535',
      'VALUE_TYPE host: a string',
      'VALUE_TYPE store.path: a string',
    ])
  })

  it.each<[string, Standard, unknown, readonly string[]]>([
    [
      'several at one place',
      type({ a: 'string >= 3 & /^b/' }),
      { a: 'x' },
      ['VALUE_LENGTH a: at least length 3', 'VALUE_PATTERN a: matched by ^b'],
    ],
    ['simple branches', type({ a: 'string | number[]' }), { a: true }, ['VALUE_TYPE a: a string or an object']],
    [
      'branches of maps',
      type({ a: { b: 'number' } }).or({ a: { c: 'string' } }),
      { a: { b: 'x' } },
      ['VALUE_TYPE a.b: a number'],
    ],
    ['a rule', type({ a: type('number').narrow((_, context) => context.reject('odd')) }), { a: 2 }, ['VALUE_RULE a: odd']],
  ])('is understood from ArkType: %s', (_, schema, value, expected) => {
    expect(found(schema, value)).toEqual(expected)
  })

  it('is a rule when the library is not known', () => {
    const schema = {
      '~standard': { vendor: 'other', validate: () => ({ issues: [{ message: 'No good.', path: [{ key: 'a' }, 0] }] }) },
    }
    expect(check(schema, { a: [1] }).issues).toEqual([
      { code: 'VALUE_RULE', severity: 'error', message: 'a[0]: no good', path: ['a', 0], received: '1' },
    ])
  })

  it('names the key that an unknown one is near to', () => {
    const schema = z.strictObject({ server: z.strictObject({ port: z.number().optional() }) })
    expect(check(schema, { server: { prot: 1 } }).issues).toEqual([
      {
        code: 'KEY_UNKNOWN',
        severity: 'error',
        message: '"server.prot" is not known',
        path: ['server', 'prot'],
        hint: 'did you mean "port"?',
      },
    ])
  })
})
