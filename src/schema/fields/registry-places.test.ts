import { describe, expect, it } from 'vitest'
import { fieldAt, isSecretAt } from './field-at.ts'
import { rootField } from './field-space.ts'
import type { JsonSchema } from './json-schema.ts'
import { linkedField } from './registry-places.ts'
import { visitNamedFields } from './visit-named-fields.ts'

const login = {
  $id: 'https://example.com/login.json',
  properties: { password: { $ref: 'parts/secret.json#/$defs/key' } },
  $defs: { later: { $anchor: 'later', title: 'Later' } },
}
const secret = { $defs: { key: { 'x-secret': true, default: 'x' } } }
const documents = new Map<string, unknown>([
  ['https://example.com/login.json', login],
  ['https://example.com/parts/secret.json', secret],
])

describe('linkedField', () => {
  it('follows references through several documents, each relative to the one it stands in', () => {
    const root = linkedField(
      { properties: { db: { $ref: 'login.json' }, other: { $ref: 'login.json#later' } } },
      { uri: 'https://example.com/schema.json', documents },
    )
    expect(isSecretAt(root, ['db', 'password'])).toBe(true)
    expect(fieldAt(root, ['db', 'password'])?.default?.place).toBe('https://example.com/parts/secret.json#/$defs/key/default')
    expect(fieldAt(root, ['other'])?.title).toBe('Later')
  })

  it('asks for documents that were not given, and refuses references that lead nowhere', () => {
    const asked: string[] = []
    const load = (uri: string) => {
      asked.push(uri)
      return uri.endsWith('login.json') ? login : undefined
    }
    const root = linkedField({ properties: { db: { $ref: 'https://example.com/login.json' } } }, { load })
    expect(fieldAt(root, ['db'])?.names).toEqual(['password'])
    expect(() => fieldAt(root, ['db', 'password'])?.types).toThrow(expect.objectContaining({ code: 'SCHEMA_UNSUPPORTED' }))
    expect(asked).toContain('https://example.com/parts/secret.json')
  })

  it('takes every target of a dynamic reference', () => {
    const root = linkedField(
      {
        $dynamicAnchor: 'node',
        'x-secret': true,
        properties: { tree: { $ref: '#/$defs/tree' } },
        $defs: { tree: { $id: 'tree.json', $dynamicAnchor: 'node', properties: { child: { $dynamicRef: '#node' } } } },
      },
      { uri: 'https://example.com/root.json' },
    )
    expect(fieldAt(root, ['tree', 'child'])?.secret).toBe(true)
    expect(fieldAt(root, ['tree', 'child'])?.names).toEqual(['child', 'tree'])
  })

  it.each<[string, JsonSchema]>([
    ['properties', { properties: { a: { properties: { b: true } } }, additionalProperties: true }],
    [
      'combinations',
      { allOf: [{ properties: { a: {} } }], oneOf: [{ properties: { kind: { const: 1 }, c: {} } }, { type: 'null' }] },
    ],
    [
      'definitions',
      { $defs: { x: { items: { $ref: '#/$defs/y' } }, y: { title: 'y' } }, properties: { x: { $ref: '#/$defs/x' } } },
    ],
    ['lists', { prefixItems: [{ title: 'a' }], items: { title: 'b' }, patternProperties: { '^a/b': { title: 'c' } } }],
  ])('finds the same fields at the same places in one document: %s', (_, schema) => {
    const told = (root: ReturnType<typeof rootField>) => {
      const found: unknown[] = [[...root.types], root.narrowed({ kind: 1 }).certainNames]
      visitNamedFields(root, (path, field) => found.push([path, field.place, field.title, [...field.types]]))
      return found
    }
    expect(told(linkedField(schema, {}))).toEqual(told(rootField(structuredClone(schema))))
  })
})
