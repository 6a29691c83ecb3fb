import { describe, expect, it } from 'vitest'
import type { JsonSchema } from '../../schema/fields/json-schema.ts'
import { typeDeclarations } from '../type-declarations.ts'

/** The declaration of a schema that needs no other one. */
function declared(schema: JsonSchema): string {
  return typeDeclarations(schema).replace('export type Config = ', '').trim()
}

describe('the type of a map', () => {
  it.each<[string, JsonSchema, string]>([
    ['has a key that is only asked for', { required: ['a'] }, 'readonly a: unknown\n  readonly [key: string]: unknown'],
    [
      'gives such a key the type of other keys',
      { required: ['a'], additionalProperties: { type: 'number' } },
      'readonly a: number\n  readonly [key: string]: number',
    ],
    ['has no key where none is allowed', { type: 'object', additionalProperties: false }, '{ readonly [key: string]: never }'],
    [
      'has the types of the patterns where nothing else is allowed',
      { patternProperties: { '^a': { type: 'number' }, '^b': { type: 'boolean' } }, additionalProperties: false },
      '{ readonly [key: string]: number | boolean }',
    ],
    [
      'says nothing where patterns leave other keys open',
      { patternProperties: { '^a': { type: 'number' } } },
      '{ readonly [key: string]: unknown }',
    ],
    [
      'lets other keys be what optional ones are',
      { properties: { a: { type: 'string' } }, additionalProperties: { type: 'number' } },
      'readonly a?: string\n  readonly [key: string]: number | string | undefined',
    ],
  ])('%s', (_, schema, text) => {
    expect(declared(schema)).toContain(text)
  })

  it('counts on defaults of its own keys where branches differ', () => {
    const text = declared({
      properties: { a: { type: 'integer', default: 1 }, b: { type: 'object', properties: { c: { default: 2 } } } },
      anyOf: [{ required: ['x'] }, { required: ['y'] }],
    })
    expect(text).toContain('readonly a: number\n')
    expect(text).toContain('readonly b?: ConfigB\n')
  })
})

describe('the type of a list', () => {
  it.each<[string, JsonSchema, string]>([
    ['may lack elements that no length asks for', { prefixItems: [{ type: 'string' }], items: false }, 'readonly [string?]'],
    [
      'has brackets around optional elements of several types',
      { prefixItems: [{ type: ['string', 'number'] }], items: false },
      'readonly [(string | number)?]',
    ],
  ])('%s', (_, schema, text) => {
    expect(declared(schema)).toBe(text)
  })
})

describe('branches', () => {
  it('that nothing meets add nothing', () => {
    expect(declared({ anyOf: [{ type: 'string' }, false] })).toBe('string')
    expect(declared({ anyOf: [false, false] })).toBe('never')
  })

  it('are called by their titles', () => {
    const text = typeDeclarations({
      oneOf: [{ title: 'by file', properties: { file: { type: 'string' } } }, { properties: { url: { type: 'string' } } }],
    })
    expect(text).toContain('export type Config = ConfigByFile | ConfigCase2\n')
  })
})

describe('all of several schemas', () => {
  const $defs = { a: { properties: { x: { const: 1 } } }, b: { properties: { y: { const: 2 } } }, c: { required: ['z'] } }
  const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ $ref: `#/$defs/${name}` }))

  it('are met at once, however they are nested', () => {
    expect(typeDeclarations({ $defs, allOf: [{ allOf: [a, b] }, c] })).toContain('export type Config = A & B & C\n')
  })

  it('stand in brackets as the elements of a list', () => {
    expect(typeDeclarations({ $defs, items: { allOf: [a, b] } })).toContain('export type Config = readonly (A & B)[]\n')
  })

  it('are met by nothing if one of them is', () => {
    expect(declared({ allOf: [{ type: 'string' }, false] })).toBe('never')
  })
})

describe('a reference', () => {
  it('to a schema that allows anything or nothing needs no name', () => {
    expect(declared({ $ref: '#/$defs/any', $defs: { any: true } })).toBe('unknown')
    expect(declared({ $ref: '#/$defs/none', $defs: { none: false } })).toBe('never')
  })

  it.each([
    ['Shop', 'ShopSealed'],
    [undefined, 'PartSealed'],
    ['a title that is far too long for the name of a type', 'PartSealed'],
  ])('out of a secret to the whole document with the title %j is called %s', (title, name) => {
    const text = typeDeclarations({ title, properties: { inner: { $ref: '#', 'x-secret': true } } })
    expect(text).toContain(`readonly inner?: ${name}\n`)
    expect(text).toContain(`export interface ${name} {`)
  })

  it.each(['$ref', '$recursiveRef', '$dynamicRef'])('with %s that is no text is refused', (keyword) => {
    expect(() => typeDeclarations({ [keyword]: 1 })).toThrow('the schema refers to 1, which is not in it')
  })
})
