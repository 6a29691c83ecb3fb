import { describe, expect, it } from 'vitest'
import { rootField } from '../schema/fields/field-space.ts'
import type { JsonSchema } from '../schema/fields/json-schema.ts'
import { unknownKeys } from './unknown-keys.ts'

const server = { properties: { port: {}, host: {} } }
const root = rootField(
  { properties: { server, list: { items: server }, map: { additionalProperties: server } } },
  { name: 's.json' },
)

describe('unknownKeys', () => {
  it('names the key, its place in the schema, and the key that was meant', () => {
    expect(unknownKeys({ server: { prot: 1 } }, root)).toEqual([
      {
        code: 'KEY_UNKNOWN',
        severity: 'warning',
        message: 'the schema knows no key "prot" in "server"',
        path: ['server', 'prot'],
        rule: 's.json#/properties/server/properties',
        hint: 'did you mean "port"?',
        suggestion: 'port',
      },
    ])
  })

  it('makes errors of them in strict mode', () => {
    expect(unknownKeys({ serve: 1 }, root, { strict: true })).toMatchObject([{ severity: 'error', path: ['serve'] }])
  })

  it('looks into lists and maps', () => {
    const tree = { list: [{ hots: 1 }], map: { a: { porr: 1 }, b: { xyz: 1 } } }
    expect(unknownKeys(tree, root)).toMatchObject([
      { path: ['list', 0, 'hots'], hint: 'did you mean "host"?' },
      { path: ['map', 'a', 'porr'], hint: 'did you mean "port"?' },
      { path: ['map', 'b', 'xyz'], hint: 'known keys: "port" and "host"' },
    ])
  })

  it('suggests a key that is not set yet before one that is', () => {
    const both = rootField({ properties: { port: {}, ports: {} } })
    expect(unknownKeys({ port: 1, porst: 2 }, both)).toMatchObject([{ hint: 'did you mean "ports"?' }])
    expect(unknownKeys({ port: 1, ports: 1, porst: 2 }, both)[0]?.hint).toMatch(/^did you mean "ports?" or "ports?"\?$/)
  })

  it('lists at most ten of many keys', () => {
    const wide = rootField({ properties: Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`name${at}`, {}])) })
    expect(unknownKeys({ zzz: 1 }, wide)[0]?.hint).toMatch(/"name9" and 2 more$/)
  })

  it.each<[string, JsonSchema]>([
    ['a schema that names no keys', {}],
    ['the places of a list, which are no keys', { properties: { unknown: { type: 'array', properties: { a: {} } } } }],
    ['keys described by a pattern', { properties: { a: {} }, patternProperties: { '^un': {} } }],
    ['a schema that welcomes other keys', { properties: { a: {} }, additionalProperties: true }],
    ['a schema that refuses them itself, which validation reports', { properties: { a: {} }, additionalProperties: false }],
    ['a key of a branch that may be meant', { properties: { a: {} }, anyOf: [{ properties: { unknown: {} } }, {}] }],
  ])('leaves alone %s', (_, schema) => {
    expect(unknownKeys({ unknown: [1] }, rootField(schema))).toEqual([])
  })

  it('accepts "$schema" at the top, where editors look for it', () => {
    expect(unknownKeys({ $schema: 'x' }, root)).toEqual([])
    expect(unknownKeys({ server: { $schema: 'x' } }, root)).toHaveLength(1)
  })
})
