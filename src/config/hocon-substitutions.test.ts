import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import type { Value } from '../values/value.ts'
import { createConfigSync } from './create-config.ts'
import { text, world } from './text-source.fixture.ts'

/**
 * What HOCON says of substitutions (https://github.com/lightbend/config/blob/main/HOCON.md), case by case. There one
 * file may define a key several times; here each definition is a layer. HOCON's `${a}"text"` is written `${a}text`.
 */
type Layers = readonly Readonly<Record<string, Value>>[]

function load(layers: Layers): unknown {
  const sources = layers.map((layer, index) => text(`${index}.json`, JSON.stringify(layer)))
  return createConfigSync({ sources }, { ...world, env: { HOME: '/home/ana' } }).value
}

function problemOf(layers: Layers): string {
  try {
    return `no problem: ${JSON.stringify(load(layers))}`
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    return error.issues.map(({ code, path }) => `${code} ${path?.join('.')}`).join(', ')
  }
}

describe('substitutions, as in HOCON', () => {
  it.each<[section: string, what: string, layers: Layers, expected: Value]>([
    [
      'Substitutions',
      'looks forward in the file',
      [{ key: '${animal} is my favorite', animal: 'dog' }],
      { key: 'dog is my favorite', animal: 'dog' },
    ],
    ['Substitutions', 'takes a value of another file', [{ a: '${b}' }, { b: 1 }], { a: 1, b: 1 }],
    ['Substitutions', 'takes the value assigned last', [{ a: '${b}', b: 1 }, { b: 2 }], { a: 2, b: 2 }],
    [
      'Substitutions',
      'takes the merged object',
      [{ a: '${b}', b: { x: 1 } }, { b: { y: 2 } }],
      { a: { x: 1, y: 2 }, b: { x: 1, y: 2 } },
    ],
    [
      'Substitutions',
      'keeps the type of a whole value',
      [{ a: '${b}', b: [1, true, null] }],
      { a: [1, true, null], b: [1, true, null] },
    ],
    ['Substitutions', 'becomes a text inside a text', [{ a: 'port ${b}', b: 10 }], { a: 'port 10', b: 10 }],
    ['Substitutions', 'stands in elements of a list', [{ a: ['${b}', 'x${b}'], b: 1 }], { a: [1, 'x1'], b: 1 }],
    ['Substitutions', 'does not stand in keys', [{ '${b}': 1, b: 'x' }], { '${b}': 1, b: 'x' }],
    [
      'Substitutions',
      'finds a null that was set, where other sources are not asked',
      [{ a: '${b}', b: null }],
      { a: null, b: null },
    ],
    [
      'Path expressions',
      'needs quotes for a dot in a key',
      [{ a: '${foo."hello.world"}', foo: { 'hello.world': 1 } }],
      { a: 1, foo: { 'hello.world': 1 } },
    ],
    ['Self-Referential Substitutions', 'path : ${path}":d"', [{ path: 'a:b:c' }, { path: '${path}:d' }], { path: 'a:b:c:d' }],
    [
      'Self-Referential Substitutions',
      'foo : { a : 1 }, foo : ${foo}',
      [{ foo: { a: 1 } }, { foo: '${foo}' }],
      { foo: { a: 1 } },
    ],
    [
      'Self-Referential Substitutions',
      'foo : ${does-not-exist}, foo : 42',
      [{ foo: '${does-not-exist}' }, { foo: 42 }],
      { foo: 42 },
    ],
    ['Self-Referential Substitutions', 'foo : ${foo}, foo : 42', [{ foo: '${foo}' }, { foo: 42 }], { foo: 42 }],
    [
      'Self-Referential Substitutions',
      'foo : { a : { c : 1 } }, foo : ${foo.a}',
      [{ foo: { a: { c: 1 } } }, { foo: '${foo.a}' }],
      { foo: { c: 1 } },
    ],
    ['Self-Referential Substitutions', 'a.b=1, a.b=${a.b}', [{ a: { b: 1 } }, { a: { b: '${a.b}' } }], { a: { b: 1 } }],
    [
      'Self-Referential Substitutions',
      'an overridden object is the merged one',
      [{ foo: { a: 1 } }, { foo: { b: 2 } }, { foo: '${foo}' }],
      { foo: { a: 1, b: 2 } },
    ],
    [
      'Self-Referential Substitutions',
      'an overridden object brings its own substitutions',
      [{ foo: { a: '${x}', b: '${foo.c}', c: 3 } }, { foo: '${foo}', x: 1 }],
      { foo: { a: 1, b: 3, c: 3 }, x: 1 },
    ],
    [
      'Self-Referential Substitutions',
      'bar : { foo : 42, baz : ${bar.foo} }',
      [{ bar: { foo: 42, baz: '${bar.foo}' } }],
      { bar: { foo: 42, baz: 42 } },
    ],
    [
      'Self-Referential Substitutions',
      '... with bar : { foo : 43 } above',
      [{ bar: { foo: 42, baz: '${bar.foo}' } }, { bar: { foo: 43 } }],
      { bar: { foo: 43, baz: 43 } },
    ],
    [
      'Self-Referential Substitutions',
      'objects that refer to each other',
      [
        { bar: { a: '${foo.d}', b: 1 }, foo: { c: '${bar.b}', d: 2 } },
        { bar: { b: 3 }, foo: { d: 4 } },
      ],
      { bar: { a: 4, b: 3 }, foo: { c: 3, d: 4 } },
    ],
    [
      'Self-Referential Substitutions',
      'no circle by side effect: only what is needed is looked at',
      [{ db: '${base}', base: { host: 'h', url: '${db.host}' } }],
      { db: { host: 'h', url: 'h' }, base: { host: 'h', url: 'h' } },
    ],
    ['Self-Referential Substitutions', 'a = ${?a}foo, in its form with a default', [{ a: '${a:-}foo' }], { a: 'foo' }],
    [
      'Optional system or env variable overrides',
      'basedir = ${?HOME} above a value, in its form with a default',
      [{ basedir: '/usr' }, { basedir: '${env:FORCED:-${basedir}}', other: '${env:HOME:-${basedir}}' }],
      { basedir: '/usr', other: '/home/ana' },
    ],
  ])('%s: %s', (_, __, layers, expected) => {
    expect(load(layers)).toEqual(expected)
  })

  it.each<[section: string, what: string, layers: Layers, problem: string]>([
    ['Substitutions', 'what is nowhere', [{ a: '${b}' }], 'REFERENCE_UNKNOWN a'],
    ['Path expressions', 'a..b', [{ a: '${b..c}' }], 'REFERENCE_SYNTAX a'],
    ['Path expressions', 'a path that ends with a dot', [{ a: '${b.}' }], 'REFERENCE_SYNTAX a'],
    ['Self-Referential Substitutions', 'a : { b : ${a} }', [{ a: { b: '${a}' } }], 'REFERENCE_CYCLE a.b'],
    ['Self-Referential Substitutions', 'a : [${a}]', [{ a: ['${a}'] }], 'REFERENCE_CYCLE a.0'],
    ['Self-Referential Substitutions', 'foo : ${foo} alone', [{ foo: '${foo}' }], 'REFERENCE_UNKNOWN foo'],
    ['Self-Referential Substitutions', 'bar : ${foo}, foo : ${bar}', [{ bar: '${foo}', foo: '${bar}' }], 'REFERENCE_CYCLE bar'],
    ['Self-Referential Substitutions', 'a, b, c in a loop', [{ a: '${b}', b: '${c}', c: '${a}' }], 'REFERENCE_CYCLE a'],
    [
      'Self-Referential Substitutions',
      'a : 1, b : 2, a : ${b}, b : ${a}: undefined there, "ideally an error"',
      [
        { a: 1, b: 2 },
        { a: '${b}', b: '${a}' },
      ],
      'REFERENCE_CYCLE a',
    ],
    ['ConfigSubstitutionTest', 'b=${a}, a=1, a=${b}', [{ b: '${a}', a: 1 }, { a: '${b}' }], 'REFERENCE_CYCLE b'],
  ])('%s: refuses %s', (_, __, layers, problem) => {
    expect(problemOf(layers)).toBe(problem)
  })
})

/** Where the rules differ, because a reference is one value here, filled in after merging. */
describe('substitutions, unlike HOCON', () => {
  it.each<[section: string, what: string, layers: Layers, expected: Value]>([
    [
      'Self-Referential Substitutions',
      'a map above a reference replaces it',
      [{ foo: { a: { c: 1 } } }, { foo: '${foo.a}' }, { foo: { a: 2 } }],
      { foo: { a: 2 } },
    ],
    [
      'Self-Referential Substitutions',
      'so what it refers to is not looked at',
      [{ foo: '${foo}' }, { foo: { a: 1 } }],
      { foo: { a: 1 } },
    ],
    [
      'Substitution fallback to environment variables',
      'a variable is named as one',
      [{ a: '${HOME:-none}', b: '${env:HOME}' }],
      { a: 'none', b: '/home/ana' },
    ],
  ])('%s: %s', (_, __, layers, expected) => {
    expect(load(layers)).toEqual(expected)
  })

  it.each<[section: string, what: string, layers: Layers, problem: string]>([
    ['Substitutions', '${?x}: there is no such form', [{ a: '${?b}' }], 'REFERENCE_SYNTAX a'],
    ['Substitutions', 'null in a text, which is "null" there', [{ a: 'x${b}', b: null }], 'VALUE_TYPE a'],
    [
      'Array and object concatenation',
      'lists beside each other',
      [{ path: ['/bin'] }, { path: '${path}/usr/bin' }],
      'VALUE_TYPE path',
    ],
  ])('%s: %s', (_, __, layers, problem) => {
    expect(problemOf(layers)).toBe(problem)
  })
})
