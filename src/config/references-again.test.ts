import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { DeclaredResolver } from '../references/resolve.ts'
import { object } from '../sources/object.ts'
import type { Source } from '../sources/source.ts'
import { createSandbox } from '../testing/sandbox.ts'
import type { Secret } from '../values/secret.ts'
import { createConfig } from './create-config.ts'
import { failure, text, world } from './text-source.fixture.ts'

/** A resolver that passes on what it is asked, and counts. */
function echo(parts: Partial<DeclaredResolver> = {}) {
  const calls: string[] = []
  const resolver: DeclaredResolver = {
    ...parts,
    resolve: (argument) => {
      calls.push(argument)
      return argument
    },
  }
  return { calls, resolver }
}

describe('a reload', () => {
  it('computes only what uses something that changed', async () => {
    const { calls, resolver } = echo({ stable: true })
    const keys = Array.from({ length: 10_000 }, (_, index) => `"k${index}":"\${v.a${index}}-\${count:k${index}}"`)
    const values = text('values.json', `{"v":{${keys.map((_, index) => `"a${index}":${index}`).join()}}}`)
    const sources = [values, text('users.json', `{${keys.join()}}`)]
    const config = await createConfig<unknown>({ sources, resolvers: { count: resolver } }, world)
    expect(calls).toHaveLength(10_000)
    values.content = values.content.replace('"a77":77', '"a77":"seven"')
    const changes = await config.reload()
    expect(changes.map(({ path }) => path)).toEqual([['v', 'a77'], ['k77']])
    expect(config.get('k77')).toBe('seven-k77')
    expect(calls).toHaveLength(10_000)
  })

  it('asks a plain function again, and keeps what comes out as before', async () => {
    const { calls, resolver } = echo()
    const base = text('a.json', '{"a":{"r":"${ask:x}"},"n":1}')
    const config = await createConfig<unknown>({ sources: [base], resolvers: { ask: resolver.resolve } }, world)
    const before = config.get('a')
    base.content = base.content.replace('"n":1', '"n":2')
    await config.reload()
    expect(calls).toEqual(['x', 'x'])
    expect(config.get('a')).toBe(before)
  })

  it('reads the file of a reference again when it changed', async () => {
    using sandbox = createSandbox({ files: { token: 'one\n', 'a.json': '' } })
    const config = await createConfig<unknown>({ sources: [text('a.json', '{"t":"<${file:token}>"}')] }, sandbox.runtime)
    expect(await config.reload()).toEqual([])
    sandbox.write('token', 'two\n')
    await config.reload()
    expect(config.get('t')).toBe('<two>')
    await sleep(100)
    expect(await config.reload()).toEqual([])
    expect(await config.reload()).toEqual([])
  })

  it('finds a file that was not there', async () => {
    using sandbox = createSandbox({ files: { 'a.json': '' } })
    const config = await createConfig<unknown>({ sources: [text('a.json', '{"t":"${file:token:-none}"}')] }, sandbox.runtime)
    expect(config.get('t')).toBe('none')
    sandbox.write('token', 'there')
    await config.reload()
    expect(config.get('t')).toBe('there')
  })

  it('sees another value of a variable', async () => {
    const env: Record<string, string> = { STAGE: 'blue' }
    const config = await createConfig<unknown>({ sources: [text('a.json', '{"s":"${env:STAGE}"}')] }, { ...world, env })
    env['STAGE'] = 'green'
    await config.reload()
    expect(config.get('s')).toBe('green')
  })

  it('keeps a secret that is made of the same', async () => {
    const sources = [text('a.json', '{"pw":"hunter2","url":"x:${pw}"}'), text('b.json', '{"n":1}')] as const
    const config = await createConfig<{ url: Secret; n: number }>({ sources, secrets: ['pw'] }, world)
    const before = config.get('url')
    sources[1].content = '{"n":2}'
    expect((await config.reload()).map(({ path }) => path)).toEqual([['n']])
    expect(config.get('url')).toBe(before)
  })

  it('sees what a reference to itself overrides', async () => {
    const base = text('a.json', '{"m":{"a":1}}')
    const sources = [base, text('b.json', '{"m":{"b":2}}'), text('c.json', '{"m":"${m}"}')]
    const config = await createConfig<unknown>({ sources }, world)
    expect(config.get('m')).toEqual({ a: 1, b: 2 })
    base.content = '{"m":{"a":3}}'
    await config.reload()
    expect(config.get('m')).toEqual({ a: 3, b: 2 })
  })
})

describe('a reference to its own key', () => {
  const schema = { type: 'object', properties: { level: { type: 'string', default: 'info' } } } as const

  it('is the default of the schema when no layer is below', async () => {
    const config = await createConfig<unknown>({ sources: [text('a.json', '{"level":"${level}+"}')], schema }, world)
    expect(config.get('level')).toBe('info+')
    expect(config.explain('level').derivation?.uses).toMatchObject([{ origin: { source: 'default', value: 'info' } }])
  })

  it('in a default of the schema refers to nothing', async () => {
    const circular = { type: 'object', properties: { level: { type: 'string', default: '${level}' } } } as const
    const error = await failure(() => createConfig({ sources: [text('a.json', '{}')], schema: circular }, world))
    expect(error.issues).toMatchObject([{ code: 'REFERENCE_UNKNOWN', path: ['level'] }])
  })
})

describe('an explanation', () => {
  it('tells the origin of everything that was used', async () => {
    using sandbox = createSandbox({ files: { 'config/token': 'abc' } })
    const sources = [
      text('config/low.json', '{"path":"/bin"}'),
      text(
        'config/app.json',
        '{"db":{"host":"h"},\n"copy":"${db}",\n"all":"${copy.host} ${env:STAGE} ${file:token} ${shout:x} ${profile} ${no:-d}",\n"path":"${path}:/opt"}'.replace(
          '${no:-d}',
          '${nothing:-d}',
        ),
      ),
    ]
    const config = await createConfig<unknown>(
      {
        sources,
        resolvers: { shout: (argument) => argument.toUpperCase() },
        profiles: { prod: {} },
        profile: { default: 'prod' },
      },
      { ...sandbox.runtime, env: { STAGE: 'blue' } },
    )
    const origins = config
      .explain('all')
      .derivation?.uses.map(({ origin }) => origin && { ...origin, span: origin.span?.start.line })
    expect(origins).toMatchObject([
      { source: 'config/app.json', file: 'config/app.json', span: 2, value: '${db}' },
      { source: 'environment', name: 'STAGE', value: 'blue' },
      { source: 'file:config/token', file: 'config/token', value: 'abc' },
      { source: 'shout', uri: 'shout:x', value: 'X' },
      { source: 'profile in use', value: 'prod' },
      undefined as never,
    ])
    expect(config.explain('path').derivation?.uses).toMatchObject([
      { value: '/bin', origin: { file: 'config/low.json', value: '/bin', span: { start: { line: 1, column: 9 } } } },
    ])
  })

  it('names a file by its whole path where the reference does, or where the value stands in no file', async () => {
    using sandbox = createSandbox({ files: { token: 'abc' } })
    const sources = [object({ here: '${file:token}', whole: `\${file:${sandbox.path('token')}}` })]
    const config = await createConfig<unknown>({ sources }, sandbox.runtime)
    const fileOf = (path: string) => config.explain(path).derivation?.uses[0]?.origin?.file
    expect([fileOf('here'), fileOf('whole')]).toEqual(['token', sandbox.path('token')])
  })
})

describe('a computed value that is wrong', () => {
  const schema = { properties: { port: { type: 'integer' }, plain: { type: 'string' } } } as const
  const relatedTo = async (...sources: readonly Source[]) => {
    const { issues } = await failure(() => createConfig({ sources, schema }, world))
    return issues.map(({ related = [] }) => related.map(({ message, span }) => `${message} ${span?.file}:${span?.start.line}`))
  }

  it('leads to what it overrides if it refers to itself', async () => {
    const places = await relatedTo(text('a.json', '{\n"port":"abc"}'), text('b.json', '{"port":"${port}"}'))
    expect(places).toMatchObject([expect.arrayContaining(['what ${port} is a.json:2'])])
  })

  it('leads to what it was made of without the default beside it', async () => {
    const [places] = await relatedTo(text('a.json', '{\n"plain":"abc",\n"port":"${plain:-1}"}'))
    expect(places).toContain('what ${plain} is a.json:2')
  })

  it('leads to each place once, however often it was used', async () => {
    const [places = []] = await relatedTo(text('a.json', '{\n"plain":"abc",\n"port":"${plain}${plain}"}'))
    expect(places.filter((place) => place.startsWith('what'))).toEqual(['what ${plain} is a.json:2'])
  })
})
