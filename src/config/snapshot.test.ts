import { describe, expect, it } from 'vitest'
import { Secret } from '../values/secret.ts'
import { contentHash } from './content-hash.ts'
import { createConfig } from './create-config.ts'
import { failure, text, world } from './text-source.fixture.ts'

const config = await createConfig<unknown>({ sources: [text('a.json', '{"server":{"port":1},"list":[1]}')] }, world)

describe('a text that is no path', () => {
  it.each(['a..b', '[', 'list[x]'])('is nothing to find, and no mistake to ask for: %s', (path) => {
    expect(config.find(path)).toBeUndefined()
    expect(config.has(path)).toBe(false)
  })

  it('is answered with how paths are written', async () => {
    const error = await failure(() => config.get('server..port'))
    expect(error.issues).toMatchObject([
      { code: 'KEY_MISSING', path: undefined, hint: 'write a path such as "server.port" or "hosts[0]"' },
    ])
    expect((await failure(() => config.explain('server..port'))).code).toBe('KEY_MISSING')
  })
})

describe('a path that does not exist', () => {
  it('cannot be explained', async () => {
    expect((await failure(() => config.explain('server.prot'))).issues[0].hint).toBe('did you mean "server.port"?')
  })

  it('that is like no other gets general advice', async () => {
    expect((await failure(() => config.get('list[7]'))).issues[0].hint).toBe('set it in one of the layers, or use find()')
  })
})

describe('a snapshot', () => {
  it('is explained by path as well as by text', () => {
    expect(config.current.explain(['server', 'port'])).toEqual(config.current.explain('server.port'))
  })

  it('answers the same however many paths were asked for', () => {
    const before = config.current.find('server')
    for (let index = 0; index < 20_001; index++) expect(config.current.find(`nothing${index}`)).toBeUndefined()
    expect(config.current.find('server')).toBe(before)
  })
})

describe('contentHash', () => {
  it('tells secrets apart by what they hide, and from the same text in the open', () => {
    const hashes = [new Secret('a'), new Secret('b'), 'a'].map((value) => contentHash({ value }))
    expect(new Set(hashes).size).toBe(3)
    expect(contentHash({ value: new Secret('a') })).toBe(hashes[0])
  })

  it('cannot be deceived by texts that look like structure', () => {
    expect(contentHash({ a: '1,', b: 2 })).not.toBe(contentHash({ a: 1, b: 2 }))
    expect(contentHash(['a', 'b'])).not.toBe(contentHash(['a,b']))
    expect(contentHash({ a: [] })).not.toBe(contentHash({ a: {} }))
  })
})
