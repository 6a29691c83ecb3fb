import { describe, expect, it } from 'vitest'
import { deepFreeze } from '../../values/freeze.ts'
import type { Value } from '../../values/value.ts'
import { rootField } from './field-space.ts'
import { fillDefaults } from './fill-defaults.ts'
import type { JsonSchema } from './json-schema.ts'

const fill = (schema: JsonSchema, tree: Value) => fillDefaults(deepFreeze(tree), rootField(deepFreeze(schema))).value

const port = { type: 'object', properties: { port: { default: 8080 } } }
const tls = { type: 'object', properties: { cert: { type: 'string' }, minVersion: { default: '1.3' } }, required: ['cert'] }

describe('fillDefaults', () => {
  it.each<[string, JsonSchema, Value, Value]>([
    [
      'an empty list of what contains itself',
      { properties: { items: { items: { $ref: '#' }, default: [] } } },
      { items: [{}] },
      { items: [{ items: [] }] },
    ],
    ['a missing key', { properties: { a: { default: 1 } } }, {}, { a: 1 }],
    ['no key that is set', { properties: { a: { default: 1 } } }, { a: 2 }, { a: 2 }],
    ['no key that is null, which is a value', { properties: { a: { default: 1 } } }, { a: null }, { a: null }],
    ['a missing map whose parts have defaults', { properties: { server: port } }, {}, { server: { port: 8080 } }],
    ['a map that is there', { properties: { server: port } }, { server: { a: 1 } }, { server: { a: 1, port: 8080 } }],
    ['no optional map that would lack something required', { properties: { tls } }, {}, {}],
    ['an optional map once it is there', { properties: { tls } }, { tls: {} }, { tls: { minVersion: '1.3' } }],
    [
      'a required map, so that what is missing is named',
      { properties: { tls }, required: ['tls'] },
      {},
      { tls: { minVersion: '1.3' } },
    ],
    [
      'a required map without defaults',
      { properties: { a: { type: 'object', properties: { b: {} } } }, required: ['a'] },
      {},
      { a: {} },
    ],
    ['no optional map without defaults', { properties: { a: { type: 'object', properties: { b: {} } } } }, {}, {}],
    ['no map of unnamed keys', { properties: { a: { type: 'object' } }, required: ['a'] }, {}, {}],
    ['no value that may be something else than a map', { properties: { a: { ...port, type: ['object', 'string'] } } }, {}, {}],
    ['a map that may be null', { properties: { a: { ...port, type: ['object', 'null'] } } }, {}, { a: { port: 8080 } }],
    ['maps in maps', { properties: { a: { properties: { server: port } } } }, {}, { a: { server: { port: 8080 } } }],
    ['no map in which something deeper is missing', { properties: { a: { properties: { tls }, required: ['tls'] } } }, {}, {}],
    [
      'the inside of a default',
      { properties: { server: { ...port, default: { host: 'x' } } } },
      {},
      { server: { host: 'x', port: 8080 } },
    ],
    ['list elements', { items: port }, [{}, { port: 1 }], [{ port: 8080 }, { port: 1 }]],
    ['the values of maps', { additionalProperties: port }, { a: {}, b: {} }, { a: { port: 8080 }, b: { port: 8080 } }],
    ['through references', { $ref: '#/$defs/p', $defs: { p: port } }, {}, { port: 8080 }],
    [
      'the default that stands nearest',
      { properties: { a: { $ref: '#/$defs/x', default: 1 } }, $defs: { x: { default: 2 } } },
      {},
      { a: 1 },
    ],
    ['nothing into what is no map', { properties: { server: port } }, { server: 'x' }, { server: 'x' }],
    ['a default of null or false', { properties: { a: { default: null }, b: { default: false } } }, {}, { a: null, b: false }],
    ['nothing from a branch that may not be meant', { anyOf: [port, { properties: { path: {} } }] }, {}, {}],
    [
      'the branch that the discriminator means',
      {
        oneOf: [
          { properties: { kind: { const: 'tcp' }, port: { default: 80 } }, required: ['kind'] },
          { properties: { kind: { const: 'unix' }, path: { default: '/run' } }, required: ['kind'] },
        ],
      },
      { kind: 'unix' },
      { kind: 'unix', path: '/run' },
    ],
    [
      'the branch that a filled discriminator means',
      {
        properties: { kind: { default: 'unix' } },
        oneOf: [
          { properties: { kind: { const: 'tcp' }, port: { default: 80 } } },
          { properties: { kind: { const: 'unix' }, path: { default: '/run' } } },
        ],
      },
      {},
      { kind: 'unix', path: '/run' },
    ],
    [
      'what a condition brings once a default meets it',
      {
        properties: { tls: { default: true } },
        if: { properties: { tls: { const: true } } },
        then: { properties: { port: { default: 443 } } },
        else: { properties: { port: { default: 80 } } },
      },
      {},
      { tls: true, port: 443 },
    ],
  ])('fills %s', (_, schema, before, after) => {
    const filled = fill(schema, before)
    expect(filled).toEqual(after)
    expect(fill(schema, filled)).toBe(filled)
  })

  it('gives the same object back when nothing is missing, and shares what it did not touch', () => {
    const root = rootField({ properties: { server: port, other: port } })
    const complete = { server: { port: 1 }, other: { port: 2 } }
    expect(fillDefaults(complete, root).value).toBe(complete)
    const half = { server: { port: 1 }, other: {} }
    expect((fillDefaults(half, root).value as typeof half).server).toBe(half.server)
  })

  it('gives a subtree that did not change the result it had before', () => {
    const root = rootField({ properties: { server: port, other: port } })
    const server = {}
    const first = fillDefaults({ server, other: { a: 1 } }, root).value as { server: object }
    const second = fillDefaults({ server, other: { a: 2 } }, root).value as { server: object }
    expect(second.server).toBe(first.server)
  })

  it('says where each value comes from', () => {
    const root = rootField(
      {
        properties: { server: port, list: { items: structuredClone(port) }, empty: { properties: { a: {} } } },
        required: ['empty'],
      },
      { name: 's.json' },
    )
    expect(fillDefaults({ list: [{}] }, root).filled).toEqual([
      { path: ['list', 0, 'port'], rule: 's.json#/properties/list/items/properties/port/default' },
      { path: ['server', 'port'], rule: 's.json#/properties/server/properties/port/default' },
      { path: ['empty'], rule: 's.json#/properties/empty' },
    ])
  })

  it("never hands out the schema's own objects", () => {
    const inSchema = { a: [1] }
    const filled = fillDefaults({}, rootField({ properties: { x: { default: inSchema } } })).value as { x: { a: number[] } }
    expect(filled.x).toEqual(inSchema)
    expect(filled.x).not.toBe(inSchema)
    expect(Object.isFrozen(inSchema)).toBe(false)
    expect(Object.isFrozen(filled.x.a)).toBe(true)
  })

  it.each([() => 1, Symbol('x'), [undefined]])('takes no default that is no data', (value) => {
    expect(fillDefaults({}, rootField({ properties: { x: { default: value } } })).value).toEqual({})
  })

  it.each<[string, JsonSchema]>([
    ['requires itself', { required: ['child'] }],
    ['may hold itself', {}],
    ['has an empty map as default', { default: {} }],
    ['holds itself in a list', { properties: { child: { items: { $ref: '#/$defs/n' }, default: [{}] } } }],
    ['holds itself in a branch', { properties: {}, anyOf: [{ properties: { child: { $ref: '#/$defs/n' } } }] }],
  ])('does not make a map that %s, which has no end', (_, more) => {
    const node = { type: 'object', properties: { name: { default: 'x' }, child: { $ref: '#/$defs/n' } }, ...more }
    const root = rootField({ $defs: { n: node }, properties: { first: { $ref: '#/$defs/n' } }, required: ['first'] })
    expect(fillDefaults({}, root).value).toEqual({})
    const { value } = fillDefaults({ first: { child: {} } }, root)
    expect(fillDefaults(value, root).value).toBe(value)
  })

  it('makes a map that has something in common with one inside', () => {
    const common = { properties: { label: { default: 'x' } } }
    const root = rootField({
      $defs: { common },
      properties: { a: { allOf: [{ $ref: '#/$defs/common' }], properties: { b: { allOf: [{ $ref: '#/$defs/common' }] } } } },
    })
    expect(fillDefaults({}, root).value).toEqual({ a: { b: { label: 'x' }, label: 'x' } })
  })

  it('refuses defaults that grow without measure', () => {
    const defs = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `d${at}`,
        { type: 'object', properties: { a: { $ref: `#/$defs/d${at + 1}` }, b: { $ref: `#/$defs/d${at + 1}` } } },
      ]),
    )
    const root = rootField({ $defs: { ...defs, d40: { default: 1 } }, properties: { x: { $ref: '#/$defs/d0' } } })
    expect(() => fillDefaults({}, root)).toThrow(expect.objectContaining({ code: 'SCHEMA_UNSUPPORTED' }))
  })

  it('fills ten thousand keys as ordinary objects', () => {
    const properties = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`key${at}`, { default: at }]))
    expect(Object.keys(fillDefaults({}, rootField({ properties })).value as object).length).toBe(10_000)
  })
})
