import { describe, expect, it } from 'vitest'
import { compileJsonSchema } from '../validator.ts'

const problemsOf = (schema: unknown) =>
  compileJsonSchema({ properties: { at: schema } })
    .problems()
    .map(({ code, rule }) => `${code} ${rule?.replace('#/properties/at', '')}`)

describe('what stands behind a keyword', () => {
  it.each([
    ['type', []],
    ['type', 3],
    ['type', 'toString'],
    ['enum', 'a'],
    ['minimum', Number.NaN],
    ['maximum', null],
    ['exclusiveMinimum', true],
    ['multipleOf', 0],
    ['multipleOf', '1'],
    ['minLength', -1],
    ['maxLength', 1.5],
    ['minItems', 'x'],
    ['maxProperties', -2n],
    ['pattern', 1],
    ['pattern', '('],
    ['format', {}],
    ['uniqueItems', 'yes'],
    ['items', [{}]],
    ['prefixItems', {}],
    ['minContains', 'x'],
    ['required', 'a'],
    ['required', [1]],
    ['properties', []],
    ['patternProperties', { '(': true }],
    ['dependentRequired', { a: 'b' }],
    ['dependentSchemas', 1],
    ['allOf', {}],
    ['anyOf', []],
    ['oneOf', 1],
    ['$ref', 1],
    ['$ref', '#/nowhere'],
    ['$dynamicRef', '#nowhere'],
    ['x-rules', 1],
    ['x-rules', { unheard: true }],
  ])('is refused where %s cannot have it: %s', (keyword, argument) => {
    const beside = keyword === 'minContains' ? { contains: true } : {}
    expect(problemsOf({ ...beside, [keyword]: argument })).toEqual([`SCHEMA_INVALID /${keyword}`])
  })

  it.each([
    ['not', 1],
    ['contains', null],
    ['additionalProperties', []],
    ['if', 'x'],
  ])('is refused where a schema has to stand: %s', (keyword, argument) => {
    expect(problemsOf({ [keyword]: argument })).toEqual([`SCHEMA_INVALID /${keyword}`])
  })

  it.each([
    ['multipleOf', 3n],
    ['minimum', 10n ** 30n],
    ['maxLength', 5n],
    ['uniqueItems', false],
    ['required', []],
    ['enum', []],
  ])('may be unusual: %s %s', (keyword, argument) => {
    expect(problemsOf({ [keyword]: argument })).toEqual([])
  })

  it('is checked in older versions too', () => {
    const old = (schema: Record<string, unknown>) =>
      compileJsonSchema({ properties: { at: schema } }, { dialect: 'draft-07' }).problems()
    expect(old({ items: [1] })).toHaveLength(1)
    expect(old({ dependencies: { a: ['b'], c: { type: 'x' } } })).toHaveLength(1)
    expect(old({ items: { type: 'string' }, additionalItems: false })).toEqual([])
    expect(compileJsonSchema({ minimum: 1, exclusiveMinimum: 'x' }, { dialect: 'draft-04' }).problems()).toEqual([])
  })
})

describe('old versions', () => {
  it('know what their time knew', () => {
    const isValid = (dialect: 'draft-04' | 'draft-06' | 'draft-07' | '2019-09', schema: unknown, value: unknown) =>
      compileJsonSchema(schema, { dialect }).isValid(value)
    expect(isValid('draft-04', { const: 1 }, 2)).toBe(true)
    expect(isValid('draft-04', { maximum: 3, exclusiveMaximum: true }, 3)).toBe(false)
    expect(isValid('draft-04', { maximum: 3 }, 3)).toBe(true)
    expect(isValid('draft-06', { if: true, then: false }, 1)).toBe(true)
    expect(isValid('draft-06', { const: 1 }, 2)).toBe(false)
    expect(isValid('draft-07', { items: [{ type: 'string' }], additionalItems: { type: 'number' } }, ['a', 'b'])).toBe(false)
    expect(isValid('draft-07', { dependencies: { a: ['b'], c: { required: ['d'] } } }, { a: 1, b: 1, c: 1 })).toBe(false)
    expect(isValid('draft-07', { dependencies: { a: ['b'] } }, { a: 1 })).toBe(false)
    expect(isValid('2019-09', { items: [{ type: 'string' }], unevaluatedItems: false }, ['a', 'b'])).toBe(false)
  })

  it('of 2019-09 find the outermost schema by $recursiveRef', () => {
    const tree = {
      $id: 'https://example.com/tree',
      $recursiveAnchor: true,
      properties: { children: { items: { $recursiveRef: '#' } } },
    }
    const strict = { $id: 'https://example.com/strict', $recursiveAnchor: true, $ref: 'tree', unevaluatedProperties: false }
    const documents = new Map([['https://example.com/tree', tree]])
    const validator = compileJsonSchema(strict, { dialect: '2019-09', documents })
    expect(validator.isValid({ children: [{ children: [] }] })).toBe(true)
    expect(validator.isValid({ children: [{ childern: [] }] })).toBe(false)
  })
})
