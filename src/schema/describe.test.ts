import { describe, expect, it } from 'vitest'
import { FieldDescription } from './describe.ts'
import { rootField } from './fields/field-space.ts'

describe('FieldDescription', () => {
  it('finds names, variables, secrets and strategies, through references and combinations', () => {
    const description = new FieldDescription(
      rootField({
        $defs: { login: { properties: { password: { 'x-secret': true } } } },
        allOf: [{ properties: { port: { 'x-env': 'PORT' } } }],
        properties: {
          db: { $ref: '#/$defs/login' },
          users: { items: { $ref: '#/$defs/login' }, 'x-merge': 'by-key:name' },
          tokens: { additionalProperties: { 'x-secret': true } },
        },
      }),
    )
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
    const description = new FieldDescription(rootField({ properties: { child: { $ref: '#' }, key: { 'x-secret': true } } }))
    expect(description.secrets).toContainEqual(['key'])
  })
})
