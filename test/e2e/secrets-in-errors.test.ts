import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import {
  type ConfigDefinition,
  ConfigError,
  createConfig,
  createConfigSync,
  defineConfig,
  object,
  type Source,
} from 'configmanage'
import { defineRule, defineTransition } from 'configmanage/rules'
import { createSandbox } from 'configmanage/testing'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { loadManifest } from '../../src/manifest/load-manifest.ts'
import { caseOf } from './secrets-in-reports/cases.ts'
import { expectNoTrace } from './secrets-in-reports/traces.ts'

const channels = ['configmanage:load', 'configmanage:reload', 'configmanage:rejected']

/** All that a program can print of an error without asking for secrets. */
function printed(error: unknown): string {
  if (!(error instanceof Error)) return inspect(error, { depth: 20 })
  const parts = [
    error.message,
    error.stack,
    inspect(error, { depth: 20, showHidden: true, maxStringLength: null }),
    String(error),
  ]
  const issues = ConfigError.is(error) ? [JSON.stringify(error.issues), JSON.stringify(error)] : []
  return [...parts, ...issues, error.cause === undefined ? '' : printed(error.cause)].join('\n')
}

interface Heard {
  readonly error: unknown
  /** Everything that was said anywhere. */
  readonly said: string
}

/** Starts a configuration, and collects what the error, the logger and the diagnostics channels say. */
async function hear(definition: ConfigDefinition, sandbox: ReturnType<typeof createSandbox>): Promise<Heard> {
  const events: unknown[] = []
  const listener = (event: unknown): void => void events.push(event)
  for (const name of channels) subscribe(name, listener)
  try {
    const error: unknown = await createConfig<unknown>(definition, sandbox.runtime).then(
      (config) =>
        inspect([config, config.current, config.value, JSON.stringify(config.value), config.current.warnings], { depth: 20 }),
      (thrown: unknown) => thrown,
    )
    const said = [printed(error), inspect(sandbox.runtime.logger.records, { depth: 20 }), inspect(events, { depth: 20 })].join(
      '\n',
    )
    return { error, said }
  } finally {
    for (const name of channels) unsubscribe(name, listener)
  }
}

describe('an error about secrets', () => {
  it.each(Array.from({ length: Number(process.env['SECRET_RUNS'] ?? 60) }, (_, index) => index + 1))(
    'tells none of them (%i)',
    async (seed) => {
      const { schema, manifest, files, env, args, stdin, secrets } = caseOf(seed)
      using sandbox = createSandbox({
        files: { ...files, 'configmanage.config.json': JSON.stringify(manifest), 'schema.json': JSON.stringify(schema) },
        env,
        args,
        stdin,
      })
      const { definition } = await loadManifest({ cwd: sandbox.folder })
      const { error, said } = await hear(definition, sandbox)
      expect(ConfigError.is(error), said).toBe(true)
      expectNoTrace(said, secrets, `seed ${seed}`)
    },
  )
})

const secret = 'hunter2-c4n4ry'
const number = 735_192_640
const secrets = [secret, number]
const told = JSON.stringify({ quoted: secret })

async function heardOf(definition: ConfigDefinition): Promise<Heard> {
  using sandbox = createSandbox()
  const heard = await hear(definition, sandbox)
  expectNoTrace(heard.said, secrets, 'the error')
  return heard
}

const source = (values: object): Source => object(values)
const hidden = { properties: { pin: { 'x-secret': true }, count: { 'x-secret': true }, name: {} } }
const values = { pin: secret, count: number, name: 'open' }

describe('what a rule says of a secret', () => {
  const rules = [
    ['as it is', (value: unknown) => `no ${String(value)}`],
    ['as JSON', (value: unknown) => `no ${JSON.stringify({ value })}`],
    ['as an address', (value: unknown) => `no https://x/?q=${encodeURIComponent(String(value))}`],
    ['in its hint and in what it expects', (value: unknown) => ({ message: 'no', hint: `${value}`, expected: `not ${value}` })],
    ['in a path', (value: unknown) => ({ message: 'no', path: ['pin', String(value)] })],
    [
      'by throwing it',
      (value: unknown) => {
        throw new Error(`cannot ${value}`)
      },
    ],
    [
      'by throwing it bare',
      (value: unknown) => {
        throw value
      },
    ],
    ['later', async (value: unknown) => Promise.reject(new Error(String(value)))],
  ] as const

  it.each(rules)('is not told: %s', async (_how, check) => {
    const rule = defineRule({
      name: 'tells',
      paths: ['pin', 'count'],
      check: (found) => (check(found['pin']) ?? check(found['count'])) as never,
    })
    const { error } = await heardOf({ sources: [source(values)], schema: hidden, rules: [rule] })
    expect(error).toMatchObject({ issues: [{ code: 'VALUE_RULE' }] })
  })

  it.each(rules)('is not told by a rule that the schema names: %s', async (_how, check) => {
    const schema = {
      properties: {
        pin: { 'x-secret': true, 'x-rules': { tells: true } },
        count: { 'x-secret': true, type: 'number', 'x-rules': { tells: true } },
      },
    }
    const { error } = await heardOf({ sources: [source(values)], schema, validators: { tells: check as never } })
    expect(ConfigError.is(error)).toBe(true)
  })

  it('is not told by a rule about a change, nor by what a listener hears of it', async () => {
    const transition = defineTransition({
      name: 'stays',
      paths: ['pin'],
      check: (before, after) => `from ${JSON.stringify(before)} to ${JSON.stringify(after)}`,
    })
    using sandbox = createSandbox({ files: { 'a.json': JSON.stringify({ pin: 'first-s3cr3t', count: 1 }) } })
    const { file } = await import('configmanage')
    const config = await createConfig<unknown>(
      { sources: [file('a.json')], schema: hidden, rules: [transition] },
      sandbox.runtime,
    )
    const events: unknown[] = []
    config.on('rejected', (event) => events.push(event))
    sandbox.write('a.json', JSON.stringify(values))
    const error = await config.reload().catch((thrown: unknown) => thrown)
    const said = [printed(error), inspect(events, { depth: 20 }), inspect(sandbox.runtime.logger.records, { depth: 20 })].join(
      '\n',
    )
    expect(ConfigError.is(error)).toBe(true)
    expectNoTrace(said, [...secrets, 'first-s3cr3t'], 'a refused reload')
  })
})

describe('what a library says of a secret', () => {
  const say = (text: (value: string) => string) =>
    z.object({
      name: z.string(),
      count: z
        .number()
        .meta({ secret: true })
        .refine(() => false, { error: (issue) => `count ${String(issue.input)}` }),
      pin: z
        .string()
        .meta({ secret: true })
        .superRefine((value, context) => void context.addIssue({ code: 'custom', message: text(value) })),
    })

  it.each([
    ['as it is', (value: string) => `no ${value}`],
    ['as JSON', (value: string) => `no ${JSON.stringify({ quoted: value })}`],
    ['as an address', (value: string) => `no https://x/?q=${encodeURIComponent(value)}`],
    ['twice', (value: string) => `${value}${value}`],
  ])('Zod: %s', async (_how, text) => {
    const { error } = await heardOf({ sources: [source(values)], schema: say(text) as never })
    expect(error).toMatchObject({ issues: [{ path: ['count'] }, { path: ['pin'] }] })
  })

  it('Zod, about another value, with a secret in its words', async () => {
    const schema = z
      .object({ pin: z.string().meta({ secret: true }), count: z.number().meta({ secret: true }), name: z.string() })
      .superRefine((all, context) => {
        context.addIssue({ code: 'custom', path: ['name'], message: `name must not be with ${all.pin} or ${all.count}` })
        context.addIssue({ code: 'custom', path: ['name', all.pin], message: 'odd path' })
      })
    await heardOf({ sources: [source(values)], schema: schema as never })
  })

  it('Zod, by throwing', async () => {
    const schema = z.object({
      pin: z
        .string()
        .meta({ secret: true })
        .transform((value) => {
          throw new Error(value)
        }),
    })
    await heardOf({ sources: [source(values)], schema: schema as never })
    const later = z.object({
      pin: z
        .string()
        .meta({ secret: true })
        .refine(async () => false, { error: ({ input }) => `later ${String(input)}` }),
    })
    await heardOf({ sources: [source(values)], schema: later as never })
  })

  it('Zod, of unions, literals, records and strict objects', async () => {
    const meta = { secret: true }
    const schema = z.object({
      pin: z.union([z.literal('a'), z.literal('hunter2'), z.number()]).meta(meta),
      count: z.enum(['x', 'hunter2']).meta(meta),
      bag: z.strictObject({ a: z.number() }).meta(meta),
      all: z.record(z.string().max(3), z.string().max(3)).meta(meta),
      pair: z.tuple([z.literal('a')]).meta(meta),
    })
    const sources = [source({ ...values, bag: { a: secret, b: number }, all: { key: secret }, pair: [secret, secret] })]
    const { error } = await heardOf({ sources, schema: schema as never })
    expect(ConfigError.is(error)).toBe(true)
  })

  it('Valibot, whose secrets the definition names', async () => {
    const schema = v.object({
      pin: v.pipe(
        v.string(),
        v.check(
          (value) => value === 'x',
          ({ input }) => `no ${String(input)}`,
        ),
      ),
      count: v.picklist(['a', 'b']),
    })
    const { error } = await heardOf({ sources: [source(values)], schema: schema as never, secrets: ['pin', 'count'] })
    expect(error).toMatchObject({ issues: [{ path: ['pin'] }, { path: ['count'] }] })
  })

  it('any other, whatever it throws or answers', async () => {
    const standard = (validate: (value: unknown) => unknown) => ({
      '~standard': { version: 1 as const, vendor: 'other', validate },
    })
    const answers: ((value: unknown) => unknown)[] = [
      () => ({ issues: [{ message: told, path: ['pin'] }] }),
      () => ({ issues: [{ message: `x ${number}`, path: ['name'] }] }),
      () => ({ issues: [{ message: 'x', path: ['name', { key: secret }] }] }),
      () => {
        throw new Error(told)
      },
      () => {
        throw new TypeError('x', { cause: { secret } })
      },
      () => Promise.reject(new Error(secret)),
      () => Promise.reject(secret),
    ]
    for (const answer of answers)
      await heardOf({ sources: [source(values)], schema: standard(answer) as never, secrets: ['pin', 'count'] })
  })
})

describe('a secret that is also a part of other texts', () => {
  it('is not told by an issue about one of those', async () => {
    const schema = {
      properties: {
        ...hidden.properties,
        url: { type: 'integer' },
        host: { enum: ['a', 'b'] },
        list: { type: 'array', items: { maxLength: 3 } },
        amount: { maximum: 1 },
        cut: { type: 'integer' },
      },
    }
    const more = { url: `https://u:${secret}@h`, host: secret, list: [`x${secret}`], amount: number }
    const { error, said } = await heardOf({
      sources: [source({ ...values, ...more, cut: `${'x'.repeat(50)}${secret}` })],
      schema,
    })
    expect(error).toMatchObject({ issues: { length: 5 } })
    expect(said).not.toContain(secret.slice(0, 5))
  })
})

describe('a rule that the schema names for a map', () => {
  it.each(['hunter2-c4n4ry', 'q7'])('tells no secret in it (%s)', async (pin) => {
    const schema = {
      properties: { db: { 'x-rules': { tells: true }, properties: { pin: { 'x-secret': true }, host: { type: 'string' } } } },
    }
    const tells = (value: unknown): string => `no ${JSON.stringify(value)}`
    using sandbox = createSandbox()
    const definition = { sources: [source({ db: { pin, host: 'h' } })], schema, validators: { tells } }
    const { said } = await hear(definition, sandbox)
    expectNoTrace(said, [pin], 'the error')
  })
})

describe('a secret default or example', () => {
  it('that is wrong is not told', async () => {
    const schema = {
      properties: {
        pin: { 'x-secret': true, type: 'integer', default: secret, examples: [secret] },
        count: { 'x-secret': true, maximum: 1, default: number },
      },
    }
    const { error } = await heardOf({ sources: [], schema })
    expect(error).toMatchObject({ issues: { length: 2 } })
  })
})

describe('what a running configuration shows', () => {
  const schema = {
    properties: {
      pin: { 'x-secret': true },
      count: { 'x-secret': true, deprecated: true },
      wait: { 'x-secret': true, 'x-type': 'duration', type: ['integer', 'string'] },
      again: { $ref: '#' },
    },
  }

  it('has no secret in explanations, warnings, inspection or JSON', () => {
    const deep = { again: { again: { again: { pin: secret, count: number, prot: 1 } } } }
    const config = createConfigSync<unknown>(
      defineConfig({
        sources: [source({ ...values, ...deep, url: '${pin}', link: 'x ${again.again.again.count}' })],
        schema,
      }) as never,
      { env: {}, cwd: '/', args: [] },
    )
    const explained = ['pin', 'count', 'url', 'link', 'again.again.again.pin', 'again.again.again', 'again', ''].map((path) =>
      path === '' ? config.current.warnings : config.explain(path as never),
    )
    const said = [
      inspect(explained, { depth: 20 }),
      JSON.stringify(explained),
      inspect(config, { depth: 20 }),
      inspect(config.value, { depth: 20 }),
    ]
    expectNoTrace([...said, JSON.stringify(config.value), String(config.value)].join('\n'), secrets, 'a running configuration')
    expect(config.current.warnings.length).toBeGreaterThan(0)
  })
})
