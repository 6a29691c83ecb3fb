import { describe, expect, it, onTestFinished } from 'vitest'
import { args } from '../sources/args.ts'
import { env } from '../sources/env.ts'
import { file } from '../sources/file.ts'
import { object } from '../sources/object.ts'
import type { Source } from '../sources/source.ts'
import { when } from '../sources/when.ts'
import { createSandbox, type Sandbox, type SandboxOptions } from '../testing/sandbox.ts'
import { createConfig } from './create-config.ts'
import type { ConfigDefinition } from './definition.ts'
import { failure } from './text-source.fixture.ts'

function sandboxOf(options: SandboxOptions = {}): Sandbox {
  const sandbox = createSandbox(options)
  onTestFinished(() => sandbox[Symbol.dispose]())
  return sandbox
}

const named = (name: string, values: Readonly<Record<string, string | number>>): Source => object(values, { name })

describe('several profiles', () => {
  const definition: ConfigDefinition = {
    profiles: {
      base: {},
      prod: { extends: 'base', aliases: ['production'], variables: { region: 'us', tier: 'high' } },
      eu: { variables: { region: 'eu' } },
      live: { group: ['prod', 'eu'] },
    },
    sources: [file('{profile}.json', { optional: true }), file('{region}/app.json', { optional: true })],
  }
  const files = {
    'base.json': '{"name":"base","base":1}',
    'prod.json': '{"name":"prod","prod":1}',
    'eu.json': '{"name":"eu"}',
    'eu/app.json': '{"region":"${profile:region}","tier":"${profile:tier}","in":"${profile}","other":"${profile:other:-none}"}',
  }

  it.each([['prod,eu'], ['production,eu'], [['prod', 'eu']]])('as %j read their files in order', async (profile) => {
    const config = await createConfig(definition, { ...sandboxOf({ files }).runtime, profile })
    expect(config.value).toEqual({ name: 'eu', base: 1, prod: 1, region: 'eu', tier: 'high', in: 'prod,eu', other: 'none' })
    expect(config.profile).toMatchObject({ name: 'prod,eu', active: ['prod', 'eu'], chain: ['base', 'prod', 'eu'] })
    expect(config.explain('name')).toMatchObject({ profile: ['eu', 'prod', 'base'], profileReason: 'asked for by name' })
  })

  it('come with a group', async () => {
    const config = await createConfig(definition, { ...sandboxOf({ files }).runtime, profile: 'live' })
    expect(config.profile).toMatchObject({ name: 'live', active: ['live', 'prod', 'eu'] })
    expect(config.get('name' as never)).toBe('eu')
  })

  it('are refused for a variable that none has', async () => {
    const sources = [object({ a: '${profile:regoin}' })]
    const error = await failure(() => createConfig({ ...definition, sources }, { ...sandboxOf().runtime, profile: 'prod' }))
    expect(error.code).toBe('REFERENCE_UNKNOWN')
  })

  it('are checked though none is in use', async () => {
    const profiles = { a: { extends: 'b' }, b: { extends: 'a' } }
    expect((await failure(() => createConfig({ profiles, sources: [] }, sandboxOf().runtime))).code).toBe('PROFILE_CYCLE')
  })
})

describe('the flag of a program', () => {
  const definition: ConfigDefinition = {
    profiles: { dev: {}, prod: {} },
    profile: { flag: 'profile', default: 'dev' },
    sources: [object({ a: 0 }), args()],
  }

  it.each([
    [['--profile', 'prod', '--a', '1']],
    [['--a=1', '--profile=prod']],
    [['--profile=dev', '--profile', 'prod', '--a', '1', '--', '--profile', 'x']],
  ])('%j chooses, and is no value', async (list) => {
    const config = await createConfig(definition, sandboxOf({ args: list }).runtime)
    expect(config.profile).toMatchObject({ name: 'prod', choice: { by: 'flag', reason: '--profile in the arguments' } })
    expect(config.value).toEqual({ a: '1' })
  })

  it('need not be there', async () => {
    expect((await createConfig(definition, sandboxOf({ args: ['--a', '1'] }).runtime)).profile?.name).toBe('dev')
  })
})

describe('sources of a profile', () => {
  it('lie above the files of the definition and below the environment and the arguments', async () => {
    const config = await createConfig(
      {
        profiles: {
          base: { sources: [named('base', { b: 2, c: 2, d: 2, e: 2 })] },
          prod: { extends: 'base', sources: [named('prod', { c: 3, d: 3, e: 3 })] },
          test: { sources: [named('test', { t: 9 })] },
        },
        sources: [named('all', { a: 1, b: 1, c: 1, d: 1, e: 1 }), env({ prefix: 'X_' }), args()],
      },
      { ...sandboxOf({ env: { X_D: '4' }, args: ['--e', '5'] }).runtime, profile: 'prod' },
    )
    expect(config.value).toEqual({ a: 1, b: 2, c: 3, d: '4', e: '5' })
  })

  it('have a place of their own with a condition', async () => {
    const definition: ConfigDefinition = {
      profiles: { prod: {}, eu: {} },
      sources: [when('prod & !eu', named('us', { region: 'us', a: 1 }), named('more', { b: 1 })), named('last', { a: 2 })],
    }
    const load = async (profile: string) => (await createConfig(definition, { ...sandboxOf().runtime, profile })).value
    expect(await load('prod')).toEqual({ region: 'us', a: 2, b: 1 })
    expect(await load('prod,eu')).toEqual({ a: 2 })
    const wrong = { ...definition, sources: [when('prod & & eu', named('x', {}))] }
    const { issues } = await failure(() => createConfig(wrong, sandboxOf().runtime))
    expect(issues).toMatchObject([{ code: 'PROFILE_EXPRESSION', source: 'x when prod & & eu' }])
  })
})

describe('detection', () => {
  it('looks at the real world only when asked, and says what it saw', async () => {
    const definition: ConfigDefinition = {
      profiles: { prod: { aliases: ['production'] } },
      profile: { detect: true },
      sources: [],
    }
    const { runtime } = sandboxOf({ env: { NODE_ENV: 'production' } })
    const { profile } = await createConfig(definition, runtime)
    expect(profile?.choice).toMatchObject({ by: 'detector', from: 'node-env', reason: 'node-env: "production", by NODE_ENV' })
    expect((await createConfig({ ...definition, profile: {} }, runtime)).profile).toBeUndefined()
  })
})

describe('switchProfile', () => {
  const files = { 'app.yaml': 'a: 1\n---\n$when: prod\na: 2\n---\n$when: eu\na: 3', 'bad.json': '{' }
  const definition: ConfigDefinition = {
    profiles: { dev: {}, prod: { sources: [named('own', { own: '${profile}' })] }, eu: {}, bad: { sources: [file('bad.json')] } },
    profile: { env: 'SHOP_ENV', default: 'dev' },
    sources: [file('app.yaml')],
  }

  it('swaps to the other profile as a reload does', async () => {
    const config = await createConfig(definition, sandboxOf({ files }).runtime)
    const events: unknown[] = []
    config.on('changed', ({ generation, changes }) => events.push([generation, changes.length]))
    const changes = await config.switchProfile('prod,eu')
    expect(changes.map(({ kind, path }) => [kind, path.join('.')])).toEqual([
      ['changed', 'a'],
      ['added', 'own'],
    ])
    expect(config.value).toEqual({ a: 3, own: 'prod,eu' })
    expect(config.profile).toMatchObject({ name: 'prod,eu', choice: { by: 'option' } })
    expect(events).toEqual([[2, 2]])
    await config.reload()
    expect(config.value).toEqual({ a: 3, own: 'prod,eu' })
    await config.switchProfile('dev')
    expect(config.value).toEqual({ a: 1 })
    await config.switchProfile(['prod'])
    expect(config.value).toEqual({ a: 2, own: 'prod' })
  })

  it('is rejected for a profile that does not exist or cannot be loaded, and the last good one stays', async () => {
    const config = await createConfig(definition, sandboxOf({ files }).runtime)
    const codes: unknown[] = []
    config.on('rejected', ({ issues }) => codes.push(issues[0]?.code))
    expect((await failure(() => config.switchProfile('prdo'))).issues[0]?.hint).toContain('"prod"')
    expect((await failure(() => config.switchProfile('bad'))).code).toBe('FORMAT_SYNTAX')
    expect(codes).toEqual(['PROFILE_UNKNOWN', 'FORMAT_SYNTAX'])
    expect(config.value).toEqual({ a: 1 })
    expect(config.profile?.name).toBe('dev')
    await config.reload()
    expect(config.value).toEqual({ a: 1 })
  })

  it('takes its turn among reloads and other switches', async () => {
    const config = await createConfig(definition, sandboxOf({ files }).runtime)
    const all = [config.reload(), config.switchProfile('prod'), config.reload(), config.switchProfile('eu'), config.reload()]
    await Promise.all(all)
    expect(config.value).toEqual({ a: 3 })
    expect(config.profile?.name).toBe('eu')
  })

  it('does not take a source for another one of its name', async () => {
    const { runtime } = sandboxOf({ files: { 'x.conf': '{"a": 1}' } })
    const config = await createConfig(
      {
        profiles: {
          day: { sources: [object({ rate: 100 }), file('x.conf', { format: 'json' })] },
          night: { sources: [object({ rate: 5 }), file('x.conf', { format: 'properties' })] },
        },
        sources: [],
      },
      { ...runtime, profile: 'day' },
    )
    expect(config.value).toEqual({ rate: 100, a: 1 })
    await config.switchProfile('night')
    expect(config.value).toEqual({ rate: 5, '{"a"': '1}' })
  })

  it('keeps overrides', async () => {
    const config = await createConfig(definition, sandboxOf({ files }).runtime)
    const override = config.override({ a: 9 })
    await config.switchProfile('prod')
    expect(config.value).toEqual({ a: 9, own: 'prod' })
    override[Symbol.dispose]()
    expect(config.value).toEqual({ a: 2, own: 'prod' })
  })

  it('is given up when the configuration is closed while it waits', async () => {
    const config = await createConfig({ sources: [object({ a: 1 })] }, sandboxOf().runtime)
    const reload = config.reload()
    const waiting = failure(() => config.switchProfile('prod'))
    await config.close()
    expect((await waiting).code).toBe('CONFIG_CLOSED')
    await reload.catch(() => undefined)
    expect(config.get('a' as never)).toBe(1)
  })

  it('is over when the configuration is closed', async () => {
    const config = await createConfig(definition, sandboxOf({ files }).runtime)
    await config.close()
    expect((await failure(() => config.switchProfile('prod'))).code).toBe('CONFIG_CLOSED')
  })
})

describe('a source of your own', () => {
  it('may ask which profile is active, where the definition has none too', async () => {
    const asking: Source = {
      kind: 'asking',
      name: 'asking',
      read: ({ isActive }) => ({
        kind: 'value',
        uri: 'asking:',
        version: '1',
        textOnly: false,
        value: { prod: isActive('prod & !eu'), eu: isActive('eu') },
      }),
    }
    const config = await createConfig({ sources: [asking] }, { ...sandboxOf().runtime, profile: 'prod' })
    expect(config.value).toEqual({ prod: true, eu: false })
  })
})
