import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { describeSchema } from './describe.ts'

describe('describeSchema', () => {
  it('finds names, variables, secrets and strategies, through references and combinations', () => {
    const description = describeSchema({
      $defs: { login: { properties: { password: { 'x-secret': true } } } },
      allOf: [{ properties: { port: { 'x-env': 'PORT' } } }],
      properties: {
        db: { $ref: '#/$defs/login' },
        users: { items: { $ref: '#/$defs/login' }, 'x-merge': 'by-key:name' },
        tokens: { additionalProperties: { 'x-secret': true } },
      },
    })
    expect(description.declared).toEqual(
      expect.arrayContaining([
        { path: ['port'], env: 'PORT' },
        { path: ['db', 'password'], env: undefined },
      ]),
    )
    expect(description.secrets).toEqual(
      expect.arrayContaining([
        ['db', 'password'],
        ['users', '*', 'password'],
        ['tokens', '*'],
      ]),
    )
    expect(description.merge).toEqual([[['users'], 'by-key:name']])
  })

  it('does not follow a schema into itself for ever', () => {
    const description = describeSchema({ properties: { child: { $ref: '#' }, key: { 'x-secret': true } } })
    expect(description.secrets).toContainEqual(['key'])
  })

  it('asks a Standard Schema object for its JSON Schema', () => {
    const schema = {
      '~standard': { version: 1, vendor: 'x', jsonSchema: { input: () => ({ properties: { key: { 'x-secret': true } } }) } },
    }
    expect(describeSchema(schema).secrets).toEqual([['key']])
  })

  it.each([['text'], [5], [null], [{ '~standard': { version: 1, vendor: 'x' } }]])(
    'refuses %j, because secrets would be unknown',
    (schema) => {
      try {
        describeSchema(schema)
      } catch (error) {
        expect(ConfigError.is(error) && error.code).toBe('SCHEMA_UNSUPPORTED')
        return
      }
      throw new Error('nothing was thrown')
    },
  )
})
