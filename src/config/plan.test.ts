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
        hint: 'known options: name, root, sources, profiles, profile, schema, rules, validators, validation, secrets, merge, formats, resolvers, limits and lint',
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
  it('of the definition win over those of the schema', async () => {
    const schema = { properties: { hosts: { 'x-merge': 'append' } } }
    const sources = [text('a.json', '{"hosts":["a"]}'), text('b.json', '{"hosts":["b"]}')]
    const config = await createConfig<unknown>({ sources, schema, merge: { hosts: 'prepend' } }, world)
    expect(config.get('hosts')).toEqual(['b', 'a'])
  })
})
