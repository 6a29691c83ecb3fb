import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import type { Path } from '../values/path.ts'
import { Secret } from '../values/secret.ts'
import type { Value } from '../values/value.ts'
import { type ResolveOptions, resolveReferences } from './resolve.ts'

const env: Readonly<Record<string, string>> = { HOME: '/home/ana', EMPTY: '' }

const options: ResolveOptions = {
  resolvers: { env: (name) => env[name], profile: () => 'prod' },
  below: () => undefined,
  locate: () => undefined,
  seal: (value) => value,
  suggest: () => undefined,
  maxExpansion: 10_000,
  maxNodes: 1000,
}

function resolve(tree: Value, changes: Partial<ResolveOptions> = {}): Value {
  const { value, issues } = resolveReferences(tree, { ...options, ...changes })
  if (issues.length > 0) throw new ConfigError(issues)
  return value
}

function codes(tree: Value, changes: Partial<ResolveOptions> = {}): string[] {
  return resolveReferences(tree, { ...options, ...changes }).issues.map((issue) => issue.code)
}

describe('resolveReferences', () => {
  it.each<[string, Value, Value]>([
    ['a path inside a text', { a: 'x', b: '<${a}>' }, { a: 'x', b: '<x>' }],
    ['a whole value with its type', { a: 1, b: '${a}' }, { a: 1, b: 1 }],
    ['a whole map', { a: { x: 1 }, b: '${a}' }, { a: { x: 1 }, b: { x: 1 } }],
    ['a whole map with references of its own', { a: { x: '${c}' }, b: '${a}', c: 2 }, { a: { x: 2 }, b: { x: 2 }, c: 2 }],
    ['null as a whole value', { a: null, b: '${a}' }, { a: null, b: null }],
    ['through another reference', { a: '${b}', b: '${c}', c: 'end' }, { a: 'end', b: 'end', c: 'end' }],
    [
      'inside a map that came by reference',
      { base: { host: 'h' }, db: '${base}', url: '${db.host}' },
      { base: { host: 'h' }, db: { host: 'h' }, url: 'h' },
    ],
    ['elements of a list', { list: ['${a}', 'y'], a: 'x', first: '${list[0]}' }, { list: ['x', 'y'], a: 'x', first: 'x' }],
    ['a default for what is not there', { a: '${nothing:-5}' }, { a: '5' }],
    ['a default for an empty text', { e: '', a: '${e:-x}' }, { e: '', a: 'x' }],
    ['a default with a reference', { a: '${nothing:-${b}}', b: 'deep' }, { a: 'deep', b: 'deep' }],
    ['an empty default', { a: '[${nothing:-}]' }, { a: '[]' }],
    ['a variable', { a: '${env:HOME}/x' }, { a: '/home/ana/x' }],
    ['the profile', { a: 'app-${profile}' }, { a: 'app-prod' }],
    ['an escaped one as it is', { a: '$${b} and ${b}', b: 1 }, { a: '${b} and 1', b: 1 }],
    ['a key with a dot in quotes', { 'a.b': 1, c: '${"a.b"}' }, { 'a.b': 1, c: 1 }],
    ['numbers and booleans as text', { a: '${n} ${t}', n: 1.5, t: true }, { a: '1.5 true', n: 1.5, t: true }],
  ])('fills in %s', (_, tree, expected) => {
    expect(resolve(tree)).toEqual(expected)
  })

  it('does not resolve twice what came out as a literal', () => {
    expect(resolve({ a: '$${x}', b: '${a}' })).toEqual({ a: '${x}', b: '${x}' })
  })

  it('takes a self-reference as the value that is overridden', () => {
    const trees = [{ path: '/bin' }, { path: '${path}:/usr' }]
    const below: ResolveOptions['below'] = (_, { layers = 2 }) => {
      const tree = trees[layers - 1]
      return tree && { tree, layers: layers - 1 }
    }
    expect(resolve({ path: '${path}:/opt' }, { below })).toEqual({ path: '/bin:/usr:/opt' })
  })

  it.each<[string, Value, string]>([
    ['unknown path', { a: '${b}' }, 'REFERENCE_UNKNOWN'],
    ['unknown variable', { a: '${env:NOPE}' }, 'REFERENCE_UNKNOWN'],
    ['unknown kind', { a: '${vault:x}' }, 'REFERENCE_UNKNOWN'],
    ['self-reference with nothing below', { a: '${a}' }, 'REFERENCE_UNKNOWN'],
    ['inherited member', { a: '${toString}' }, 'REFERENCE_UNKNOWN'],
    ['missing brace', { a: '${b' }, 'REFERENCE_SYNTAX'],
    ['empty name', { a: '${}' }, 'REFERENCE_SYNTAX'],
    ['map in a text', { a: 'x${b}', b: { c: 1 } }, 'VALUE_TYPE'],
    ['null in a text', { a: 'x${b}', b: null }, 'VALUE_TYPE'],
    ['expansion bomb', { a: '${b}${b}', b: '${c}${c}${c}${c}', c: 'x'.repeat(4000) }, 'REFERENCE_LIMIT'],
  ])('reports %s', (_, tree, code) => {
    expect(codes(tree)).toEqual([code])
  })

  it('names every step of a circle, once', () => {
    const { issues } = resolveReferences({ a: '${b}', b: 'x${c}', c: '${a}' }, options)
    expect(issues.map((issue) => issue.code)).toEqual(['REFERENCE_CYCLE'])
    expect(issues[0]?.message).toContain('a -> b -> c -> a')
  })

  it('sees a circle through a map that contains the reference', () => {
    expect(codes({ a: { b: '${a}' } })).toEqual(['REFERENCE_CYCLE'])
  })

  it('refuses lists that multiply without writing them out', () => {
    const tree: Record<string, Value> = { l0: ['x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x'] }
    for (let level = 1; level < 10; level++) tree[`l${level}`] = Array.from({ length: 10 }, () => `\${l${level - 1}}`)
    expect(codes(tree)).toContain('REFERENCE_LIMIT')
  })

  it('refuses an endless chain with a typed error', () => {
    const tree = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, `\${k${index + 1}}`]))
    expect(codes({ ...tree, k100000: 'end' }, { maxExpansion: 1e9, maxNodes: 1e9 })).toContain('REFERENCE_LIMIT')
  })

  it('makes a text with a secret in it secret', () => {
    const tree = { password: 'hunter2', url: 'postgres://${password}@db' }
    const sealed = resolve(tree, { seal: (value, path) => (path[0] === 'password' ? (new Secret(value) as Value) : value) })
    const url = (sealed as { url: unknown }).url
    expect(url).toBeInstanceOf(Secret)
    expect((url as Secret).reveal()).toBe('postgres://hunter2@db')
    expect(JSON.stringify(sealed)).not.toContain('hunter2@')
  })

  it('shares what it does not touch, and what came out as before', () => {
    const tree = { still: { x: 1 }, refs: { a: '${still.x}' } }
    const first = resolveReferences(tree, options)
    expect((first.value as typeof tree).still).toBe(tree.still)
    const again = resolveReferences(tree, options, first.evaluated)
    expect(again.value).toBe(first.value)
  })

  it('records what a reference of another kind found, hidden where it is part of a secret', () => {
    const seal = (value: Value, path: Path) => (path[0] === 'password' ? (new Secret(value) as Value) : value)
    const { derived } = resolveReferences(
      { password: 'hunter2', home: '${env:HOME}', url: '${env:HOME}:${password}' },
      { ...options, resolvers: { env: () => '/root' }, seal },
    )
    expect(derived.get('home')?.uses).toEqual([{ expression: '${env:HOME}', value: '/root', fallback: false }])
    expect(derived.get('url')?.uses.map((use) => use.value)).toEqual([expect.any(Secret), expect.any(Secret)])
  })

  it('records what each value was made of', () => {
    const { derived } = resolveReferences({ a: '${b}-${c:-x}', b: 1 }, options)
    expect(derived.get('a')).toEqual({
      expression: '${b}-${c:-x}',
      secret: false,
      uses: [
        { expression: '${b}', path: ['b'], value: 1, fallback: false },
        { expression: '${c:-x}', path: ['c'], fallback: true },
      ],
    })
  })
})
