import { describe, expect, it } from 'vitest'
import { rootField } from '../schema/fields/field-space.ts'
import { fillDefaults } from '../schema/fields/fill-defaults.ts'
import type { JsonSchema } from '../schema/fields/json-schema.ts'
import { deepFreeze } from '../values/freeze.ts'
import { Secret } from '../values/secret.ts'
import type { Value } from '../values/value.ts'
import { coerceText, coerceTexts } from './coerce.ts'
import { coercionTable } from './coercion-table.ts'

/** The value of a text in a field; the text itself if it stays. */
function read(text: string, schema: JsonSchema): Value | undefined {
  const found = coerceText(text, rootField(schema))
  return found === undefined ? text : found.value
}

describe('the coercion table', () => {
  const rows = coercionTable.flatMap((row) => row.examples.map(([text, result]) => ({ row, text, result })))
  it.each(rows)('reads $text as $row.name: $result', ({ row, text, result }) => {
    const value = read(text, { type: row.types })
    if (result === null && row.name !== 'null') expect(value).toBe(text)
    else expect(value).toEqual(result === null ? text : JSON.parse(result))
  })
})

describe('coerceText', () => {
  it.each<[string, JsonSchema, Value]>([
    // Numbers are never rounded and never guessed.
    ['9007199254740993', { type: 'integer' }, 9007199254740993n],
    ['-9007199254740993', { type: 'integer' }, -9007199254740993n],
    ['9007199254740993', { type: 'number' }, '9007199254740993'],
    ['9007199254740992', { type: 'number' }, 9007199254740992],
    ['1.5', { type: 'integer' }, '1.5'],
    ['5.0', { type: 'integer' }, 5],
    ['1e3', { type: 'integer' }, 1000],
    ['1e30', { type: 'integer' }, '1e30'],
    ['1e400', { type: 'number' }, '1e400'],
    ['0.1', { type: 'number' }, 0.1],
    ['-0', { type: 'number' }, -0],
    ['+5', { type: 'number' }, '+5'],
    ['Infinity', { type: 'number' }, 'Infinity'],
    ['NaN', { type: 'number' }, 'NaN'],
    ['', { type: 'number', 'x-allow-empty': true }, ''],
    [' ', { type: 'number' }, ' '],
    ['1_000', { type: 'number' }, '1_000'],
    ['0b1', { type: 'number' }, '0b1'],
    ['.', { type: 'number' }, '.'],
    ['1e9999999999999999', { type: 'number' }, '1e9999999999999999'],
    ['٣', { type: 'number' }, '٣'],
    // Booleans have one documented set of words, in any case: "false" and "FALSE" are never true.
    ['false', { type: 'boolean' }, false],
    ['FALSE', { type: 'boolean' }, false],
    ['oFF', { type: 'boolean' }, false],
    ['no', { type: 'boolean' }, false],
    ['0', { type: 'boolean' }, false],
    ['1', { type: 'boolean' }, true],
    ['t', { type: 'boolean' }, 't'],
    ['2', { type: 'boolean' }, '2'],
    ['', { type: 'boolean', 'x-allow-empty': true }, ''],
    // Texts stay texts, whatever they look like.
    ['5', { type: 'string' }, '5'],
    ['true', { type: 'string' }, 'true'],
    ['null', { type: 'string' }, 'null'],
    ['5', {}, '5'],
    ['true', {}, 'true'],
    ['1979-05-27', { type: 'string', format: 'date' }, '1979-05-27'],
    // Several types: a choice, null, number, boolean, list, map, text.
    ['1', { type: ['boolean', 'integer'] }, 1],
    ['true', { type: ['boolean', 'integer'] }, true],
    ['null', { type: ['string', 'null'] }, null],
    ['no', { type: ['boolean', 'string'] }, 'no'],
    ['1', { type: ['boolean', 'string'] }, '1'],
    ['false', { type: ['boolean', 'string'] }, false],
    ['False', { type: ['boolean', 'string'] }, 'False'],
    ['007', { type: ['integer', 'string'] }, '007'],
    ['1e3', { type: ['integer', 'string'] }, '1e3'],
    ['42', { type: ['integer', 'string'] }, 42],
    ['12345678901234567890123', { type: ['integer', 'string'] }, 12345678901234567890123n],
    ['a,b', { type: ['array', 'string'] }, 'a,b'],
    ['["a"]', { type: ['array', 'string'] }, ['a']],
    ['auto', { anyOf: [{ const: 'auto' }, { type: 'integer' }] }, 'auto'],
    ['5', { anyOf: [{ const: 'auto' }, { type: 'integer' }] }, 5],
    ['1', { enum: [1, '1'] }, '1'],
    ['1', { enum: [1, 2] }, 1],
    ['true', { const: true }, true],
    ['30', { type: ['integer', 'string'], 'x-type': 'duration' }, 30],
    ['30s', { type: ['integer', 'string'], 'x-type': 'duration' }, '30s'],
    // Lists and maps.
    ['80, 443', { type: 'array', items: { type: 'integer' } }, [80, 443]],
    ['80,x', { type: 'array', items: { type: 'integer' } }, [80, 'x']],
    ['["80"]', { type: 'array', items: { type: 'integer' } }, ['80']],
    ['a,,b,', { type: 'array', items: { type: 'string' } }, ['a', '', 'b', '']],
    ['1,yes', { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'boolean' }] }, [1, true]],
    ['null,a', { type: 'array', items: { type: ['null', 'string'] } }, [null, 'a']],
    ['"a\\"b\\\\", c:\\d', { type: 'array', items: { type: 'string' } }, ['a"b\\', 'c:\\d']],
    ['"a" b', { type: 'array' }, '"a" b'],
    ['[1, 2', { type: 'array', items: { type: 'string' } }, ['[1', '2']],
    ['[a]', { type: 'array' }, '[a]'],
    ['[1] ', { type: 'array' }, [1]],
    ['{"a": "1"}', { type: 'object', properties: { a: { type: 'integer' } } }, { a: '1' }],
    ['{"a": [1]}', { properties: { a: {} } }, { a: [1] }],
    ['[1]', { items: {} }, [1]],
    ['{"a"', { type: 'object' }, '{"a"'],
    ['{"__proto__": 1}', { type: 'object' }, '{"__proto__": 1}'],
    ['[12345678901234567890]', { type: 'array' }, [12345678901234567890n]],
    // References wait.
    ['${a}', { type: 'integer' }, '${a}'],
    ['$${a}', { type: 'array' }, '$${a}'],
  ])('reads %j by %j', (text, schema, expected) => {
    expect(read(text, schema)).toEqual(expected)
  })

  it('takes an empty text for "not set", unless the schema expects one', () => {
    for (const schema of [{ type: 'string' }, { type: 'integer' }, {}])
      expect(coerceText('', rootField(schema))).toEqual({ value: undefined })
    expect(coerceText('', rootField({ type: 'string', default: '' }))).toBeUndefined()
  })

  it('splits a text with "${" in it once references are resolved', () => {
    expect(coerceText('a,${b', rootField({ type: 'array' }), true)).toEqual({ value: ['a', '${b'] })
  })

  it('leaves JSON alone that is nested as deep as no file may be', () => {
    const text = '['.repeat(100_000) + ']'.repeat(100_000)
    expect(coerceText(text, rootField({ type: 'array' }))).toBeUndefined()
  })

  it.each([
    ['9'.repeat(1_000_000)],
    ['1e'.repeat(500_000)],
    [`${'\\,'.repeat(500_000)}`],
    [`"${'\\'.repeat(1_000_001)}`],
    ['-'.repeat(1_000_000)],
  ])('reads a text of a million characters in linear time', (text) => {
    const start = performance.now()
    for (const type of ['integer', 'number', 'boolean', 'array', 'object']) coerceText(text, rootField({ type }))
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('coerceTexts', () => {
  const root = rootField({
    properties: {
      port: { type: 'integer' },
      debug: { type: 'boolean' },
      tags: { type: 'array', items: { type: 'string' } },
      token: { type: 'integer', 'x-secret': true },
      login: { 'x-secret': true, properties: { pin: { type: 'integer' } } },
      db: { properties: { host: { type: 'string' }, pool: { type: 'integer' } } },
      more: { additionalProperties: { type: 'integer' } },
    },
  })

  it('reads every text as its field says and tells what it did', () => {
    const { value, coerced } = coerceTexts({ port: '80', debug: 'off', db: { host: 'x', pool: '5' }, more: { a: '1' } }, root)
    expect(value).toEqual({ port: 80, debug: false, db: { host: 'x', pool: 5 }, more: { a: 1 } })
    expect(coerced).toEqual([
      { path: ['port'], from: '80', to: 80, secret: false },
      { path: ['debug'], from: 'off', to: false, secret: false },
      { path: ['db', 'pool'], from: '5', to: 5, secret: false },
      { path: ['more', 'a'], from: '1', to: 1, secret: false },
    ])
  })

  it('takes empty texts out, and maps of which nothing is left', () => {
    const { value, coerced } = coerceTexts({ port: '', db: { host: '' }, debug: 'on' }, root)
    expect(value).toEqual({ debug: true })
    expect(coerced[0]).toEqual({ path: ['port'], from: '', to: undefined, secret: false })
    expect(coerceTexts({ port: '' }, root).value).toEqual({})
  })

  it('seals what it did to secrets', () => {
    const { value, coerced } = coerceTexts({ token: '1234', login: { pin: '99' } }, root)
    expect(value).toEqual({ token: 1234, login: { pin: 99 } })
    expect(coerced.map(({ from, to, secret }) => [from, (to as unknown as Secret<number>).reveal(), secret])).toEqual([
      ['[secret]', 1234, true],
      ['[secret]', 99, true],
    ])
    expect(JSON.stringify(coerced)).not.toMatch(/1234|99/)
  })

  it('gives the same object back when there is nothing to do, and shares what it did not touch', () => {
    const layer = deepFreeze({ db: { host: 'x' }, unknown: '5', list: ['1'], tags: ['a'], port: 80 as Value })
    expect(coerceTexts(layer, root).value).toBe(layer)
    const mixed = deepFreeze({ db: { host: 'x' }, port: '80' })
    expect(coerceTexts(mixed, root).value['db']).toBe(mixed.db)
  })

  it('leaves what no schema describes as it is', () => {
    expect(coerceTexts({ unknown: '', deep: { a: '5' } }, root).value).toEqual({ unknown: '', deep: { a: '5' } })
  })

  it('lets a map set as JSON keep the defaults of its other keys', () => {
    const db = rootField({ properties: { db: { type: 'object', properties: { host: {}, port: { default: 5432 } } } } })
    const { value } = coerceTexts({ db: '{"host": "x"}' }, db)
    expect(fillDefaults(value, db).value).toEqual({ db: { host: 'x', port: 5432 } })
  })

  it('makes a list of numbered keys where the schema wants a list', () => {
    const ports = rootField({ properties: { ports: { type: 'array', items: { type: 'integer' } } } })
    expect(coerceTexts({ ports: { 0: '80', 1: '81' } }, ports).value).toEqual({ ports: [80, 81] })
    expect(coerceTexts({ ports: { 0: '80', 2: '81' } }, ports).value).toEqual({ ports: { 0: '80', 2: '81' } })
    expect(coerceTexts({ ports: ['80', '', 81] }, ports).value).toEqual({ ports: [80, '', 81] })
  })

  it('keeps a key called __proto__ as data', () => {
    const layer = JSON.parse('{"__proto__": "5", "port": "80"}') as { [key: string]: Value }
    const { value } = coerceTexts(layer, root)
    expect(Object.hasOwn(value, '__proto__')).toBe(true)
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })

  it('does not touch dates, secrets and other values that are no texts', () => {
    const secret = new Secret('5') as Value
    expect(coerceTexts({ port: secret, debug: null }, root).value).toEqual({ port: secret, debug: null })
  })
})
