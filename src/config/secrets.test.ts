import { describe, expect, it } from 'vitest'
import { Secret } from '../values/secret.ts'
import { createConfig } from './create-config.ts'
import { sealSecrets } from './seal-secrets.ts'
import { text, world } from './text-source.fixture.ts'

function open(value: unknown): unknown {
  return value instanceof Secret ? `sealed ${value.reveal()}` : value
}

describe('sealSecrets', () => {
  it.each([
    ['every element of a list', { users: [{ key: 'a' }, { key: 'b' }] }, ['users', '*', 'key'], ['users', 1, 'key'], 'sealed b'],
    ['every key of a map', { users: { ana: { key: 'a' } } }, ['users', '*', 'key'], ['users', 'ana', 'key'], 'sealed a'],
    ['everything below a path', { db: { user: 'u', more: [5] } }, ['db'], ['db', 'more', 0], 'sealed 5'],
  ] as const)('seals %s', (_, tree, pattern, path, expected) => {
    const sealed = sealSecrets(tree, [], { named: [pattern] })
    expect(open(path.reduce((value: unknown, part) => (value as Record<string | number, unknown>)[part], sealed))).toBe(expected)
  })

  it.each([
    ['a pattern that ends in a single value', { users: 'none' }, ['users', '*', 'key']],
    ['a path that does not exist', { users: {} }, ['password']],
    ['null, and maps and lists without values', { a: null, b: {}, c: [] }, ['*']],
    ['what is sealed already', { a: new Secret('x') }, ['a']],
  ])('gives the same tree for %s', (_, tree, pattern) => {
    expect(sealSecrets(tree, [], { named: [pattern] })).toBe(tree)
  })

  it('knows where a part of the tree stands', () => {
    expect(open(sealSecrets('p', ['db', 'password'], { named: [['db', '*']] }))).toBe('sealed p')
    expect(sealSecrets('p', ['web', 'password'], { named: [['db', '*']] })).toBe('p')
  })
})

describe('a secret below a pattern', () => {
  const schema = { properties: { users: { items: { properties: { key: { 'x-secret': true } } } } } }

  it('is one in explanations too, by the place of any element', async () => {
    const config = await createConfig<unknown>({ sources: [text('a.json', '{"users":[{"key":"k","id":1}]}')], schema }, world)
    expect(config.explain('users[0].key')).toMatchObject({ secret: true })
    expect(config.explain('users[0].id')).toMatchObject({ secret: false, value: 1 })
    expect(JSON.stringify(config.explain('users').winner)).not.toContain('"k"')
  })
})
