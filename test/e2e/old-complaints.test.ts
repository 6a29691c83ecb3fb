import { args, type ConfigDefinition, ConfigError, createConfig, dotenv, env, file, object } from 'configmanage'
import { createSandbox, type SandboxOptions } from 'configmanage/testing'
import { describe, expect, it } from 'vitest'
import { told } from './wrong-values/said.ts'

// What people have complained of for years in other libraries, one promise each.

const schema = {
  type: 'object',
  properties: {
    debug: { type: 'boolean' },
    port: { type: 'integer', minimum: 1, maximum: 65_535 },
    ratio: { type: 'number' },
    id: { type: 'string' },
    hosts: { type: 'array', items: { type: 'string' } },
    limits: { type: 'object', additionalProperties: { type: 'number' } },
    db: { type: 'object', properties: { poolSize: { type: 'integer' }, host: { type: 'string' }, url: { type: 'string' } } },
    mail: { type: 'object', properties: { from: { type: 'string' } }, required: ['from'] },
    note: { type: ['string', 'null'] },
    empty: { type: 'string', 'x-allow-empty': true },
  },
} as const

async function configOf(variables: Readonly<Record<string, string>>, more: Partial<ConfigDefinition> = {}): Promise<unknown> {
  using sandbox = createSandbox({ env: variables })
  const config = await createConfig<unknown>({ sources: [env({ prefix: 'SHOP_' })], schema, ...more }, sandbox.runtime)
  return config.value
}

const refusedWith = async (variables: Readonly<Record<string, string>>, world: SandboxOptions = {}): Promise<readonly string[]> =>
  (await told({ sources: [env({ prefix: 'SHOP_' })], schema }, { ...world, env: variables })).lines

describe('a variable that is a boolean', () => {
  it.each([
    ...['true', 'TRUE', 'True', 'yes', 'Yes', 'on', 'ON', '1'].map((text) => [text, true] as const),
    ...['false', 'FALSE', 'False', 'no', 'No', 'off', 'OFF', '0'].map((text) => [text, false] as const),
  ])('%s is a boolean in the value, not a text: %s', async (text, value) => {
    expect(await configOf({ SHOP_DEBUG: text })).toEqual({ debug: value })
  })

  it.each(['y', 'n', 't', 'enabled', '2', 'truee', '!false', 'null', '[true]'])(
    '%s is refused instead of being taken for true',
    async (text) => {
      expect(await refusedWith({ SHOP_DEBUG: text })).toEqual(['VALUE_TYPE debug at SHOP_DEBUG'])
    },
  )

  it('can be switched off on top of a file that switches it on', async () => {
    expect(await configOf({ SHOP_DEBUG: 'false' }, { sources: [object({ debug: true }), env({ prefix: 'SHOP_' })] })).toEqual({
      debug: false,
    })
  })

  it('keeps its type below and above a value of a file', async () => {
    expect(await configOf({ SHOP_PORT: '81' }, { sources: [object({ port: 80 }), env({ prefix: 'SHOP_' })] })).toEqual({
      port: 81,
    })
    expect(await configOf({ SHOP_PORT: '81' }, { sources: [env({ prefix: 'SHOP_' }), object({ port: 80 })] })).toEqual({
      port: 80,
    })
  })
})

describe('a variable that is a number', () => {
  it.each([
    ['8080', 8080],
    ['0080', 80],
    ['+80', 80],
    ['8e2', 800],
  ])('%s is %d or refused, and never something else', async (text, value) => {
    const found = await configOf({ SHOP_PORT: text }).catch((error: unknown) => error)
    if (ConfigError.is(found)) expect(found.code).toBe('VALUE_TYPE')
    else expect(found).toEqual({ port: value })
  })

  it.each(['80x', '80 81', '0x50', '80.5', '', ' ', '1_000', '1,000', 'NaN', 'Infinity', '8O8O'])(
    'is not half read: "%s"',
    async (text) => {
      if (text.trim() === '') return expect(await configOf({ SHOP_PORT: '' })).toEqual({})
      expect(await refusedWith({ SHOP_PORT: text })).toEqual([expect.stringMatching(/^VALUE_(TYPE|RANGE) port at SHOP_PORT$/)])
    },
  )

  it('does not lose digits in silence', async () => {
    expect(await refusedWith({ SHOP_RATIO: '12345678901234567890.5' })).toEqual(['VALUE_TYPE ratio at SHOP_RATIO'])
  })

  it.each(['007', '1e3', '12345678901234567890', 'true', 'null', '0x10', '[1]', '{"a":1}', '1,2'])(
    'is no number where the schema asks for a text: %s',
    async (text) => {
      expect(await configOf({ SHOP_ID: text })).toEqual({ id: text })
    },
  )
})

describe('an empty variable', () => {
  it('is a value where the schema says so, from the environment, arguments and .env files alike', async () => {
    const below = object({ empty: 'below', id: 'below' })
    expect(await configOf({ SHOP_EMPTY: '', SHOP_ID: '' }, { sources: [below, env({ prefix: 'SHOP_' })] })).toEqual({
      empty: '',
      id: 'below',
    })
    using sandbox = createSandbox({ args: ['--empty=', '--id='], files: { '.env': 'EMPTY=\nID=\n' } })
    for (const source of [args(), dotenv()]) {
      const config = await createConfig<unknown>({ sources: [below, source], schema }, sandbox.runtime)
      expect(config.value).toEqual({ empty: '', id: 'below' })
    }
  })

  it('is not set, so what lies below stays', async () => {
    const sources = [object({ id: 'a', port: 80, debug: true, hosts: ['a'] }), env({ prefix: 'SHOP_' })]
    expect(await configOf({ SHOP_ID: '', SHOP_PORT: '', SHOP_DEBUG: '', SHOP_HOSTS: '' }, { sources })).toEqual({
      id: 'a',
      port: 80,
      debug: true,
      hosts: ['a'],
    })
  })

  it('does not count as what is required', async () => {
    expect(await refusedWith({ SHOP_MAIL__FROM: '', SHOP_MAIL__REPLY: 'x' })).toEqual([
      'VALUE_MISSING mail.from at environment SHOP_*',
    ])
  })
})

describe('lists and maps in variables', () => {
  it('are read as the schema says, with commas or as JSON', async () => {
    expect(await configOf({ SHOP_HOSTS: 'a, b', SHOP_LIMITS: '{"x": 1.5}' })).toEqual({ hosts: ['a', 'b'], limits: { x: 1.5 } })
    expect(await configOf({ SHOP_HOSTS: '["a,b"]' })).toEqual({ hosts: ['a,b'] })
  })

  it('that are no JSON are refused by name', async () => {
    expect(await refusedWith({ SHOP_LIMITS: '{x: 1}' })).toEqual(['VALUE_TYPE limits at SHOP_LIMITS'])
  })
})

describe('the names of variables', () => {
  it('need no table: keys in camel case are found, at any level', async () => {
    expect(await configOf({ SHOP_DB__POOL_SIZE: '5', SHOP_DB_HOST: 'h' })).toEqual({ db: { poolSize: 5, host: 'h' } })
  })

  it('are left alone without the prefix, as clusters set them for every service', async () => {
    expect(await configOf({ DB_PORT: 'tcp://10.0.0.1:80', PORT: 'x', SHOP: '1', SHOPPING_PORT: '1' })).toEqual({})
  })

  it('that mean the same are an error with both names', async () => {
    const { issues } = await told(
      { sources: [env({ prefix: 'SHOP_' })], schema },
      { env: { SHOP_DB__POOL_SIZE: '1', SHOP_DB__POOLSIZE: '2' } },
    )
    expect(JSON.stringify(issues)).toContain('SHOP_DB__POOL_SIZE')
    expect(JSON.stringify(issues)).toContain('SHOP_DB__POOLSIZE')
  })

  it('for a value and for something inside it are an error, not a crash', async () => {
    const { error } = await told({ sources: [env({ prefix: 'SHOP_' })], schema }, { env: { SHOP_DB: 'x', SHOP_DB__HOST: 'h' } })
    expect(error.code).toMatch(/^SOURCE_/)
  })

  it('take another separator, whatever the case of the keys', async () => {
    expect(await configOf({ SHOP_DB___POOL_SIZE: '5' }, { sources: [env({ prefix: 'SHOP_', separator: '___' })] })).toEqual({
      db: { poolSize: 5 },
    })
  })

  it('may hold a value that is no text in a table of names', async () => {
    expect(await configOf({ PORT: '81' }, { sources: [env({ prefix: 'SHOP_', map: { PORT: 'port' } })] })).toEqual({ port: 81 })
  })
})

describe('one set of booleans', () => {
  it('holds for variables, arguments, .env, INI and properties alike, and files with types keep theirs', async () => {
    for (const text of ['off', '0', 'No', 'FALSE']) {
      using sandbox = createSandbox({
        files: { 'a.ini': `debug = ${text}\n`, 'a.properties': `debug=${text}\n`, 'a.json': `{"debug": "${text}"}` },
      })
      for (const name of ['a.ini', 'a.properties']) {
        const config = await createConfig<unknown>({ sources: [file(name)], schema }, sandbox.runtime)
        expect(config.value).toEqual({ debug: false })
      }
      await expect(createConfig<unknown>({ sources: [file('a.json')], schema }, sandbox.runtime)).rejects.toMatchObject({
        code: 'VALUE_TYPE',
      })
    }
  })
})

describe('validation', () => {
  const files = {
    'base.yaml': 'mail:\n  from: a@b\nport: 80\n',
    'app.yaml': 'prot: 1\nport: none\ndb:\n  pool_size: 1\n  poolSize: x\n',
  }
  const sources = [file('base.yaml'), file('app.yaml')]

  it('looks at what was loaded, merged: a part that only a lower file has counts', async () => {
    const required = { ...schema, required: ['mail'] }
    using sandbox = createSandbox({ files: { ...files, 'app.yaml': 'port: 81\n' } })
    const config = await createConfig<unknown>({ sources, schema: required }, sandbox.runtime)
    expect(config.value).toEqual({ mail: { from: 'a@b' }, port: 81 })
  })

  it('says everything at once, with the path as people write it, the place and the key that was meant', async () => {
    const { error, issues } = await told({ sources, schema, validation: { mode: 'strict' } }, { files })
    expect(issues.map(({ code, span, hint }) => [code, span?.start.line, hint])).toEqual([
      ['VALUE_TYPE', 2, undefined],
      ['VALUE_TYPE', 5, undefined],
      ['KEY_UNKNOWN', 1, expect.stringContaining('"port"')],
      ['KEY_UNKNOWN', 4, expect.stringContaining('"poolSize"')],
    ])
    expect(error.message).toContain('app.yaml:2:7: "port" must be a whole number')
    expect(error.message).not.toMatch(/param|instance|undefined|\[object/)
  })

  it('sees what stands below a map that a higher layer writes anew', async () => {
    const layers = [object({ db: { poolSize: 1, host: 'a' } }), object({ db: { host: 'b', poolSize: 'x' } })]
    expect((await told({ sources: layers, schema }, {})).lines).toEqual(['VALUE_TYPE db.poolSize at object'])
    using sandbox = createSandbox()
    const config = await createConfig<unknown>(
      { sources: [layers[0] as never, object({ db: { url: 'c' } })], schema },
      sandbox.runtime,
    )
    expect(config.value).toEqual({ db: { poolSize: 1, host: 'a', url: 'c' } })
  })

  it('names an undeclared key by its name', async () => {
    const closed = { ...schema, additionalProperties: false }
    const { issues } = await told({ sources: [object({ 0: 'x', port: 1 })], schema: closed }, {})
    expect(issues).toMatchObject([{ code: 'KEY_UNKNOWN', message: '"0" is not known' }])
  })

  it('of a part is a schema of its own, put together with the others', async () => {
    const parts = { properties: { mail: { $ref: 'mail.json' }, db: { $ref: 'db.json#/$defs/db' } } }
    const world = {
      files: {
        'schema.json': JSON.stringify(parts),
        'mail.json': '{"type":"object","required":["from"]}',
        'db.json': '{\n"$defs":{"db":{"properties":{"port":{"maximum":9}}}}}',
        'a.yaml': 'mail: {}\ndb:\n  port: 10\n',
      },
    }
    expect((await told({ sources: [file('a.yaml')] }, world)).lines).toEqual([
      'VALUE_MISSING mail.from at a.yaml:1:1\n  the rule: mail.json:1:18',
      'VALUE_RANGE db.port at a.yaml:3:9\n  the rule: db.json:2:38',
    ])
  })
})
