import { describe, expect, it } from 'vitest'
import { Secret } from '../values/secret.ts'
import type { Value } from '../values/value.ts'
import { plainOptions } from './resolve.fixture.ts'
import { resolveReferences } from './resolve.ts'

function valueFrom(tree: Value): unknown {
  const { value, issues } = resolveReferences(tree, plainOptions)
  expect(issues).toEqual([])
  return value
}

function issuesOf(tree: Value): unknown {
  return resolveReferences(tree, plainOptions).issues.map(({ code, path, message, hint }) => [code, path, message, hint])
}

function codesOf(tree: Value): unknown {
  return resolveReferences(tree, plainOptions).issues.map(({ code, path }) => [code, path])
}

describe('a relative reference', () => {
  it.each<[string, Value, Value]>([
    ['a key beside it', { db: { host: 'h', url: 'x://${.host}' } }, { db: { host: 'h', url: 'x://h' } }],
    ['a key at the top', { host: 'h', url: '${.host}' }, { host: 'h', url: 'h' }],
    ['a key inside one beside it', { a: { b: { c: 1 }, d: '${.b.c}' } }, { a: { b: { c: 1 }, d: 1 } }],
    ['a key of the map around', { a: { b: { c: '${..d}' }, d: 1 } }, { a: { b: { c: 1 }, d: 1 } }],
    ['a key of a map beside the one around', { a: { b: '${..c.d}' }, c: { d: 1 } }, { a: { b: 1 }, c: { d: 1 } }],
    ['an element of its list', { list: [5, '${.[0]}'] }, { list: [5, 5] }],
    [
      'a key of the element around it',
      {
        all: [
          { n: 'a', u: '${.n}' },
          { n: 'b', u: '${.n}' },
        ],
      },
      {
        all: [
          { n: 'a', u: 'a' },
          { n: 'b', u: 'b' },
        ],
      },
    ],
    ['a key with a dot', { m: { 'a.b': 1, c: '${."a.b"}' } }, { m: { 'a.b': 1, c: 1 } }],
    ['a default that is relative too', { m: { a: '${.x:-${.b}}', b: 2 } }, { m: { a: 2, b: 2 } }],
  ])('names %s', (_, tree, expected) => {
    expect(valueFrom(tree)).toEqual(expected)
  })

  it('is seen from where it is written, whoever refers to its map', () => {
    const tree = { base: { host: 'h', url: '${.host}' }, copy: '${base}', host: 'of the top' }
    expect(valueFrom(tree)).toMatchObject({ copy: { host: 'h', url: 'h' } })
  })

  it.each([
    [
      '${..a}',
      'the dots lead above the top of the configuration (character 3 of the value)',
      'take dots away, or write the whole path',
    ],
    ['${.}', '"." is not a path (character 3 of the value)', 'write "$${" for a literal "${"'],
    ['${..}', '".." is not a path (character 3 of the value)', 'write "$${" for a literal "${"'],
  ])('%s leads nowhere', (text, message, hint) => {
    expect(issuesOf({ k: text, a: 1 })).toEqual([['REFERENCE_SYNTAX', ['k'], message, hint]])
  })

  it('is recorded with its whole path', () => {
    const { derived } = resolveReferences({ a: { b: 1, c: '${.b}' } }, plainOptions)
    expect(derived.get('a.c')?.uses).toEqual([{ expression: '${.b}', path: ['a', 'b'], value: 1, fallback: false }])
  })
})

describe('a required reference', () => {
  it.each<[string, Value]>([
    ['there', { a: '${b:?set it}', b: 1 }],
    ['there behind a default', { a: '${x:-${b:?set it}}', b: 1 }],
    ['not needed', { a: '${b:-${x:?set it}}', b: 1 }],
    ['false', { a: '${b:?}', b: false }],
  ])('is the value when it is %s', (_, tree) => {
    expect((valueFrom(tree) as { a: unknown; b: unknown }).a).toBe((tree as { b: unknown }).b)
  })

  it.each<[string, Value, string]>([
    ['missing', { a: '${b:?set it in prod.yaml}' }, '${b} is missing: set it in prod.yaml'],
    ['empty', { a: 'x${b:? set it }', b: '' }, '${b} is empty: set it'],
    ['null', { a: '${b:?set it}', b: null }, '${b} is null: set it'],
    ['missing', { a: '${b:?}' }, '${b} is missing'],
    ['missing', { a: '${x:-${b:?set it}}' }, '${b} is missing: set it'],
  ])('says what is written behind ":?" when it is %s', (_, tree, message) => {
    expect(issuesOf(tree)).toEqual([['REFERENCE_UNKNOWN', ['a'], message, 'give it a value']])
  })

  it('needs its brace', () => {
    expect(codesOf({ a: '${b:?set it' })).toEqual([['REFERENCE_SYNTAX', ['a']]])
  })
})

describe('a default', () => {
  it.each<[string, Value, unknown]>([
    ['of a default of a default', { a: '${x:-${y:-${z:-end}}}' }, 'end'],
    ['that is a map', { a: '${x:-${m}}', m: { k: 1 } }, { k: 1 }],
    ['with text around references', { a: '<${x:-[${n}]-${n}}>', n: 1 }, '<[1]-1>'],
    ['with an escaped reference', { a: '${x:-$${n}}', n: 1 }, '${n}'],
    ['with a brace of JSON', { a: '${x:-{}' }, '{'],
  ])('may be one %s', (_, tree, expected) => {
    expect((valueFrom(tree) as { a: unknown }).a).toEqual(expected)
  })

  it('stands for a secret that is empty', () => {
    const seal = (value: Value) => new Secret(value) as Value
    const { value } = resolveReferences({ a: '${b:-x}', b: '' }, { ...plainOptions, seal })
    expect(value).toMatchObject({ a: 'x' })
  })
})

describe('HOCON\'s optional reference "${?x}"', () => {
  it('is refused with what to write instead', () => {
    expect(issuesOf({ a: '${?b}' })).toEqual([
      [
        'REFERENCE_SYNTAX',
        ['a'],
        '"?b": references have no optional form "?" (character 3 of the value)',
        'give a default: "${name:-}" is an empty text, "${name:-${key}}" in the value of "key" is the value that it overrides',
      ],
    ])
  })
})

describe('a map inside a text', () => {
  it('is refused without telling the default, which may be a part of a secret', () => {
    expect(issuesOf({ a: 'x${b:-hunter2}', b: { c: 1 } })).toEqual([
      ['VALUE_TYPE', ['a'], '${b} is a map, which cannot be part of a text', 'refer to one value inside it'],
    ])
  })
})

describe('quotes in a path', () => {
  it.each([
    ['a brace', 'a}b'],
    ['the sign of a default', 'a:-b'],
    ['a quote', 'a"b'],
    ['a backslash', 'a\\b'],
  ])('may hold %s', (_, key) => {
    expect(valueFrom({ [key]: 1, c: `\${${JSON.stringify(key)}}` })).toMatchObject({ c: 1 })
  })
})

describe('a reference in a key', () => {
  it('is no reference', () => {
    expect(valueFrom({ a: 1, '${a}': { '${a}-x': '${a}' } })).toEqual({ a: 1, '${a}': { '${a}-x': 1 } })
  })
})

describe('a path through values that are references', () => {
  it.each<[string, Value, unknown]>([
    ['goes on where they lead', { a: '${b.x.k}', b: '${c}', c: { x: '${d}' }, d: { k: 1 } }, 1],
    ['needs nothing else of what they lead to', { a: '${b.k}', b: '${c}', c: { k: 1, back: '${a}' } }, 1],
    ['takes what a default leads to', { a: '${b.k}', b: '${nothing:-${c}}', c: { k: 1 } }, 1],
    ['finds nothing in a text', { a: '${b.k:-none}', b: 'x${c}', c: 1 }, 'none'],
    ['finds nothing in what was left unfilled', { a: '${b.k.l:-none}', b: '${c}', c: {} }, 'none'],
  ])('%s', (_, tree, expected) => {
    expect((valueFrom(tree) as { a: unknown }).a).toEqual(expected)
  })

  it.each<[string, Value]>([
    ['a circle', { a: '${b.x}', b: '${c}', c: '${b}' }],
    ['a circle that grows', { a: '${b.x.y}', b: { x: '${c.y}' }, c: '${b.x}' }],
  ])('stops at %s', (_, tree) => {
    const codes = resolveReferences(tree, plainOptions).issues.map(({ code }) => code)
    expect(codes).toContain('REFERENCE_CYCLE')
    expect(new Set(codes).size).toBe(1)
  })

  it('stops at a reference that cannot be read', () => {
    expect(codesOf({ a: '${b.x}', b: '${c' })).toEqual([['REFERENCE_SYNTAX', ['b']]])
    expect(codesOf({ a: '${b.x}', b: '${..c}' })).toEqual([['REFERENCE_SYNTAX', ['b']]])
  })

  it('is secret when any of the paths is', () => {
    const seal = (value: Value, path: readonly unknown[]) => (path[0] === 'vault' ? (new Secret(value) as Value) : value)
    const tree = { vault: { pw: 'hunter2' }, db: '${vault}', url: 'x:${db.pw}' }
    const { value } = resolveReferences(tree, { ...plainOptions, seal })
    expect((value as { url: unknown }).url).toBeInstanceOf(Secret)
  })
})

describe('a circle through whole maps', () => {
  it('names the map that a step takes as a whole', () => {
    expect(issuesOf({ a: { b: '${c}' }, c: { d: '${a}' } })).toMatchObject([
      ['REFERENCE_CYCLE', ['a', 'b'], 'references lead in a circle: a.b -> c -> c.d -> a -> a.b', expect.anything()],
    ])
  })

  it('is told once, however many references lead into it', () => {
    const tree = { a: { b: '${a}', c: 1 }, d: '${a}', e: ['${a}', '${a.b}'] }
    expect(codesOf(tree)).toEqual([['REFERENCE_CYCLE', ['a', 'b']]])
  })
})
