import { describe, expect, it } from 'vitest'
import { type JsonSchema, visitFields } from './visit-fields.ts'

function paths(schema: JsonSchema): string[] {
  const found: string[] = []
  visitFields(schema, (path) => found.push(path.join('.')))
  return found
}

describe('visitFields', () => {
  it.each<[string, JsonSchema, string[]]>([
    ['properties', { properties: { a: { properties: { b: {} } } } }, ['a', 'a.b']],
    ['elements of a list', { properties: { a: { items: {}, prefixItems: [{ title: 'first' }] } } }, ['a', 'a.*', 'a.*']],
    ['keys that have no name', { additionalProperties: {}, patternProperties: { '^x': {} } }, ['*', '*']],
    [
      'combinations',
      { allOf: [{ properties: { a: {} } }], if: { properties: { b: {} } }, else: { properties: { c: {} } } },
      ['a', 'b', 'c'],
    ],
    ['a definition that is referred to', { $defs: { x: { properties: { a: {} } } }, $ref: '#/$defs/x' }, ['a']],
    ['a definition in a list', { $defs: { x: [{}, { properties: { a: {} } }] }, $ref: '#/$defs/x/1' }, ['a']],
    ['a definition whose name is encoded', { $defs: { 'a b': { properties: { a: {} } } }, $ref: '#/$defs/a%20b' }, ['a']],
  ])('visits %s', (_, schema, expected) => {
    expect(paths(schema)).toEqual(expected)
  })

  it('follows a schema that refers to itself, to an end', () => {
    const found = paths({ properties: { child: { $ref: '#' } } })
    expect(found[0]).toBe('child')
    expect(found.length).toBeLessThan(20)
  })

  it.each<[string, JsonSchema]>([
    ['to another document', { $ref: 'https://example.com/schema.json' }],
    ['to what is not there', { $ref: '#/$defs/nothing/more' }],
    ['through a single value', { $defs: { x: 5 }, $ref: '#/$defs/x/y' }],
    ['to an inherited member', { $ref: '#/constructor' }],
    ['that is no path', { $ref: '#a..b' }],
    ['that is no text', { $ref: 5 }],
    ['cut off in the middle of a character', { $ref: '#/%E4%A' }],
  ])('refuses a reference %s, behind which a secret might be', (_, schema) => {
    expect(() => paths(schema)).toThrow(expect.objectContaining({ code: 'SCHEMA_UNSUPPORTED' }))
  })
})
