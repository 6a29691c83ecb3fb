import { describe, expect, it } from 'vitest'
import { Secret } from '../values/secret.ts'
import { withValue } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import { plainOptions, wide } from './resolve.fixture.ts'
import { type DeclaredResolver, type Resolved, type ResolveOptions, resolveReferences } from './resolve.ts'

const options: ResolveOptions = { ...plainOptions, maxExpansion: 1_000_000, maxNodes: 1_000_000 }

function run(tree: Value, before?: Resolved, changes: Partial<ResolveOptions> = {}): Resolved {
  const resolved = resolveReferences(tree, { ...options, ...changes }, before?.evaluated)
  expect(resolved.issues).toEqual([])
  return resolved
}

const computed = (resolved: Resolved) => resolved.evaluated?.computed

describe('a second run', () => {
  const tree: Value = {
    db: { host: 'h', port: 1 },
    cache: { host: 'c' },
    url: 'x://${db.host}:${db.port}',
    link: '<${url}>',
    other: '${cache.host}',
    copy: '${cache}',
    list: ['${cache.host}', '${other}'],
    lone: '${nothing:-d}',
  }

  it.each<[string, (string | number)[], Value, number]>([
    ['computes nothing when nothing changed', ['db', 'host'], 'h', 0],
    ['computes what uses a value, and what uses that', ['db', 'host'], 'h2', 2],
    ['computes users of a map when something in it changed', ['cache', 'host'], 'c2', 4],
    ['computes a text that was changed, and its users', ['other'], '${db.host}', 2],
    ['computes nothing for a value that nothing uses', ['unused'], 1, 0],
    ['computes what a default stood for, when it appears', ['nothing'], 'there', 1],
    ['does not compute users of what comes out as before', ['url'], 'x://h:${db.port}', 1],
  ])('%s', (_, path, value, count) => {
    const before = run(tree)
    const after = run(withValue(tree, path, value), before)
    expect(computed(after)).toBe(count)
    expect(after.value).toEqual(run(withValue(tree, path, value)).value)
    expect(after.derived).toEqual(run(withValue(tree, path, value)).derived)
  })

  it('recomputes one of 10,000 when the one value that it uses changed', () => {
    const large: Value = { values: wide(10_000, (index) => index), users: wide(10_000, (index) => `\${values.k${index}}!`) }
    const before = run(large)
    expect(computed(before)).toBe(10_000)
    const after = run(withValue(large, ['values', 'k7'], 'seven'), before)
    expect(computed(after)).toBe(1)
    expect((after.value as { users: { k7: unknown } }).users.k7).toBe('seven!')
  })

  it('keeps every object in which nothing changed', () => {
    const nested: Value = { v: 1, w: 1, a: { x: { r: '${v}' }, y: { r: '${w}' } }, l: [{ r: '${v}' }, { r: '${w}' }] }
    type Shape = { a: { x: unknown; y: unknown }; l: unknown[] }
    const before = run(nested).value as unknown as Shape
    const first = run(nested)
    const after = run(withValue(nested, ['v'], 2), first).value as unknown as Shape
    const kept = first.value as unknown as Shape
    expect(after.a.y).toBe(kept.a.y)
    expect(after.l[1]).toBe(kept.l[1])
    expect(after.a.x).toEqual({ r: 2 })
    expect(before.a.x).toEqual({ r: 1 })
  })

  it('finds children again when keys came or went', () => {
    const before = run({ v: 1, m: { a: { r: '${v}' }, b: { r: '${v}' } } })
    const after = run({ v: 1, m: { c: '${v}', b: { r: '${v}' } } }, before)
    expect(after.value).toEqual({ v: 1, m: { c: 1, b: { r: 1 } } })
  })

  it('keeps a secret that is made of the same', () => {
    const seal = (value: Value, path: readonly unknown[]) => (path[0] === 'pw' ? (new Secret(value) as Value) : value)
    const secret: Value = { pw: 'hunter2', url: 'x:${pw}', n: 1 }
    const before = run(secret, undefined, { seal })
    const after = run({ ...secret, n: 2 }, before, { seal })
    expect(computed(after)).toBe(0)
    expect((after.value as { url: unknown }).url).toBe((before.value as { url: unknown }).url)
  })

  it('computes a reference to itself again when the value below changed', () => {
    const below = (path: string) => ({ below: () => ({ tree: { path }, layers: 1 }) })
    const self: Value = { path: '${path}:/opt' }
    const before = run(self, undefined, below('/bin'))
    expect(computed(run(self, before, below('/bin')))).toBe(0)
    const after = run(self, before, below('/usr'))
    expect([computed(after), after.value]).toEqual([1, { path: '/usr:/opt' }])
  })

  it('finds a circle that was closed since', () => {
    const before = run({ a: '${b}', b: '${c}', c: 1 })
    const { issues } = resolveReferences({ a: '${b}', b: '${c}', c: '${a}' }, options, before.evaluated)
    expect(issues).toMatchObject([{ code: 'REFERENCE_CYCLE', message: 'references lead in a circle: a -> b -> c -> a' }])
  })

  it('finds a value that went away', () => {
    const before = run({ a: '${b}', b: 1 })
    expect(resolveReferences({ a: '${b}' }, options, before.evaluated).issues).toMatchObject([{ code: 'REFERENCE_UNKNOWN' }])
  })
})

describe('a resolver', () => {
  function counting(resolver: Partial<DeclaredResolver> = {}) {
    const calls: string[] = []
    const resolve = (argument: string): Value => {
      calls.push(argument)
      return resolver.resolve?.(argument, []) ?? argument.toUpperCase()
    }
    return { calls, resolvers: { ask: { ...resolver, resolve } } }
  }
  const tree: Value = { a: '${ask:x}', b: '<${a}>' }

  it('that is a function is asked again, and nothing computed when it answers the same', () => {
    const { calls, resolvers } = counting()
    const plain = { ask: resolvers.ask.resolve }
    const after = run(tree, run(tree, undefined, { resolvers: plain }), { resolvers: plain })
    expect([calls.length, computed(after)]).toEqual([2, 0])
  })

  it('that answers otherwise has its users computed, and is asked once for it', () => {
    let answer = 'one'
    const { calls, resolvers } = counting({ resolve: () => answer })
    const before = run(tree, undefined, { resolvers })
    answer = 'two'
    const after = run(tree, before, { resolvers })
    expect([calls.length, computed(after), after.value]).toEqual([2, 2, { a: 'two', b: '<two>' }])
  })

  it('that answers with an equal map gives the map of last time', () => {
    const { resolvers } = counting({ resolve: () => ({ k: [1] }) })
    const before = run({ a: '${ask:x}' }, undefined, { resolvers })
    const after = run({ a: '${ask:x}' }, before, { resolvers })
    expect(computed(after)).toBe(0)
    expect(after.value).toBe(before.value)
  })

  it('that is stable is asked once, whatever else changes in the text', () => {
    const { calls, resolvers } = counting({ stable: true })
    const text = { a: '${ask:x}${ask:y}${v}', v: 1 }
    const before = run(text, undefined, { resolvers })
    const after = run({ ...text, v: 2 }, before, { resolvers })
    expect([calls, after.value]).toEqual([['x', 'y'], { a: 'XY2', v: 2 }])
  })

  it('that tells versions is asked when the version is another', () => {
    let revision = 1
    const seen: unknown[] = []
    const version = (_: string, __: unknown, before: unknown) => {
      seen.push(before)
      return revision
    }
    const { calls, resolvers } = counting({ version })
    const first = run(tree, undefined, { resolvers })
    const second = run(tree, first, { resolvers })
    expect(calls).toHaveLength(1)
    revision = 2
    const third = run(tree, second, { resolvers })
    expect(calls).toHaveLength(2)
    expect(computed(third)).toBe(0)
    run(tree, third, { resolvers })
    expect(calls).toHaveLength(2)
    expect(seen).toEqual([undefined, 1, 1, 2])
  })

  it('is asked once for the same thing by one text', () => {
    const { calls, resolvers } = counting()
    run({ a: '${ask:x}${ask:x}' }, undefined, { resolvers })
    expect(calls).toEqual(['x'])
  })
})
