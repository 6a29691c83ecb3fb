import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Issue } from '../errors/issue.ts'
import { DateTime } from '../values/date-time.ts'
import { Secret } from '../values/secret.ts'
import { adapt, check, type Standard } from './libraries/check.fixture.ts'

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
