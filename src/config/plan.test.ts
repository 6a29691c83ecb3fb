import { describe, expect, it } from 'vitest'
import { createConfig } from './create-config.ts'
import type { ConfigDefinition } from './definition.ts'
import type { ConfigOptions } from './plan.ts'
import { failure, text, world } from './text-source.fixture.ts'

async function refused(definition: object, options: object = {}): Promise<unknown> {
  const error = await failure(() => createConfig(definition as ConfigDefinition, { ...world, ...options } as ConfigOptions))
  return error.issues.map(({ code, message, hint }) => ({ code, message, hint }))
}

describe('what is handed to createConfig', () => {
  it('is refused with the known names when an option is like none of them', async () => {
    expect(await refused({ sources: [], colour: 'blue' })).toEqual([
      {
        code: 'OPTION_INVALID',
        message: 'a definition has no option "colour"',
        hint: 'known options: name, root, sources, profiles, profile, schema, rules, validators, validation, secrets, secretStores, secretReading, secretAudit, merge, formats, resolvers, keys, limits, imports, lint and locate',
      },
    ])
  })

  it('is checked on both sides, and everything is told at once', async () => {
    expect(await refused({ source: [] }, { wacth: true, watch: 1 })).toMatchObject([
      { message: 'a definition has no option "source"', hint: 'did you mean "sources"?' },
      { message: 'createConfig has no option "wacth"', hint: 'did you mean "watch"?' },
      { message: '"sources" must be a list of sources' },
      { message: '"watch" must be true or false', hint: 'watch: true reloads when a source changes' },
    ])
  })
})

const object = { kind: 'object', name: 'object', read: () => undefined, optional: true }

describe('the parts of a definition', () => {
  it.each([
    [{ rules: 'x' }, '"rules" must be a list'],
    [{ rules: null }, '"rules" must be a list'],
    [{ rules: [{ name: 'x', paths: ['a'] }] }, '"rules" has an entry that is no rule'],
    [{ rules: [() => 'wrong'] }, '"rules" has an entry that is no rule'],
    [{ validators: 'x' }, '"validators" must be a map'],
    [{ validators: { even: 1 } }, 'validators.even must be a function'],
    [{ secrets: 'db.password' }, '"secrets" must be a list'],
    [{ secrets: ['a..b'] }, 'secrets: "a..b" is not a path'],
    [{ secrets: [1] }, 'secrets: 1 is not a path'],
    [{ resolvers: { upper: true } }, 'resolvers.upper must be a function, or have one as "resolve"'],
    [{ resolvers: { upper: { resolve: 'loud' } } }, 'resolvers.upper must be a function, or have one as "resolve"'],
    [{ formats: ['pairs'] }, '"formats" has an entry that is no format'],
    [{ merge: 'append' }, '"merge" must be a map'],
    [{ limits: 'none' }, '"limits" must be a map'],
    [{ limits: { maxFileBytes: 5 } }, '"limits" has no option "maxFileBytes"'],
    [{ imports: { depth: 5 } }, '"imports" has no option "depth"'],
    [{ lint: { rule: {} } }, '"lint" has no option "rule"'],
    [{ profiles: ['dev'] }, '"profiles" must be a map'],
    [{ profile: 'dev' }, '"profile" must be a map'],
    [{ profile: { default: 'dev', evn: 'APP_ENV' } }, '"profile" has no option "evn"'],
    [{ name: 42 }, '"name" must be a text'],
    [{ root: 42 }, '"root" must be a text'],
    [{ validation: 'strict' }, '"validation" must be a map'],
    [{ validation: { mode: 'strikt' } }, '"strikt" is no mode'],
    [{ validation: { modus: 'strict' } }, '"validation" has no option "modus"'],
    [{ validation: { levels: { VALUE_RANG: 'off' } } }, 'there is no code "VALUE_RANG"'],
    [{ validation: { levels: { VALUE_RANGE: 'warn' } } }, '"warn" is no level'],
    [{ validation: { levels: 'off' } }, 'validation.levels must be a map'],
    [{ validation: { mode: 5 } }, '5 is no mode'],
    [{ validation: { mode: () => 'strict' } }, 'this is no mode'],
    [{ sources: ['app.yaml'] }, '"sources" has an entry that is no source'],
    [{ profiles: { dev: 5 } }, 'the profile "dev" must be a map'],
    [{ profiles: { dev: undefined } }, 'the profile "dev" must be a map'],
    [{ validation: { maxIssues: 'many' } }, 'validation.maxIssues must be a positive number'],
  ])('%j is refused', async (part, message) => {
    expect(await refused({ sources: [object], ...part })).toMatchObject([{ code: 'OPTION_INVALID', message }])
  })

  it.each([
    [{ env: 'x' }, '"env" must be a map'],
    [{ args: '--port 1' }, '"args" must be a list'],
    [{ profile: 42 }, '"profile" must be a text or list of texts'],
    [{ profile: ['prod', 42] }, '"profile" must be a text or list of texts'],
    [{ cwd: 42 }, '"cwd" must be a text'],
    [{ signal: 5 }, '"signal" must be an object with addEventListener and throwIfAborted'],
    [{ clock: {} }, '"clock" must be an object with now and sleep'],
    [{ logger: null }, '"logger" must be an object with debug, info, warn and error'],
  ])('createConfig refuses %j', async (option, message) => {
    expect(await refused({ sources: [object] }, option)).toMatchObject([{ code: 'OPTION_INVALID', message }])
  })

  it.each([[null], [undefined], ['app.yaml']])('are asked for when the definition is %j', async (definition) => {
    const error = await failure(() => createConfig(definition as never, world))
    expect(error.issues).toMatchObject([
      {
        code: 'OPTION_INVALID',
        message: 'a definition is an object with "sources"',
        hint: expect.stringContaining('sources: ['),
      },
    ])
  })

  it('are told with where to look when no name is near', async () => {
    const validation = { mode: 'zzzzzzzz', levels: { QQQQQQQQQQQQ: 'off' } }
    expect(await refused({ sources: [object], validation })).toMatchObject([
      { hint: 'write strict or lenient' },
      { hint: 'see docs/errors.md for every code' },
    ])
  })

  it('are told with the nearest name', async () => {
    const validation = { mode: 'strikt', levels: { VALUE_RANG: 'off' } }
    expect(await refused({ sources: [object], validation })).toMatchObject([
      { hint: 'did you mean "strict"?' },
      { hint: 'did you mean "VALUE_RANGE"?' },
    ])
  })

  it('count as left out when they are undefined', async () => {
    const validation = { mode: undefined, levels: { KEY_DEPRECATED: undefined }, maxIssues: undefined }
    const config = await createConfig({ sources: [text('a.json', '{"a":1}')], validation, merge: {} } as never, world)
    expect(config.value).toEqual({ a: 1 })
  })

  it('are taken when they are right', async () => {
    const validation = { mode: 'strict', levels: { KEY_DEPRECATED: 'error' }, maxIssues: 3 } as const
    await createConfig(
      { sources: [object], validation, rules: [], secrets: ['a.*.b', 'a[*].b'], resolvers: {}, validators: {} },
      world,
    )
  })
})

describe('the profile', () => {
  const definition = {
    sources: [text('a.json', '{}')],
    profiles: { base: {}, prod: {}, test: {} },
    profile: { env: 'SHOP_PROFILE', default: 'base' },
  }
  const chosen = async (options: ConfigOptions) => (await createConfig(definition, { ...world, ...options })).explain('').profile

  it('is the one the caller names, then that of the variable, then the default', async () => {
    expect(await chosen({ profile: 'prod', env: { SHOP_PROFILE: 'test' } })).toEqual(['prod'])
    expect(await chosen({ env: { SHOP_PROFILE: 'test' } })).toEqual(['test'])
    expect(await chosen({ env: { SHOP_PROFILE: '' } })).toEqual(['base'])
  })

  it('is refused when the definition has others, but none of that name', async () => {
    expect(await refused(definition, { profile: 'prdo' })).toMatchObject([
      { code: 'PROFILE_UNKNOWN', message: 'there is no profile "prdo"', hint: 'did you mean "prod"?' },
    ])
  })

  it('stands for itself when the definition has none', async () => {
    const config = await createConfig({ sources: [text('a.json', '{}')] }, { ...world, profile: 'prod' })
    expect(config.explain('').profile).toEqual(['prod'])
  })
})

describe('sources above', () => {
  it('win over those of the definition', async () => {
    const config = await createConfig<unknown>(
      { sources: [text('a.json', '{"x":1}')] },
      { ...world, above: [text('b.json', '{"x":2}')] },
    )
    expect(config.get('x')).toBe(2)
  })
})

describe('strategies', () => {
  it('of the definition must be ones that there are', async () => {
    const error = await failure(() => createConfig({ sources: [object], merge: { 'a.b': 'apend' } } as never, world))
    expect(error.issues).toMatchObject([{ code: 'MERGE_STRATEGY', path: ['merge', 'a.b'], hint: 'did you mean "append"?' }])
  })

  it('of the definition win over those of the schema', async () => {
    const schema = { properties: { hosts: { 'x-merge': 'append' } } }
    const sources = [text('a.json', '{"hosts":["a"]}'), text('b.json', '{"hosts":["b"]}')]
    const config = await createConfig<unknown>({ sources, schema, merge: { hosts: 'prepend' } }, world)
    expect(config.get('hosts')).toEqual(['b', 'a'])
  })
})
