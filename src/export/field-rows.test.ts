import { describe, expect, it } from 'vitest'
import { rootField } from '../schema/fields/field-space.ts'
import type { JsonSchema } from '../schema/fields/json-schema.ts'
import { fieldRows, typeWords } from './field-rows.ts'

function words(schema: JsonSchema): string {
  return typeWords(rootField(schema))
}

function listOf(schema: JsonSchema): JsonSchema {
  return { type: 'array', items: schema }
}

describe('a type in words', () => {
  it.each<[JsonSchema, string]>([
    [{}, 'any'],
    [{ const: 'on' }, 'on'],
    [{ enum: [1, true, null] }, 'one of 1, true, null'],
    [{ enum: Array.from({ length: 14 }, (_, index) => index) }, 'one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more'],
    [{ type: ['string', 'null'] }, 'text or null'],
    [{ type: 'number' }, 'number'],
    [{ type: 'integer', maximum: 9 }, 'whole number, at most 9'],
    [{ type: 'integer', minimum: 2 }, 'whole number, at least 2'],
    [{ type: 'integer', minimum: 0 }, 'whole number'],
    [{ type: 'number', minimum: 0, maximum: 1 }, 'number, 0 to 1'],
    [{ type: 'integer', anyOf: [{ minimum: 5 }, { minimum: 7 }] }, 'whole number'],
    [{ type: 'integer', 'x-type': 'port' }, 'port'],
    [{ type: 'string', 'x-type': 'url' }, 'URL'],
    [{ type: 'array' }, 'list'],
    [listOf(listOf(listOf(listOf({ type: 'string' })))), 'list of list of list of list'],
  ])('of %j is %s', (schema, text) => {
    expect(words(schema)).toBe(text)
  })
})

describe('rows', () => {
  const root = rootField({
    properties: {
      db: { properties: { user: { type: 'string' }, key: { properties: { id: { type: 'string' } } } } },
      hosts: { additionalProperties: { properties: { key: { type: 'string' } }, required: ['key'] } },
    },
  })
  const secretsWith = (...secrets: string[][]) =>
    fieldRows(root, { secrets })
      .filter(({ secret }) => secret)
      .map(({ name }) => name)

  it('are secret where the caller says so, with all that is inside', () => {
    expect(secretsWith()).toEqual([])
    expect(secretsWith(['db', 'key'])).toEqual(['db.key', 'db.key.id'])
  })
})
