import { describe, expect, it } from 'vitest'
import { env } from '../../sources/env.ts'
import { object } from '../../sources/object.ts'
import { createSandbox } from '../../testing/sandbox.ts'
import { defineRule, defineTransition } from '../../validation/rule.ts'
import { Secret } from '../../values/secret.ts'
import { createConfig, createConfigSync } from '../create-config.ts'
import { failure, text, world } from '../text-source.fixture.ts'

const port = { type: 'integer', minimum: 1, maximum: 65_535, default: 80 }
const schema = {
  type: 'object',
  properties: {
    server: { type: 'object', additionalProperties: false, properties: { port, host: { type: 'string', default: 'localhost' } } },
    debug: { type: 'boolean' },
    wait: { type: ['integer', 'string'], 'x-type': 'duration' },
    password: { type: 'string', 'x-secret': true, minLength: 12 },
  },
}
const place = (line: number, column: number, file = 'a.json') => ({ file, start: { line, column } })

describe('a configuration that the schema refuses', () => {
  it('does not start, and all of it is said with places', async () => {
    const source = text('a.json', '{\n  "server": { "port": 70000, "prot": 1 },\n  "debug": "maybe"\n}')
    const { issues } = await failure(() => createConfig({ sources: [source], schema }, world))
    expect(issues).toMatchObject([
      { code: 'KEY_UNKNOWN', path: ['server', 'prot'], span: place(2, 30), hint: 'did you mean "port"?' },
      { code: 'VALUE_RANGE', path: ['server', 'port'], span: place(2, 23), received: '70000' },
      { code: 'VALUE_TYPE', path: ['debug'], span: place(3, 12) },
    ])
  })

  it('points out a right value that is hidden', async () => {
    const sources = [text('base.json', '{"server":{"port":8080}}'), text('a.json', '{"server":{"port":0}}')]
    const { issues } = await failure(() => createConfig({ sources, schema }, world))
    expect(issues[0].related).toMatchObject([{ message: 'right, but hidden by it', span: place(1, 19, 'base.json') }])
  })

  it('names the variable that is wrong, and the one below it that is right', async () => {
    const sources = [env({ prefix: 'LOW_' }), env({ prefix: 'HIGH_' })]
    const { issues } = await failure(() =>
      createConfig({ sources, schema }, { ...world, env: { LOW_DEBUG: 'on', HIGH_DEBUG: 'perhaps' } }),
    )
    expect(issues).toMatchObject([{ name: 'HIGH_DEBUG', hint: 'LOW_DEBUG below it is right: remove this one to use that' }])
  })

  it('puts a missing key to the key of the map around it', async () => {
    const required = { properties: { db: { type: 'object', properties: { user: { type: 'string' } }, required: ['user'] } } }
    const source = text('a.json', '{\n  "db": {}\n}')
    const { issues } = await failure(() => createConfig({ sources: [source], schema: required }, world))
    expect(issues).toMatchObject([{ code: 'VALUE_MISSING', path: ['db', 'user'], span: place(2, 3) }])
    expect(issues[0].hint).toContain('a.json')
  })

  it('shows no secret', async () => {
    const source = text('a.json', '{"password":"hunter2"}')
    const error = await failure(() => createConfig({ sources: [source], schema }, world))
    expect(error.issues).toMatchObject([{ code: 'VALUE_LENGTH', received: '[secret]' }])
    expect(JSON.stringify(error.issues) + error.stack).not.toContain('hunter2')
  })

  it('keeps the last good generation at a reload', async () => {
    const source = text('a.json', '{"server":{"port":1}}')
    const config = await createConfig<{ server: { port: number } }>({ sources: [source], schema }, world)
    const before = config.value
    source.content = '{"server":{"port":"x"}}'
    expect((await failure(() => config.reload())).code).toBe('VALUE_TYPE')
    expect(config.value).toBe(before)
  })

  it('cannot be overridden into', async () => {
    const config = await createConfig<unknown>({ sources: [], schema }, world)
    expect((await failure(() => config.override({ 'server.port': 0 }))).code).toBe('VALUE_RANGE')
    expect(config.get('server.port')).toBe(80)
  })
})

describe('a schema', () => {
  it('fills in defaults, and explain says so', () => {
    const config = createConfigSync<unknown>({ sources: [object({ server: { host: 'h' } })], schema }, world)
    expect(config.value).toEqual({ server: { host: 'h', port: 80 } })
    expect(config.explain('server.port').winner).toMatchObject({
      source: 'default',
      uri: '#/properties/server/properties/port/default',
      value: 80,
    })
    expect(config.explain('server.host').shadowed).toMatchObject([{ source: 'default', value: 'localhost' }])
  })

  it('lets references see defaults', () => {
    const config = createConfigSync<unknown>({ sources: [object({ wait: '${server.port}' })], schema }, world)
    expect(config.get('wait')).toBe(80)
  })

  it('reads the texts of variables, and what references in them come to', () => {
    const sources = [env({ prefix: 'APP_' })]
    const variables = { APP_DEBUG: 'On', APP_SERVER__PORT: '${env:PORT}', PORT: '8080', APP_WAIT: '5m' }
    const config = createConfigSync<unknown>({ sources, schema }, { ...world, env: variables })
    expect(config.value).toEqual({ debug: true, server: { port: 8080, host: 'localhost' }, wait: 300_000 })
    expect(config.explain('debug').coercedFrom).toBe('On')
    expect(config.explain('server.port').coercedFrom).toBe('8080')
    expect(config.explain('wait').coercedFrom).toBe('5m')
  })

  it('keeps what did not change the same object over a reload', async () => {
    const source = text('a.json', '{"server":{"port":1},"wait":"1s"}')
    const config = await createConfig<{ server: object }>({ sources: [source], schema }, world)
    const before = config.value.server
    source.content = '{"server":{"port":1},"wait":"2s"}'
    expect(await config.reload()).toMatchObject([{ path: ['wait'], before: 1000, after: 2000 }])
    expect(config.value.server).toBe(before)
  })

  it('in a file may refer to files beside it, and has its place shown', async () => {
    using sandbox = createSandbox({
      files: {
        'schema.json': '{\n  "properties": { "port": { "$ref": "common.json#/$defs/port" } }\n}',
        'common.json': '{\n  "$defs": {\n    "port": { "type": "integer", "maximum": 65535 }\n  }\n}',
        'a.json': '{"port":70000}',
      },
    })
    const definition = { root: sandbox.folder, sources: [object({ port: 70_000 })], schema: 'schema.json' }
    const { issues } = await failure(() => createConfig(definition, sandbox.runtime))
    expect(issues).toMatchObject([{ code: 'VALUE_RANGE', related: [{ message: 'the rule', span: place(3, 34, 'common.json') }] }])
  })

  it('must not lead out of its folder', async () => {
    using sandbox = createSandbox({ files: { 'app/schema.json': '{"$ref":"../secret.json"}', 'secret.json': '{}' } })
    const definition = { root: sandbox.path('app'), sources: [], schema: 'schema.json' }
    expect((await failure(() => createConfig(definition, sandbox.runtime))).code).toMatch(/^SCHEMA_/)
  })
})

describe('a rule', () => {
  const rule = defineRule({
    name: 'tls-needs-certificate',
    paths: ['tls.enabled', 'tls.cert'],
    check: (values) =>
      values['tls.enabled'] === true && values['tls.cert'] === undefined ? 'tls needs a certificate' : undefined,
  })

  it('judges several values together, with or without a schema', async () => {
    const source = text('a.json', '{"tls":{"enabled":true}}')
    const { issues } = await failure(() => createConfig({ sources: [source], rules: [rule] }, world))
    expect(issues).toMatchObject([{ code: 'VALUE_RULE', message: 'tls needs a certificate', span: place(1, 19) }])
  })

  it('about a change refuses a reload, and nothing at the start', async () => {
    const fixed = defineTransition({ name: 'id-stays', paths: ['id'], check: () => 'the id must not change while running' })
    const source = text('a.json', '{"id":1}')
    const config = await createConfig<unknown>({ sources: [source], rules: [fixed] }, world)
    source.content = '{"id":2}'
    expect((await failure(() => config.reload())).issues).toMatchObject([{ code: 'VALUE_RULE', path: ['id'] }])
    expect(config.get('id')).toBe(1)
  })
})

describe('keys that a schema does not describe', () => {
  const source = text('a.json', '{"sever":{}}')

  it('are warnings', async () => {
    const config = await createConfig({ sources: [source], schema }, world)
    expect(config.current.warnings).toMatchObject([{ code: 'KEY_UNKNOWN', severity: 'warning', span: place(1, 2) }])
  })

  it('are errors in strict mode', async () => {
    const error = await failure(() => createConfig({ sources: [source], schema, validation: { mode: 'strict' } }, world))
    expect(error.code).toBe('KEY_UNKNOWN')
  })

  it('are warnings in lenient mode, even where the schema refuses them', async () => {
    const closed = { properties: { server: {} }, additionalProperties: false }
    const config = await createConfig({ sources: [source], schema: closed, validation: { mode: 'lenient' } }, world)
    expect(config.current.warnings).toMatchObject([{ code: 'KEY_UNKNOWN', severity: 'warning' }])
  })

  it('have the severity that the definition gives', async () => {
    const config = await createConfig({ sources: [source], schema, validation: { levels: { KEY_UNKNOWN: 'off' } } }, world)
    expect(config.current.warnings).toEqual([])
  })
})

describe('secrets that the definition names', () => {
  it('are secret without a word of a schema', () => {
    const config = createConfigSync<{ users: { key: Secret }[] }>(
      { sources: [object({ users: [{ key: 'abc' }] })], secrets: ['users[*].key'] },
      world,
    )
    expect(config.value.users[0]?.key).toBeInstanceOf(Secret)
  })

  it('must be paths', async () => {
    expect((await failure(() => createConfig({ sources: [], secrets: ['a..b'] }, world))).code).toBe('OPTION_INVALID')
  })
})

describe('a library that has to be waited for', () => {
  const slow = {
    '~standard': {
      version: 1 as const,
      vendor: 'slow',
      validate: async (value: unknown) =>
        (value as { n: number }).n > 0 ? { value } : { issues: [{ message: 'must be positive', path: ['n'] }] },
    },
  }

  it('is waited for at the start and at a reload', async () => {
    const source = text('a.json', '{"n":1}')
    const config = await createConfig<unknown>({ sources: [source], schema: slow }, world)
    expect(config.get('n')).toBe(1)
    source.content = '{"n":0}'
    expect((await failure(() => config.reload())).issues).toMatchObject([{ message: 'n: must be positive', span: place(1, 6) }])
    source.content = '{"n":2}'
    await config.reload()
    expect(config.get('n')).toBe(2)
  })

  it('is refused where nothing can wait', async () => {
    expect((await failure(() => createConfigSync({ sources: [object({ n: 1 })], schema: slow }, world))).code).toBe(
      'SOURCE_ASYNC',
    )
    const config = await createConfig<unknown>({ sources: [object({ n: 1 })], schema: slow }, world)
    expect((await failure(() => config.override({ n: 2 }))).code).toBe('SOURCE_ASYNC')
    expect(config.get('n')).toBe(1)
  })
})
