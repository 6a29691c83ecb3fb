import { describe, expect, it } from 'vitest'
import { rootField } from '../schema/fields/field-space.ts'
import { Secret } from '../values/secret.ts'
import type { Value } from '../values/value.ts'
import { restartChanges } from './restart-changes.ts'

const root = rootField({
  properties: {
    server: { properties: { port: { 'x-restart': true }, level: {} } },
    pool: { 'x-restart': true, properties: { size: {} } },
    list: { items: { properties: { port: { 'x-restart': true } } } },
  },
})

describe('restartChanges', () => {
  it.each<[string, Value, Value, (string | number)[][]]>([
    ['a changed value', { server: { port: 1 } }, { server: { port: 2 } }, [['server', 'port']]],
    ['no value that needs no restart', { server: { level: 1 } }, { server: { level: 2 } }, []],
    ['a value that came', {}, { server: { port: 1 } }, [['server', 'port']]],
    ['a value that went', { server: { port: 1 } }, {}, [['server', 'port']]],
    ['a map of which something inside changed', { pool: { size: 1 } }, { pool: { size: 2 } }, [['pool']]],
    ['no map that only was made anew', { pool: { size: 1 } }, { pool: { size: 1 } }, []],
    [
      'list elements',
      { list: [{ port: 1 }, { port: 2 }] },
      { list: [{ port: 1 }, { port: 3 }, { port: 4 }] },
      [
        ['list', 1, 'port'],
        ['list', 2, 'port'],
      ],
    ],
    ['a map that became something else', { server: { port: 1 } }, { server: 'x' }, [['server', 'port']]],
    ['a secret with other content', { pool: new Secret('a') as Value }, { pool: new Secret('b') as Value }, [['pool']]],
    ['nothing the schema does not know', { x: 1 }, { x: 2 }, []],
  ])('names %s', (_, before, after, expected) => {
    expect(restartChanges(before, after, root)).toEqual(expected)
  })

  it('does not look into what is the same object', () => {
    const shared = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('looked into')
        },
      },
    )
    expect(restartChanges({ server: shared }, { server: shared, x: 1 }, root)).toEqual([])
  })
})
