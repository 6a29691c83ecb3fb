import { describe, expect, it } from 'vitest'
import { rootField } from './field-space.ts'
import type { JsonSchema } from './json-schema.ts'
import { visitNamedFields } from './visit-named-fields.ts'

function paths(schema: JsonSchema): string[] {
  const found: string[] = []
  visitNamedFields(rootField(schema), (path) => found.push(path.join('.')))
  return found
}

describe('visitNamedFields', () => {
  it.each<[string, JsonSchema, string[]]>([
    ['properties', { properties: { a: { properties: { b: {} } } } }, ['a', 'a.b']],
    ['a property without a word on it', { properties: { a: true, b: false } }, ['a']],
    ['elements of a list', { properties: { a: { items: {}, prefixItems: [{ title: 'first' }] } } }, ['a', 'a.*']],
    [
      'keys that have no name',
      { additionalProperties: { properties: { a: {} } }, patternProperties: { '^x': {} } },
      ['*', '*.a'],
    ],
    [
      'combinations',
      { allOf: [{ properties: { a: {} } }], if: { properties: { b: {} } }, else: { properties: { c: {} } } },
      ['a', 'b', 'c'],
    ],
    ['what a key brings along', { dependentSchemas: { x: { properties: { a: {} } } } }, ['a']],
    ['a definition that is referred to', { $defs: { x: { properties: { a: {} } } }, $ref: '#/$defs/x' }, ['a']],
    ['a definition in a list', { $defs: { x: [{}, { properties: { a: {} } }] }, $ref: '#/$defs/x/1' }, ['a']],
    ['a definition whose name is encoded', { $defs: { 'a b': { properties: { a: {} } } }, $ref: '#/$defs/a%20b' }, ['a']],
    ['a definition by its anchor', { $defs: { x: { $anchor: 'here', properties: { a: {} } } }, $ref: '#here' }, ['a']],
    ['an anchor of draft 7', { definitions: { x: { $id: '#here', properties: { a: {} } } }, $ref: '#here' }, ['a']],
    ['a definition by its address', { $defs: { x: { $id: 'x.json', properties: { a: {} } } }, $ref: 'x.json' }, ['a']],
    [
      'a reference relative to an address',
      {
        $id: 'https://example.com/one/root.json',
        $defs: {
          x: { $id: '/two/x.json', $ref: 'y.json' },
          y: { $id: 'https://example.com/two/y.json', properties: { a: {} } },
        },
        $ref: '/two/x.json',
      },
      ['a'],
    ],
    [
      'all that a dynamic reference may mean',
      {
        $defs: { x: { $dynamicAnchor: 'node', properties: { a: {} } }, y: { $dynamicAnchor: 'node', properties: { b: {} } } },
        properties: { p: { $dynamicRef: '#node' } },
      },
      ['p', 'p.a', 'p.b'],
    ],
  ])('visits %s', (_, schema, expected) => {
    expect(paths(schema).sort()).toEqual(expected.sort())
  })

  it('visits each path once, with everything that is said of it', () => {
    const found: [string, boolean][] = []
    const root = rootField({ properties: { a: {} }, anyOf: [{ properties: { a: { 'x-secret': true } } }, {}] })
    visitNamedFields(root, (path, field) => found.push([path.join('.'), field.secret]))
    expect(found).toEqual([['a', true]])
  })

  it('comes to an end in schemas that contain themselves or each other', () => {
    expect(paths({ properties: { child: { $ref: '#' } } })).toEqual(['child'])
    const each = { properties: Object.fromEntries(['a', 'b', 'c'].map((name) => [name, { $ref: `#/$defs/${name}` }])) }
    expect(paths({ $defs: { a: each, b: { ...each }, c: { ...each } }, $ref: '#/$defs/a' })).toContain('b.c.a')
  })

  it('enters what is new beside what repeats', () => {
    const found = paths({ properties: { child: { anyOf: [{ $ref: '#' }, { properties: { more: {} } }] } } })
    expect(found).toEqual(['child', 'child.more'])
  })

  it('stops at the depth that no configuration has', () => {
    let schema: JsonSchema = {}
    for (let depth = 0; depth < 20_000; depth++) schema = { properties: { a: schema } }
    expect(paths(schema).length).toBe(500)
  })

  it.each<[string, JsonSchema]>([
    ['to another document', { $ref: 'https://example.com/schema.json' }],
    ['to what is not there', { $ref: '#/$defs/nothing/more' }],
    ['to data', { $defs: { x: 5 }, $ref: '#/$defs/x' }],
    ['through a single value', { $defs: { x: 5 }, $ref: '#/$defs/x/y' }],
    ['to an inherited member', { $ref: '#/constructor' }],
    ['to an anchor that is not there', { $ref: '#a..b' }],
    ['to an anchor that stands in data', { $ref: '#here', default: { $anchor: 'here' } }],
    ['that is no text', { $ref: 5 }],
    ['that is no address', { $ref: 'http://[' }],
    ['cut off in the middle of a character', { $ref: '#/%E4%A' }],
    ['with a tilde that means nothing', { $ref: '#/a~2' }],
  ])('refuses a reference %s, behind which a secret might be', (_, schema) => {
    expect(() => paths(schema)).toThrow(expect.objectContaining({ code: 'SCHEMA_UNSUPPORTED' }))
  })
})
