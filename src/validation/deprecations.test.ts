import { describe, expect, it } from 'vitest'
import { rootField } from '../schema/fields/field-space.ts'
import { deprecations } from './deprecations.ts'

const root = rootField(
  {
    properties: {
      old: { deprecated: true, 'x-deprecated': { replacedBy: 'server.port', removedIn: '3.0' } },
      gone: { deprecated: true, 'x-deprecated': { message: 'it did nothing' } },
      server: { properties: { port: {}, listen: { deprecated: true, 'x-deprecated': { replacedBy: 'port' } } } },
      list: { items: { properties: { a: { deprecated: true } } } },
      child: { $ref: '#' },
    },
  },
  { name: 's.json' },
)

describe('deprecations', () => {
  it('warns of each deprecated key that is set, with its successor and the version that removes it', () => {
    expect(deprecations({ old: 1, gone: null }, root)).toEqual([
      {
        code: 'KEY_DEPRECATED',
        severity: 'warning',
        message: '"old" is deprecated, and version 3.0 removes it',
        path: ['old'],
        rule: 's.json#/properties/old/x-deprecated',
        hint: 'use "server.port" instead',
      },
      {
        code: 'KEY_DEPRECATED',
        severity: 'warning',
        message: '"gone" is deprecated: it did nothing',
        path: ['gone'],
        rule: 's.json#/properties/gone/x-deprecated',
      },
    ])
  })

  it('says so when its replacement is set too', () => {
    expect(deprecations({ old: 1, server: { port: 2 } }, root)).toMatchObject([
      {
        path: ['old'],
        message: '"old" is deprecated, and version 3.0 removes it; "server.port", which replaces it, is set too',
        hint: 'remove "old"',
      },
    ])
    expect(deprecations({ server: { port: 2, listen: 1 } }, root)).toMatchObject([{ hint: 'remove "server.listen"' }])
  })

  it('finds them in lists and at any depth', () => {
    expect(deprecations({ list: [{}, { a: 1 }], child: { child: { gone: 1 } } }, root).map(({ path }) => path)).toEqual([
      ['list', 1, 'a'],
      ['child', 'child', 'gone'],
    ])
  })

  it('says nothing of keys that are not set', () => {
    expect(deprecations({ server: { port: 1 } }, root)).toEqual([])
    const odd = rootField({ properties: { a: { deprecated: true, 'x-deprecated': { replacedBy: 'b..c' } } } })
    expect(deprecations({ a: 1 }, odd)).toMatchObject([{ hint: 'use "b..c" instead' }])
  })
})
