import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { object } from '../sources/object.ts'
import type { Reading, Source } from '../sources/source.ts'
import { Secret } from '../values/secret.ts'
import type { Value } from '../values/value.ts'
import { createConfig, createConfigSync } from './create-config.ts'
import { type ConfigDefinition, defineConfig } from './definition.ts'
import { failure, text, world } from './text-source.fixture.ts'

/** A source whose content a test can change. */
function box(name: string, initial: Value | ConfigError): Source & { content: Value | ConfigError } {
  let version = 0
  const source = {
    kind: 'box',
    name,
    content: initial,
    read(): Reading {
      if (ConfigError.is(source.content)) throw source.content
      return {
        kind: 'value',
        uri: `box:${name}`,
        version: String(version++),
        value: structuredClone(source.content) as Value,
        textOnly: false,
      }
    },
  }
  return source
}

function broken(code: 'SOURCE_UNREADABLE'): ConfigError {
  return new ConfigError({ code, severity: 'error', message: 'cannot be read' })
}

interface Shop {
  server: { port: number; hosts: string[] }
  name: string
}

function shop(): { definition: ConfigDefinition<Shop>; base: ReturnType<typeof box>; top: ReturnType<typeof box> } {
  const base = box('base', { server: { port: 8080, hosts: ['a', 'b'] }, name: 'shop' })
  const top = box('top', { server: { port: 8443 } })
  return { definition: defineConfig<Shop>({ name: 'shop', sources: [base, top] }), base, top }
}

describe('a configuration', () => {
  it('reads typed values through get, find, has, value and at', async () => {
    await using config = await createConfig(shop().definition, world)
    const port: number = config.get('server.port')
    expect(port).toBe(8443)
    expect(config.get('server.hosts[1]')).toBe('b')
    expect(config.find('server.nothing')).toBeUndefined()
    expect(config.has('name')).toBe(true)
    expect(config.has('nam')).toBe(false)
    expect(config.value.server.hosts).toEqual(['a', 'b'])
    expect(config.at('server.port').value).toBe(8443)
  })

  it('throws KEY_MISSING with the nearest key', async () => {
    const config = await createConfig<unknown>({ sources: [box('a', { server: { port: 1 } })] }, world)
    const error = await failure(() => config.get('server.prot'))
    expect(error.code).toBe('KEY_MISSING')
    expect(error.issues[0].hint).toBe('did you mean "server.port"?')
  })

  it.each(['toString', '__proto__', 'constructor', 'server.constructor.name', 'server.hosts.length', 'name.length', ''])(
    'finds no inherited member at %j',
    async (path) => {
      const config = await createConfig<unknown>(shop().definition as ConfigDefinition, world)
      if (path === '') expect(config.has(path)).toBe(true)
      else expect(config.has(path)).toBe(false)
    },
  )

  it('hands out nothing that can be changed', async () => {
    const config = await createConfig(shop().definition, world)
    const value = config.value as unknown as Shop
    expect(() => {
      value.server.port = 1
    }).toThrow(TypeError)
    expect(() => value.server.hosts.push('c')).toThrow(TypeError)
    expect(() => {
      delete (value as Partial<Shop>).name
    }).toThrow(TypeError)
    expect(Object.isFrozen(config.get('server.hosts'))).toBe(true)
  })

  it('is the same by createConfigSync', () => {
    expect(createConfigSync(shop().definition, world).value.server.port).toBe(8443)
  })

  it('refuses to wait in createConfigSync', async () => {
    const slow: Source = { kind: 'slow', name: 'slow', read: async () => undefined }
    expect((await failure(() => createConfigSync({ sources: [slow] }, world))).code).toBe('SOURCE_ASYNC')
  })

  it('reports the problems of all sources at once', async () => {
    const error = await failure(() =>
      createConfig({ sources: [text('a.json', '{'), text('b.json', '[1,]'), box('c', broken('SOURCE_UNREADABLE'))] }, world),
    )
    expect(error.code).toBe('CONFIG_INVALID')
    expect(error.issues.map((issue) => issue.span?.file ?? issue.source)).toEqual(
      expect.arrayContaining(['a.json', 'b.json', 'c']),
    )
  })

  it('takes a required source that is absent as an error, an optional one as empty', async () => {
    const absent: Source = { kind: 'none', name: 'none', read: () => undefined }
    expect((await failure(() => createConfig({ sources: [absent] }, world))).code).toBe('SOURCE_MISSING')
    expect((await createConfig<unknown>({ sources: [{ ...absent, optional: true }] }, world)).value).toEqual({})
  })

  it.each(['[1]', '"x"', '5'])('refuses %s as a whole file', async (content) => {
    expect((await failure(() => createConfig({ sources: [text('a.json', content)] }, world))).code).toBe('VALUE_TYPE')
  })

  it('refuses keys that reach a prototype, with their place', async () => {
    const error = await failure(() =>
      createConfig({ sources: [text('a.json', '{\n  "__proto__": { "isAdmin": true }\n}')] }, world),
    )
    expect(error.issues[0]).toMatchObject({ code: 'MERGE_UNSAFE_KEY', span: { file: 'a.json', start: { line: 2, column: 3 } } })
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  it('takes what a source throws of its own as SOURCE_FAILED', async () => {
    const error = await failure(() =>
      createConfig(
        {
          sources: [
            {
              kind: 'x',
              name: 'x',
              read: () => {
                throw new RangeError('with a secret inside')
              },
            },
          ],
        },
        world,
      ),
    )
    expect(error.code).toBe('SOURCE_FAILED')
    expect(error.message).not.toContain('secret inside')
  })

  it.each([
    [{ sources: [], shcema: {} }, 'schema'],
    [{ sources: [], profils: {} }, 'profile'],
  ])('refuses an option that does not exist', async (definition, near) => {
    const error = await failure(() => createConfig(definition as ConfigDefinition, world))
    expect(error.code).toBe('OPTION_INVALID')
    expect(error.issues[0].hint).toContain(near)
  })
})

describe('explain', () => {
  it('gives the winner and all it hides, with places', async () => {
    const sources = [
      text('base.json', '{\n  "server": { "port": 8080 }\n}'),
      text('prod.json', '{ "server": {\n  "port": 8443 } }'),
    ]
    const config = await createConfig<unknown>(
      { sources, profiles: { base: {}, prod: { extends: 'base' } }, profile: { default: 'prod' } },
      world,
    )
    const explanation = config.explain('server.port')
    expect(explanation).toMatchObject({ path: ['server', 'port'], value: 8443, profile: ['prod', 'base'], generation: 1 })
    expect(explanation.winner).toMatchObject({ file: 'prod.json', value: 8443, span: { start: { line: 2, column: 11 } } })
    expect(explanation.shadowed).toMatchObject([{ file: 'base.json', value: 8080, span: { start: { line: 2, column: 23 } } }])
  })

  it('shows the expression behind a computed value', async () => {
    const config = await createConfig<unknown>(
      { sources: [text('a.json', '{"db":{"host":"h"},"url":"pg://${db.host}/${env:HOME}"}')] },
      world,
    )
    const explanation = config.explain('url')
    expect(explanation.value).toBe('pg://h//home/ana')
    expect(explanation.winner.value).toBe('pg://${db.host}/${env:HOME}')
    expect(explanation.derivation?.uses.map((use) => use.expression)).toEqual(['${db.host}', '${env:HOME}'])
  })

  it('leads inside a map that came by reference to the reference', async () => {
    const config = await createConfig<unknown>({ sources: [text('a.json', '{"base":{"host":"h"},\n"db":"${base}"}')] }, world)
    expect(config.explain('db.host')).toMatchObject({
      value: 'h',
      winner: { span: { start: { line: 2 } } },
      derivation: { expression: '${base}' },
    })
  })
})

describe('a key that a layer removes', () => {
  it('is said to be removed, with the place', async () => {
    const sources = [text('a.json', '{"old":1,"kept":2}'), text('b.json', '{\n  "old": "!unset"\n}')]
    const config = await createConfig<unknown>({ sources }, world)
    const error = await failure(() => config.get('old'))
    expect(error.issues[0]).toMatchObject({ code: 'KEY_MISSING', span: { file: 'b.json', start: { line: 2, column: 10 } } })
    expect(error.message).toContain('removed by b.json')
  })
})

describe('reload', () => {
  it('swaps to what changed and keeps the identity of the rest', async () => {
    const base = text('a.json', '{"still":{"x":[1,2]},"port":1}')
    const config = await createConfig<{ still: object; port: number }>({ sources: [base] }, world)
    const before = config.value
    base.content = '{"still":{"x":[1,2]},"port":2}'
    const changes = await config.reload()
    expect(changes).toEqual([{ kind: 'changed', path: ['port'], before: 1, after: 2 }])
    expect(config.value.still).toBe(before.still)
    expect(before.port).toBe(1)
    expect(config.current.generation).toBe(2)
  })

  it('changes nothing when the content is the same, but knows the new places', async () => {
    const base = text('a.json', '{"port":1}')
    const config = await createConfig<unknown>({ sources: [base] }, world)
    const before = config.value
    base.content = '{\n\n"port":1}'
    expect(await config.reload()).toEqual([])
    expect(config.value).toBe(before)
    expect(config.current.generation).toBe(1)
    expect(config.explain('port').winner.span?.start.line).toBe(3)
  })

  it('keeps the last good generation when something is wrong, and says so', async () => {
    const { definition, top } = shop()
    const config = await createConfig(definition, world)
    const rejected: string[][] = []
    using _ = config.on('rejected', (event) => rejected.push(event.issues.map((issue) => issue.code)))
    top.content = broken('SOURCE_UNREADABLE')
    expect((await failure(() => config.reload())).code).toBe('SOURCE_UNREADABLE')
    expect(config.get('server.port')).toBe(8443)
    expect(rejected).toEqual([['SOURCE_UNREADABLE']])
    expect(config.status()).toMatchObject([
      { kind: 'fresh', source: 'base' },
      { kind: 'stale', source: 'top' },
    ])

    top.content = { server: { port: 9000 } }
    await config.reload()
    expect(config.get('server.port')).toBe(9000)
    expect(config.status()).toMatchObject([{ kind: 'fresh' }, { kind: 'fresh' }])
  })

  it('tells listeners what changed; one that throws stops nobody', async () => {
    const { definition, top } = shop()
    const config = await createConfig(definition, world)
    const seen: number[] = []
    config.on('changed', () => {
      throw new Error('listener')
    })
    const subscription = config.on('changed', (event) => seen.push(event.changes.length))
    top.content = { server: { port: 1 } }
    await config.reload()
    subscription[Symbol.dispose]()
    top.content = { server: { port: 2 } }
    await config.reload()
    expect(seen).toEqual([1])
  })

  it('lets calls during a run share one further run', async () => {
    let reads = 0
    const slow: Source = {
      kind: 'slow',
      name: 'slow',
      read: async () => {
        reads++
        await new Promise((resolve) => setTimeout(resolve, 5))
        return { kind: 'value', uri: 'slow:', version: String(reads), value: { reads }, textOnly: false }
      },
    }
    const config = await createConfig<{ reads: number }>({ sources: [slow] }, world)
    await Promise.all([config.reload(), config.reload(), config.reload(), config.reload()])
    expect(reads).toBe(3)
    expect(config.value.reads).toBe(3)
  })

  it('is refused after close, while values stay readable', async () => {
    const config = await createConfig(shop().definition, world)
    await config.close()
    expect((await failure(() => config.reload())).code).toBe('CONFIG_CLOSED')
    expect(config.get('name')).toBe('shop')
  })
})

describe('override', () => {
  it('is as deep as the configuration may be, its paths counted, and no deeper', async () => {
    const limits = { maxDepth: 4 }
    await using config = await createConfig<Record<string, unknown>>({ sources: [text('a.json', '{"a":1}')], limits }, world)
    using _ = config.override({ 'b.c': { d: { e: 1 } } })
    expect(config.get('b.c.d.e')).toBe(1)
    for (const values of [{ 'b.c': { d: { e: {} } } }, { 'b.c.d.e.f': 1 }, { b: [[[[]]]] }])
      expect((await failure(() => config.override(values as Readonly<Record<string, Value>>))).code).toBe('FORMAT_TOO_DEEP')
    const far = Array(100_000).fill('a').join('.')
    expect((await failure(() => config.override({ [far]: 1 }))).code).toBe('FORMAT_TOO_DEEP')
    expect(config.get('b')).toEqual({ c: { d: { e: 1 } } })
  })

  it('wins until it is disposed of', async () => {
    const config = await createConfig(shop().definition, world)
    {
      using _ = config.override({ 'server.port': 0, 'server.hosts[1]': 'x' })
      expect(config.value).toEqual({ server: { port: 0, hosts: ['a', 'x'] }, name: 'shop' })
      expect(config.explain('server.port').winner.source).toBe('override')
      await config.reload()
      expect(config.get('server.port')).toBe(0)
    }
    expect(config.value).toEqual({ server: { port: 8443, hosts: ['a', 'b'] }, name: 'shop' })
  })

  it('counts although it comes or goes while a reload waits', async () => {
    let go = (): void => undefined
    const slow: Source = {
      kind: 'slow',
      name: 'slow',
      read: () =>
        new Promise((resolve) => {
          go = () => resolve({ kind: 'value', uri: 'slow:', version: '1', value: { a: 1, b: 1 }, textOnly: false })
        }),
    }
    const created = createConfig<unknown>({ sources: [slow] }, world)
    await Promise.resolve()
    go()
    const config = await created
    const gone = config.override({ b: 2 })
    const reloaded = config.reload()
    using _ = config.override({ a: 2 })
    gone[Symbol.dispose]()
    go()
    await reloaded
    expect(config.value).toEqual({ a: 2, b: 1 })
  })

  it('feeds references', async () => {
    const config = await createConfig<{ url: string }>(
      { sources: [text('a.json', '{"host":"h","url":"http://${host}"}')] },
      world,
    )
    using _ = config.override({ host: 'other' })
    expect(config.value.url).toBe('http://other')
  })

  it('changes nothing when it would be invalid', async () => {
    const config = await createConfig(shop().definition, world)
    expect((await failure(() => config.override({ name: '${nothing}' }))).code).toBe('REFERENCE_UNKNOWN')
    expect(config.get('name')).toBe('shop')
  })
})

describe('a schema', () => {
  const schema = {
    properties: { db: { properties: { password: { type: 'string', 'x-secret': true }, hosts: { 'x-merge': 'append' } } } },
  }
  const source = (content: string, name = 'a.json') => text(name, content)

  it('makes secrets of what it marks, and of what is made of them', async () => {
    const config = await createConfig<{ db: { password: Secret }; url: Secret }>(
      { sources: [source('{"db":{"password":"hunter2"},"url":"pg://${db.password}@h","copy":"${db}"}')], schema },
      world,
    )
    expect(config.value.db.password).toBeInstanceOf(Secret)
    expect(config.value.db.password.reveal()).toBe('hunter2')
    expect(config.value.url.reveal()).toBe('pg://hunter2@h')
    expect(JSON.stringify(config.value)).not.toContain('hunter2')
    expect(JSON.stringify(config.explain('db.password'))).not.toContain('hunter2')
    expect(JSON.stringify(config.explain('copy.password'))).not.toContain('hunter2')
    expect(config.explain('db.password').secret).toBe(true)
  })

  it('keeps an unchanged secret the same object over a reload', async () => {
    const a = source('{"db":{"password":"p"},"x":1}')
    const config = await createConfig<{ db: object }>({ sources: [a], schema }, world)
    const before = config.value.db
    a.content = '{"db":{"password":"p"},"x":2}'
    expect(await config.reload()).toHaveLength(1)
    expect(config.value.db).toBe(before)
  })

  it('declares how layers come together', async () => {
    const config = await createConfig<{ db: { hosts: string[] } }>(
      { sources: [source('{"db":{"hosts":["a"]}}'), source('{"db":{"hosts":["b"]}}', 'b.json')], schema },
      world,
    )
    expect(config.value.db.hosts).toEqual(['a', 'b'])
  })
})

describe('merging', () => {
  it('warns where a layer hides a map, with both places', async () => {
    const config = await createConfig({ sources: [text('a.json', '{"x":{"y":1}}'), text('b.json', '{"x":5}')] }, world)
    expect(config.current.warnings).toMatchObject([
      { code: 'MERGE_TYPE_CONFLICT', path: ['x'], span: { file: 'b.json' }, related: [{ span: { file: 'a.json' } }] },
    ])
  })

  it('refuses a strategy that does not exist', async () => {
    expect((await failure(() => createConfig({ sources: [], merge: { a: 'apend' as never } }, world))).code).toBe(
      'MERGE_STRATEGY',
    )
    expect(
      (
        await failure(() =>
          createConfig(
            {
              sources: [
                text('a.json', '{"x":[1],"$merge":{"x":"apend"}}'),
                text('b.json', '{"y":{"x":[1],"$merge":{"x":"apend"}}}'),
              ],
            },
            world,
          ),
        )
      ).issues.map((issue) => issue.code),
    ).toContain('MERGE_STRATEGY')
  })

  it('keeps warnings over a reload that does not touch them', async () => {
    const b = text('b.json', '{"x":5,"z":1}')
    const config = await createConfig({ sources: [text('a.json', '{"x":{"y":1},"z":0}'), b] }, world)
    b.content = '{"x":5,"z":2}'
    await config.reload()
    expect(config.current.warnings.map((issue) => issue.code)).toEqual(['MERGE_TYPE_CONFLICT'])
    b.content = '{"x":{"y":2},"z":2}'
    await config.reload()
    expect(config.current.warnings).toEqual([])
  })
})

describe('a version', () => {
  it('is equal for equal content, whatever the order of keys', async () => {
    const one = await createConfig({ sources: [text('a.json', '{"a":1,"b":[true,null]}')] }, world)
    const other = await createConfig({ sources: [text('a.json', '{"b":[true,null],"a":1}')] }, world)
    const different = await createConfig({ sources: [text('a.json', '{"b":[true,null],"a":"1"}')] }, world)
    expect(one.current.version).toBe(other.current.version)
    expect(one.current.version).not.toBe(different.current.version)
  })
})

describe('sources of equal names', () => {
  it('are told apart over reloads', async () => {
    const first = text('a.json', '{"a":1}')
    const second = { ...text('a.json', '{"b":1}'), name: 'a.json' }
    const config = await createConfig<{ a: number; b: number }>({ sources: [first, second] }, world)
    first.content = '{"a":2}'
    await config.reload()
    expect(config.value).toEqual({ a: 2, b: 1 })
  })
})

describe('options of formats and limits', () => {
  const ini = (formatOptions: Readonly<Record<string, unknown>>): Source => ({
    kind: 'text',
    name: 'a.ini',
    read: () => ({
      kind: 'bytes',
      uri: 'a.ini',
      version: '1',
      file: 'a.ini',
      bytes: new TextEncoder().encode('[s]\nKey = 1\n'),
      formatOptions,
    }),
  })

  it('reach the format', async () => {
    const config = await createConfig<unknown>({ sources: [ini({ dialect: 'python' })] }, world)
    expect(config.value).toEqual({ s: { key: '1' } })
  })

  it('are refused when they are mistyped', async () => {
    const error = await failure(() => createConfig({ sources: [ini({ dialct: 'python' })] }, world))
    expect(error.issues[0]).toMatchObject({ code: 'OPTION_INVALID', hint: 'did you mean "dialect"?', source: 'a.ini' })
  })

  it('hand the largest size of a file to sources', async () => {
    let asked: number | undefined
    const source: Source = {
      kind: 'x',
      name: 'x',
      optional: true,
      read: ({ maxBytes }) => {
        asked = maxBytes
        return undefined
      },
    }
    await createConfig({ sources: [source], limits: { maxBytes: 100 } }, world)
    expect(asked).toBe(100)
  })
})

it('an event that does not exist is refused, with those that do', async () => {
  const config = await createConfig({ sources: [object({ a: 1 })] }, world)
  const listen = () => config.on('change' as 'changed', () => undefined)
  expect(listen).toThrow(expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringContaining('"change"') }))
})
