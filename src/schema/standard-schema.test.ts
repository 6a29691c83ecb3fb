import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Issue } from '../errors/issue.ts'
import { DateTime } from '../values/date-time.ts'
import { printPath } from '../values/path.ts'
import { Secret } from '../values/secret.ts'
import type { CheckOptions, CheckOutcome } from './schema-adapter.ts'
import { adaptStandard, type StandardObject } from './standard-schema.ts'

interface Standard {
  readonly '~standard': { readonly vendor: string }
}

function adapt(schema: Standard) {
  // Each library declares the same object a little differently.
  return adaptStandard(schema['~standard'] as unknown as StandardObject)
}

function check(schema: Standard, value: unknown, options?: CheckOptions): CheckOutcome {
  const outcome = adapt(schema).check(value, options)
  if (outcome instanceof Promise) throw new Error('the answer has to be waited for')
  return outcome
}

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

describe('secrets', () => {
  const check5 = (secret: string): string => `${secret} is too short: ${JSON.stringify(secret)}`
  it.each<[string, Standard]>([
    [
      'Zod',
      z.object({
        db: z.object({
          password: z
            .string()
            .refine(() => false, { error: ({ input }) => check5(String(input)) })
            .meta({ secret: true }),
        }),
      }),
    ],
    ['Valibot', v.object({ db: v.object({ password: v.pipe(v.string(), v.minLength(99)) }) })],
    ['ArkType', type({ db: { password: "string.email | 'admin'" } })],
  ])('are never shown by an issue of %s', (_, schema) => {
    const isSecret = (path: readonly unknown[]): boolean => path.join('.') === 'db.password'
    for (const password of ['hunter2', 'a "quoted" one', 'x\ny']) {
      const given = check(schema, { db: { password } }, { secret: isSecret }).issues
      const sealed = check(schema, { db: { password: new Secret(password) } }, { secret: isSecret }).issues
      for (const issues of [given, sealed]) {
        expect(issues).toHaveLength(1)
        expect(issues[0]).toMatchObject({ path: ['db', 'password'], received: '[secret]' })
        expect(JSON.stringify(issues)).not.toContain(password.slice(1, 6))
      }
    }
  })

  it('are not shown by an issue elsewhere that speaks of them', () => {
    const schema = z
      .object({ token: z.string().meta({ secret: true }), pin: z.number().meta({ 'x-secret': true }) })
      .superRefine(({ token, pin }, context) => {
        context.addIssue({ code: 'custom', message: `bad ${token}`, path: [] })
        context.addIssue({ code: 'custom', message: `bad ${pin}`, path: ['other'] })
      })
    const { issues } = check(schema, { token: 'hunter2', pin: 4711 })
    expect(issues).toHaveLength(2)
    expect(JSON.stringify(issues)).not.toMatch(/hunter2|4711/)
  })

  it('are not shown when they turn up as another value', () => {
    const { issues } = check(z.object({ a: z.number() }), { a: 'hunter2' }, { secretTexts: ['hunter2'] })
    expect(issues).toMatchObject([{ received: '[secret]' }])
  })

  it('reach the library as their content, and come back as secrets', () => {
    const password = new Secret('hunter2')
    const kept = check(z.object({ password: z.string().min(3) }), { password })
    expect(kept).toEqual({ value: { password }, issues: [] })
    const changed = check(z.object({ password: z.string().transform((text) => `${text}!`), port: z.string() }), {
      password,
      port: '1',
    })
    const { password: sealed } = changed.value as { password: unknown }
    expect(sealed instanceof Secret && sealed.reveal()).toBe('hunter2!')
    const moved = check(
      z.object({ password: z.string() }).transform((value) => ({ login: [value.password] })),
      { password },
    )
    expect(moved.value).toEqual({ login: [password] })
    expect((moved.value as { login: unknown[] }).login[0]).toBe(password)
  })
})

describe('what a library makes of a value', () => {
  it('is the value itself where nothing changed', () => {
    const value = { server: { port: 1 }, other: { a: [1, 2] } }
    const schema = z.object({
      server: z.object({ port: z.number(), host: z.string().default('x') }),
      other: z.object({ a: z.array(z.number()) }),
    })
    const outcome = check(schema, value)
    expect(outcome.value).toEqual({ server: { port: 1, host: 'x' }, other: { a: [1, 2] } })
    expect((outcome.value as typeof value).other).toBe(value.other)
    expect(check(z.object({ server: z.any(), other: z.any() }), value).value).toBe(value)
  })

  it('keeps dates of ours, which a library knows as texts', () => {
    const day = new DateTime('local-date', '2026-04-01')
    expect(check(z.object({ day: z.iso.date() }), { day }).value).toEqual({ day })
    expect(check(z.object({ day: z.coerce.date() }), { day }).value).toEqual({ day: new Date('2026-04-01') })
  })

  it('keeps what lists hold, wherever they are changed', () => {
    const pin = new Secret(4711)
    const schema = z.object({
      pins: z.array(z.number()),
      days: z.array(z.string()),
      more: z.array(z.string()).transform((list) => [...list, 'b']),
    })
    const days = [new DateTime('local-date', '2026-04-01')]
    const { value } = check(schema, { pins: [pin], days, more: ['a'] })
    expect(value).toEqual({ pins: [pin], days, more: ['a', 'b'] })
    expect((value as { days: unknown }).days).toBe(days)
  })

  it('may contain itself', () => {
    const loop: Record<string, unknown> = {}
    loop['self'] = loop
    const schema = z.object({}).transform(() => loop)
    expect(() => check(schema, { a: 1 })).not.toThrow(RangeError)
  })

  it('may have to be waited for', async () => {
    const schema = z.object({ host: z.string().refine(async (host) => host === 'a', 'unreachable') })
    const adapter = adapt(schema)
    expect(adapter.check({ host: 'a' })).toBeInstanceOf(Promise)
    expect(await adapter.check({ host: 'a' })).toEqual({ value: { host: 'a' }, issues: [] })
    expect((await adapter.check({ host: 'b' })).issues).toMatchObject([{ code: 'VALUE_RULE', path: ['host'] }])
  })

  it('is a typed error when the schema throws', async () => {
    const throwing = z.object({
      a: z.string().transform((): string => {
        throw new RangeError('out of bytes')
      }),
    })
    await expect(async () => adapt(throwing).check({ a: 'x' })).rejects.toMatchObject({
      code: 'SCHEMA_INVALID',
      cause: expect.any(RangeError),
    })
    const telling = z.object({
      a: z.string().transform((text): string => {
        throw new Error(`no ${text}`)
      }),
    })
    const told = await Promise.resolve(adapt(telling).check({ a: new Secret('hunter2') })).catch((error: unknown) => error)
    expect(told).toMatchObject({ code: 'SCHEMA_INVALID' })
    expect(told).not.toHaveProperty('cause')
    const atOnce = type({
      a: [
        'string',
        '=>',
        (): string => {
          throw new RangeError('out of bytes')
        },
      ],
    })
    expect(() => check(atOnce, { a: 'x' })).toThrow(
      expect.objectContaining({ code: 'SCHEMA_INVALID', cause: expect.any(RangeError) }),
    )
    const later = { '~standard': { vendor: 'other', validate: () => Promise.reject(new Error('x')) } }
    const bare = {
      '~standard': {
        vendor: 'other',
        validate: () => {
          throw 'no good'
        },
      },
    }
    expect(() => check(bare, {})).toThrow(expect.objectContaining({ code: 'SCHEMA_INVALID', cause: 'no good' }))
    await expect(adapt(later).check({})).rejects.toMatchObject({ code: 'SCHEMA_INVALID' })
  })
})

describe('what a library says of its schema', () => {
  it('is its JSON Schema, with our metadata under our keywords', () => {
    const schema = z.object({
      secret: z
        .string()
        .meta({ secret: true, env: 'TOKEN', restart: true, merge: 'replace', rules: { even: true }, allowEmpty: true }),
      old: z
        .string()
        .meta({ deprecated: { replacedBy: 'secret' } as never })
        .optional(),
      older: z
        .string()
        .meta({ deprecated: 'use old' as never })
        .optional(),
      both: z.string().meta({ env: 'A', 'x-env': 'B' }).optional(),
    })
    expect(adapt(schema).document).toMatchObject({
      properties: {
        secret: {
          type: 'string',
          'x-secret': true,
          'x-env': 'TOKEN',
          'x-restart': true,
          'x-merge': 'replace',
          'x-rules': { even: true },
          'x-allow-empty': true,
        },
        old: { deprecated: true, 'x-deprecated': { replacedBy: 'secret' } },
        older: { deprecated: true, 'x-deprecated': { message: 'use old' } },
        both: { 'x-env': 'B' },
      },
      required: ['secret'],
    })
    expect(adapt(schema).warnings).toEqual([])
  })

  it('is there for Zod even where JSON Schema has no word: dates, transformations, large numbers', () => {
    const schema = z.object({
      day: z.date(),
      size: z.string().transform((text) => text.length),
      big: z.bigint(),
      port: z.coerce.number().default(1),
    })
    expect(adapt(schema).document).toMatchObject({
      properties: { day: {}, size: { type: 'string' }, big: {}, port: { type: 'number', default: 1 } },
    })
  })

  it('is there for ArkType', () => {
    const { document, warnings } = adapt(type({ port: 'number.integer', 'day?': 'Date', size: 'string.numeric.parse' }))
    expect(document).toMatchObject({ properties: { port: { type: 'integer' }, day: {}, size: { type: 'string' } } })
    expect(warnings).toEqual([])
  })

  it('is unknown for Valibot alone, which a warning says', () => {
    const { document, warnings, vendor } = adapt(v.object({}))
    expect([vendor, document]).toEqual(['valibot', undefined])
    expect(warnings).toMatchObject([{ code: 'SCHEMA_UNSUPPORTED', severity: 'warning' }])
  })

  it('is an error where it is deeper than any schema', () => {
    const document = JSON.parse(`${'{"items":'.repeat(1000)}{}${'}'.repeat(1000)}`)
    const schema = { '~standard': { vendor: 'other', jsonSchema: { input: () => document } } }
    expect(() => adapt(schema)).toThrow(expect.objectContaining({ code: 'SCHEMA_INVALID' }))
  })

  it('is unknown when the library fails to give it', () => {
    const silent = (): never => {
      throw 'no words'
    }
    expect(adapt({ '~standard': { vendor: 'other', jsonSchema: { input: silent } } as never }).warnings).toHaveLength(1)
    expect(adapt({ '~standard': { vendor: 'other', jsonSchema: {} } as never }).warnings).toHaveLength(1)
    const input = (): never => {
      throw new Error('no words')
    }
    const { document, warnings } = adapt({ '~standard': { vendor: 'other', jsonSchema: { input } } as never })
    expect(document).toBeUndefined()
    expect(warnings).toMatchObject([
      { code: 'SCHEMA_UNSUPPORTED', message: expect.stringContaining('no words') },
    ] satisfies Partial<Record<keyof Issue, unknown>>[])
  })
})
