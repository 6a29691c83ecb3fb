import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ConfigError } from '../../errors/config-error.ts'
import { env } from '../../sources/env.ts'
import { file } from '../../sources/file.ts'
import { object } from '../../sources/object.ts'
import { createSandbox, type Sandbox } from '../../testing/sandbox.ts'
import { Secret } from '../../values/secret.ts'
import type { ValueMap } from '../../values/value.ts'
import { createConfig, createConfigSync } from '../create-config.ts'
import { failure, text, world } from '../text-source.fixture.ts'

const place = (line: number, column: number, name = 'a.json') => ({ file: name, start: { line, column } })
const shop = {
  properties: {
    server: { type: 'object', additionalProperties: false, properties: { port: { type: 'integer' }, host: { type: 'string' } } },
  },
}

describe('a secret of a schema that contains itself', () => {
  it('is sealed however deep it lies', () => {
    const recursive = { properties: { key: { type: 'string', 'x-secret': true }, child: { $ref: '#' } } }
    const deep = { child: { child: { child: { key: 'hunter2' } } } }
    const config = createConfigSync<unknown>({ sources: [object(deep)], schema: recursive }, world)
    expect(config.get('child.child.child.key')).toBeInstanceOf(Secret)
    expect(JSON.stringify([config.value, config.explain('child.child.child.key')])).not.toContain('hunter2')
    expect(config.explain('child.child.child.key').secret).toBe(true)
  })
})

describe('a path', () => {
  const schema = (rule: object) => ({ properties: { cert: { type: 'string', 'x-type': 'path', 'x-path': rule } } })

  it('is relative to the file that says it, if the schema says so', async () => {
    using sandbox = createSandbox({ files: { 'config/app.json': '{"cert":"tls/x.pem"}', 'config/tls/x.pem': '' } })
    const definition = { sources: [file('config/app.json')], schema: schema({ exists: 'file', relative: 'declaring-file' }) }
    const config = createConfigSync<unknown>(definition, sandbox.runtime)
    expect(config.get('cert')).toBe(sandbox.path('config/tls/x.pem'))
  })

  it('must be there where the schema asks for it, and stays as it is written', async () => {
    using sandbox = createSandbox({ files: { 'app.json': '{\n  "cert": "tls"\n}', 'tls/x.pem': '' } })
    const sources = [file('app.json')]
    const config = createConfigSync<unknown>({ sources, schema: schema({ exists: 'directory' }) }, sandbox.runtime)
    expect(config.get('cert')).toBe('tls')
    const { issues } = await failure(() => createConfig({ sources, schema: schema({ exists: 'file' }) }, sandbox.runtime))
    expect(issues).toMatchObject([{ code: 'VALUE_RULE', path: ['cert'], received: '"tls"', span: place(2, 11, 'app.json') }])
  })
})

describe('a check that the schema names', () => {
  const validators = { even: (value: unknown) => (Number(value) % 2 === 0 ? undefined : 'must be even') }
  const sources = [text('a.json', '{"n":3}')]

  it('is called by our own interpreter', async () => {
    const own = { properties: { n: { 'x-rules': { even: true } } } }
    const { issues } = await failure(() => createConfig({ sources, schema: own, validators }, world))
    expect(issues).toMatchObject([{ code: 'VALUE_RULE', path: ['n'], span: place(1, 6) }])
  })

  it('is called beside a library', async () => {
    const library = z.object({ n: z.number().meta({ rules: { even: true } }) })
    const { issues } = await failure(() => createConfig({ sources, schema: library, validators }, world))
    expect(issues).toMatchObject([{ code: 'VALUE_RULE', path: ['n'], span: place(1, 6) }])
  })

  it('has to be given', async () => {
    const own = { properties: { n: { 'x-rules': { odd: true } } } }
    expect((await failure(() => createConfig({ sources, schema: own, validators }, world))).code).toBe('SCHEMA_INVALID')
    const library = z.object({ n: z.number().meta({ rules: { evn: true } }) })
    expect((await failure(() => createConfig({ sources, schema: library, validators }, world))).issues).toMatchObject([
      { code: 'SCHEMA_INVALID', path: ['n'], hint: 'did you mean "even"?' },
    ])
  })
})

describe('a type of ours without a pattern beside it', () => {
  const schema = (type: string) => ({ properties: { a: { type: ['integer', 'string'], 'x-type': type } } })

  it.each([
    ['duration', '5 parsecs', 'a duration such as 250ms, 30s, 5m, 2h or 7d'],
    ['byte-size', '5 apples', 'a size such as 512B, 10KB or 10MiB'],
    ['ip', 'here', 'an IPv4 address such as 192.0.2.1 or an IPv6 address such as 2001:db8::1'],
  ])('refuses a text that is no %s', async (type, value, expected) => {
    const { issues } = await failure(() => createConfig({ sources: [object({ a: value })], schema: schema(type) }, world))
    expect(issues).toMatchObject([{ code: 'VALUE_FORMAT', path: ['a'], expected }])
  })

  it('must be one that there is', async () => {
    const { issues } = await failure(() => createConfig({ sources: [object({ a: 1 })], schema: schema('duraton') }, world))
    expect(issues).toMatchObject([{ code: 'SCHEMA_INVALID', hint: 'did you mean "duration"?' }])
  })
})

describe('paths in a configuration', () => {
  const path = (rule: unknown) => ({ 'x-path': rule })
  const check = (schema: Readonly<Record<string, unknown>>, value: unknown, sandbox: Sandbox) =>
    failure(() => createConfig({ sources: [object(value as ValueMap)], schema }, sandbox.runtime))

  it('are looked for in lists, and where no key has a name of its own', async () => {
    using sandbox = createSandbox({ files: { there: '' } })
    const schema = {
      properties: {
        list: { items: path({ exists: true }) },
        map: { additionalProperties: path({ exists: 'file' }) },
        other: { properties: { known: path({ exists: true }) } },
      },
    }
    const value = { list: ['there', 'gone'], map: { a: 'gone', b: 5 }, other: { unknown: 'gone' } }
    const { issues } = await check(schema, value, sandbox)
    expect(issues.filter(({ severity }) => severity === 'error')).toMatchObject([
      { path: ['list', 1], expected: 'a file or folder that is there' },
      { path: ['map', 'a'], expected: 'a file that is there' },
    ])
  })

  it('are told as they are when they are absolute', async () => {
    using sandbox = createSandbox()
    const { issues } = await check({ properties: { a: path({ exists: true }) } }, { a: sandbox.path('gone') }, sandbox)
    expect(issues[0].hint).toBe('create it, or correct the path')
  })

  it('stay as they are where the schema asks nothing that is understood', () => {
    using sandbox = createSandbox()
    const schema = { properties: { a: path('yes'), b: path({ relative: 'root' }) } }
    const config = createConfigSync<unknown>({ sources: [object({ a: 'x', b: sandbox.path('y') })], schema }, sandbox.runtime)
    expect(config.value).toEqual({ a: 'x', b: sandbox.path('y') })
  })
})

describe('a secret that came by reference', () => {
  it('is read as the schema says where the source has only texts', () => {
    const schema = {
      properties: { key: { type: 'string', 'x-secret': true }, copy: { type: 'integer' }, flag: { type: 'boolean' } },
    }
    const sources = [object({ key: '42' }), env({ prefix: 'APP_' })]
    const variables = { APP_COPY: '${key}', APP_FLAG: '${env:EMPTY:-}', EMPTY: 'x' }
    const config = createConfigSync<{ copy: Secret<number> }>(
      { sources, schema: { ...schema, properties: { ...schema.properties, flag: {} } } },
      { ...world, env: variables },
    )
    expect(config.value.copy.reveal()).toBe(42)
    expect(config.explain('copy').coercedFrom).toBe('[secret]')
  })
})

describe('many problems', () => {
  it('are told up to a bound, with a word on the rest', async () => {
    const schema = { additionalProperties: { type: 'integer' } }
    const values = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`k${index}`, 'x']))
    const definition = { sources: [object(values)], schema, validation: { maxIssues: 2 } }
    const { issues } = await failure(() => createConfig(definition, world))
    expect(issues).toHaveLength(2)
    expect(issues[0].hint).toContain('and 3 more: 3 VALUE_TYPE')
  })
})

describe('what a library makes of values', () => {
  it('stays the same object over a reload where it is equal', async () => {
    const schema = z.object({
      a: z.object({ n: z.number().transform((n) => n * 2) }),
      b: z.object({ m: z.number() }).default({ m: 1 }),
    })
    const source = text('a.json', '{"a":{"n":1}}')
    const config = await createConfig({ sources: [source], schema }, world)
    const before = config.value
    expect(before).toEqual({ a: { n: 2 }, b: { m: 1 } })
    source.content = '{"a":{"n":2}}'
    expect(await config.reload()).toMatchObject([{ path: ['a', 'n'], before: 2, after: 4 }])
    expect(config.value.b).toBe(before.b)
  })
})

describe('a variable that is nearly one that is known', () => {
  it('is told once', async () => {
    const sources = [env({ prefix: 'APP_' })]
    const config = await createConfig(
      { sources, schema: shop },
      { ...world, env: { APP_SERVER__PROT: '1', APP_SERVER__OTHER: '2' } },
    ).catch((error) => error as ConfigError)
    const issues = ConfigError.is(config) ? config.issues : []
    expect(issues.filter(({ name }) => name === 'APP_SERVER__OTHER').map(({ code }) => code)).toEqual(['KEY_UNKNOWN'])
    const open = { properties: { server: { properties: { port: { type: 'integer' } } } } }
    const { warnings } = (await createConfig({ sources, schema: open }, { ...world, env: { APP_SERVER__PROT: '1' } })).current
    expect(warnings.map(({ code }) => code)).toEqual(['SOURCE_NEAR_MISS'])
  })
})

describe('a default that refers to something', () => {
  it('starts from the folder of the configuration', () => {
    using sandbox = createSandbox({ files: { token: 'abc' } })
    const schema = {
      properties: { token: { default: '${file:token}' }, cert: { 'x-path': { relative: 'declaring-file' }, default: 'x.pem' } },
    }
    const config = createConfigSync<unknown>({ sources: [], schema }, sandbox.runtime)
    expect(config.value).toEqual({ token: 'abc', cert: sandbox.path('x.pem') })
  })

  it('is refused when that is not there', async () => {
    const schema = { properties: { a: { default: '${nope}' } } }
    const { issues } = await failure(() => createConfig({ sources: [], schema }, world))
    expect(issues).toMatchObject([{ code: 'REFERENCE_UNKNOWN', path: ['a'] }])
  })
})

describe('a value that is hidden by a wrong one', () => {
  it('is not called right while it refers to something', async () => {
    const schema = { properties: { n: { type: 'integer' }, m: { type: 'integer' } } }
    const sources = [text('base.json', '{"n":"${m}","m":1}'), text('a.json', '{"n":"x"}')]
    const { issues } = await failure(() => createConfig({ sources, schema }, world))
    expect(issues).toMatchObject([{ code: 'VALUE_TYPE', path: ['n'], span: place(1, 6) }])
    expect(JSON.stringify(issues)).not.toContain('hidden')
  })

  it('is not called right by a library that has to be waited for', async () => {
    const check = async (value: unknown) =>
      (value as { n: number }).n > 0 ? { value } : { issues: [{ message: 'must be positive', path: ['n'] }] }
    const schema = { '~standard': { version: 1 as const, vendor: 'slow', validate: check } }
    const sources = [text('base.json', '{"n":1}'), text('a.json', '{"n":0}')]
    const { issues } = await failure(() => createConfig({ sources, schema }, world))
    expect(issues[0]).toMatchObject({ path: ['n'], span: place(1, 6) })
    expect(JSON.stringify(issues)).not.toContain('hidden')
  })
})

describe('a rule about the whole', () => {
  it('has no place of its own', async () => {
    const whole = z.object({ a: z.number() }).refine(() => false, { message: 'never right' })
    const { issues } = await failure(() => createConfig({ sources: [text('a.json', '{"a":1}')], schema: whole }, world))
    expect(issues).toMatchObject([{ code: 'VALUE_RULE' }])
  })
})

describe('a value that is missing', () => {
  const required = (names: readonly string[]) => ({
    required: names,
    properties: Object.fromEntries(names.map((name) => [name, { type: 'integer' }])),
  })

  it('has nowhere to be set when there are no sources', async () => {
    const { issues } = await failure(() => createConfig({ sources: [], schema: required(['a']) }, world))
    expect(issues).toMatchObject([{ code: 'VALUE_MISSING', path: ['a'] }])
    expect(issues[0]?.hint).toBeUndefined()
  })

  it('is told where it was removed, and of the first twenty whether what is below is right', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `k${index}`)
    const content = (value: unknown) => JSON.stringify(Object.fromEntries(names.map((name) => [name, value])))
    const sources = [text('base.json', content(1)), text('a.json', content('!unset'))]
    const { issues } = await failure(() => createConfig({ sources, schema: required(names) }, world))
    expect(issues).toHaveLength(25)
    expect(issues.every(({ span }) => span?.file === 'a.json')).toBe(true)
    expect(issues.map(({ related = [] }) => related.filter(({ span }) => span.file === 'base.json').length)).toEqual(
      names.map((_, index) => (index < 20 ? 1 : 0)),
    )
  })
})

describe('a wrong value that was computed', () => {
  it('does not show the fallback of a secret', async () => {
    const schema = { properties: { key: { type: 'integer', 'x-secret': true } } }
    const sources = [text('a.json', '{"key":"${env:KEY:-hunter2}"}')]
    const { issues } = await failure(() => createConfig({ sources, schema }, { ...world, env: { KEY: 'hunter3' } }))
    expect(issues).toMatchObject([{ path: ['key'], hint: 'correct the reference, which it came from' }])
    expect(JSON.stringify(issues)).not.toContain('hunter')
  })

  it('points at the default that it was computed from', async () => {
    using sandbox = createSandbox({
      files: {
        'a.json': '{"n":"${m}"}',
        'schema.json': '{\n"properties": {\n"n": {"type": "integer"},\n"m": {"default": "x"}\n}\n}',
      },
    })
    const definition = { sources: [file('a.json')], schema: 'schema.json', root: sandbox.path('.') }
    const { issues } = await failure(() => createConfig(definition, sandbox.runtime))
    expect(issues[0]).toMatchObject({ path: ['n'], span: place(1, 6) })
    expect(issues[0]?.related).toContainEqual({
      message: 'what ${m} is',
      span: expect.objectContaining({ file: 'schema.json', start: expect.objectContaining({ line: 4 }) }),
    })
  })
})

describe('a secret that was a text', () => {
  it('is not shown as it was written', () => {
    const schema = { properties: { pin: { type: 'integer', 'x-secret': true } } }
    const config = createConfigSync<unknown>(
      { sources: [env({ prefix: 'APP_' })], schema },
      { ...world, env: { APP_PIN: '4711' } },
    )
    expect(config.explain('pin').coercedFrom).toBe('[secret]')
  })
})

describe('an empty variable', () => {
  it.each([
    ['without a schema', undefined],
    ['of which the schema knows nothing', { properties: {} }],
  ])('hides no value %s', (_, schema) => {
    const sources = [object({ a: 'x' }), env({ prefix: 'APP_' })]
    const config = createConfigSync<unknown>({ sources, ...(schema && { schema }) }, { ...world, env: { APP_A: '' } })
    expect(config.get('a')).toBe('x')
  })
})
