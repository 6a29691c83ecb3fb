import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { DateTime } from '../values/date-time.ts'
import { Secret } from '../values/secret.ts'
import type { Value } from '../values/value.ts'
import { replaceValues } from './replace-values.ts'
import { type Resolved, type ResolveOptions, resolveReferences } from './resolve.ts'

const place = { line: 3, column: 7, offset: 20 }
const span = { file: 'a.yaml', start: place, end: place }

const options: ResolveOptions = {
  resolvers: {},
  below: () => undefined,
  locate: () => span,
  seal: (value) => value,
  suggest: () => undefined,
  maxExpansion: 10_000,
  maxNodes: 1000,
}

function resolve(tree: Value, changes: Partial<ResolveOptions> = {}): Resolved {
  return resolveReferences(tree, { ...options, ...changes })
}

describe('a resolver that fails', () => {
  const issue = { code: 'SOURCE_UNREADABLE', severity: 'error', message: 'cannot be read' } as const
  const failing = (error: unknown) => ({
    resolvers: {
      vault: () => {
        throw error
      },
    },
  })

  it('is reported at the value that asked, when it names no place of its own', () => {
    expect(resolve({ a: { b: '${vault:x}' } }, failing(new ConfigError(issue))).issues).toMatchObject([
      { code: 'SOURCE_UNREADABLE', path: ['a', 'b'], span },
    ])
  })

  it('is reported at its own place, when it names one', () => {
    const own = { ...span, file: 'token' }
    expect(resolve({ a: '${vault:x}' }, failing(new ConfigError({ ...issue, span: own }))).issues).toMatchObject([
      { path: ['a'], span: own },
    ])
  })

  it('with a mistake of its own is not taken for a bad configuration', () => {
    const mistake = new TypeError('a mistake in the resolver')
    expect(() => resolve({ a: '${vault:x}' }, failing(mistake))).toThrow(mistake)
  })
})

describe('a text of several references', () => {
  it('is reported once, for the first that leads nowhere', () => {
    const { issues, value } = resolve({ a: 'x${nothing}y${neither}' })
    expect(issues).toMatchObject([{ code: 'REFERENCE_UNKNOWN', message: '${nothing} refers to nothing', path: ['a'], span }])
    expect(value).toEqual({ a: 'x${nothing}y${neither}' })
  })

  it('writes dates as they stand in the file', () => {
    const date: unknown = new DateTime('local-date', '2024-02-29')
    expect(resolve({ date: date as Value, log: 'app-${date}.log' }).value).toMatchObject({ log: 'app-2024-02-29.log' })
  })
})

describe('a circle', () => {
  it('is told with each place that is known', () => {
    const { issues } = resolve({ a: '${b}', b: '${a}' }, { locate: (path) => (path[0] === 'a' ? span : undefined) })
    expect(issues).toMatchObject([
      {
        code: 'REFERENCE_CYCLE',
        message: 'references lead in a circle: a (a.yaml:3) -> b -> a',
        span,
        related: [{ message: 'a', span }],
      },
    ])
    expect(issues[0]?.related).toHaveLength(1)
  })
})

describe('what is wrong with an expression', () => {
  it.each([
    ['${a:-'.repeat(51) + '}'.repeat(51), 'references nested deeper than 50 (character 256 of the value)'],
    ['x ${"a.b}', 'a "${" without its "}" (character 3 of the value)'],
    ['${a b', 'a "${" without its "}" (character 1 of the value)'],
    ['${a..b}', '"a..b" is not a path (character 3 of the value)'],
  ])('is told with its place in the value: %s', (text, message) => {
    expect(resolve({ key: text }).issues).toMatchObject([
      { code: 'REFERENCE_SYNTAX', path: ['key'], span, message, hint: 'write "$${" for a literal "${"' },
    ])
  })
})

describe('a whole tree that is one reference', () => {
  it('becomes what it refers to', () => {
    expect(resolve('${vault:x}', { resolvers: { vault: () => ({ port: 1 }) } }).value).toEqual({ port: 1 })
  })
})

describe('replaceValues', () => {
  const secret = new Secret('s')
  const at = (...path: readonly (string | number)[]) => ({ path, value: secret as Value })

  it('shares what it does not touch', () => {
    const tree = { a: { x: 1 }, b: ['y', 'z'] }
    const replaced = replaceValues(tree, [at('b', 1)], undefined) as typeof tree
    expect(replaced).toEqual({ a: { x: 1 }, b: ['y', secret] })
    expect(replaced.a).toBe(tree.a)
    expect(tree.b).toEqual(['y', 'z'])
  })

  it.each<[string, Value]>([
    ['map', { a: secret, same: 1 }],
    ['list', [secret, 1]],
  ])('gives back the %s of the last time when it comes out the same', (kind, earlier) => {
    const tree: Value = kind === 'map' ? { a: 's', same: 1 } : ['s', 1]
    expect(replaceValues(tree, [at(kind === 'map' ? 'a' : 0)], earlier)).toBe(earlier)
  })

  it.each<[string, Value, Value, readonly (string | number)[]]>([
    ['a list that was longer', ['s'], [secret, 1], [0]],
    ['a list with another element', ['s', 2], [secret, 1], [0]],
    ['a list that was a map', ['s'], { 0: secret }, [0]],
    ['a map that was a list', { 0: 's' }, [secret], ['0']],
    ['a map that was a single value', { a: 's' }, 'text', ['a']],
    ['a map that was null', { a: 's' }, null, ['a']],
    ['a map that had another key', { a: 's', b: 1 }, { a: secret, c: 1 }, ['a']],
    ['a map that had more keys', { a: 's' }, { a: secret, c: 1 }, ['a']],
  ])('makes %s anew', (_, tree, earlier, path) => {
    const replaced = replaceValues(tree, [at(...path)], earlier)
    expect(replaced).not.toBe(earlier)
    expect(replaced).toEqual(
      Array.isArray(tree) ? [secret, ...tree.slice(1)] : { ...(tree as object), [path[0] as string]: secret },
    )
  })
})
