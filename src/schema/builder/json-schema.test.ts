import { describe, expect, it } from 'vitest'
import { s } from '../index.ts'
import type { AnySchema } from './schema.ts'

const $schema = 'https://json-schema.org/draft/2020-12/schema'

/** What a schema says of itself, without the line that every document has. */
function said(schema: AnySchema): unknown {
  const { $schema: version, ...rest } = schema.toJsonSchema()
  expect(version).toBe($schema)
  return rest
}

describe('draft 7', () => {
  it('has other words for the same', () => {
    const node: AnySchema = s.object({
      next: s
        .lazy(() => node, 'node')
        .describe('next')
        .optional(),
    })
    const schema = s.object({ pair: s.tuple([s.string()]), first: s.lazy(() => node, 'node') })
    expect(schema.toJsonSchema('draft-07')).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      properties: { pair: { items: [{ type: 'string' }], additionalItems: false }, first: { $ref: '#/definitions/node' } },
      definitions: { node: { properties: { next: { description: 'next', allOf: [{ $ref: '#/definitions/node' }] } } } },
    })
  })

  it('keeps conditions on other keys', () => {
    const schema = s.fromJsonSchema({ dependentRequired: { a: ['b'] }, dependentSchemas: { c: { minProperties: 2 } } })
    expect(schema.toJsonSchema('draft-07')).toMatchObject({ dependencies: { a: ['b'], c: { minProperties: 2 } } })
  })

  it('says what it can of lists without an end, and of references among conditions', () => {
    const schema = s.fromJsonSchema({
      prefixItems: [{ type: 'string' }],
      contains: { allOf: [{ minimum: 1 }], $ref: '#/$defs/a' },
      $defs: { a: { type: 'number' } },
    })
    expect(schema.toJsonSchema('draft-07')).toEqual({
      $schema: 'http://json-schema.org/draft-07/schema#',
      items: [{ type: 'string' }],
      contains: { allOf: [{ $ref: '#/definitions/a' }, { minimum: 1 }] },
      definitions: { a: { type: 'number' } },
    })
  })

  it('refuses what it cannot say', () => {
    const schema = s.fromJsonSchema({ properties: { a: { unevaluatedProperties: false } } })
    expect(() => schema.toJsonSchema('draft-07')).toThrow(expect.objectContaining({ code: 'SCHEMA_UNSUPPORTED' }))
  })
})

describe('fromJsonSchema', () => {
  it('gives the class whose methods fit', () => {
    const methods = (document: unknown): boolean => 'min' in s.fromJsonSchema(document)
    expect(methods({ type: 'string' }) && methods({ type: 'integer' }) && methods({ type: 'array', items: {} })).toBe(true)
    expect(methods({ type: 'string', enum: ['a'] })).toBe(false)
    expect(s.fromJsonSchema({ type: 'object', properties: {} })).toHaveProperty('extend')
    expect(methods(s.duration().toJsonSchema()) && !methods(s.duration().nullable().toJsonSchema())).toBe(true)
    expect(methods({ type: 'object' }) && !methods({ type: 'boolean' }) && !methods({ type: 'array', prefixItems: [] })).toBe(
      true,
    )
  })

  it('takes true and false', () => {
    expect(said(s.fromJsonSchema(true))).toEqual({})
    expect(said(s.fromJsonSchema(false))).toEqual({ not: {} })
  })

  it('brings its references along when it becomes part of another schema', () => {
    const user = s.fromJsonSchema({
      type: 'object',
      properties: {
        friend: { $ref: '#' },
        login: { $ref: '#/definitions/login' },
        other: { $ref: 'https://example.com/x.json' },
      },
      definitions: { login: { type: 'string' } },
    })
    expect(said(s.object({ user }))).toMatchObject({
      properties: {
        user: {
          properties: {
            friend: { $ref: '#/$defs/definition' },
            login: { $ref: '#/$defs/login' },
            other: { $ref: 'https://example.com/x.json' },
          },
        },
      },
      $defs: { login: { type: 'string' }, definition: { type: 'object' } },
    })
  })
})
