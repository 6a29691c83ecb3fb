import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { DateTime } from '../values/date-time.ts'
import type { Value } from '../values/value.ts'
import { readTyped, typeFor, type ValueType } from './typed-value.ts'

describe('the type of a new value', () => {
  it.each<[string, Value | undefined, boolean, string, ValueType]>([
    ['text in a format that holds only text', 5, true, '6', 'string'],
    ['that of a text', 'x', false, '6', 'string'],
    ['that of a number', 5, false, 'x', 'number'],
    ['that of a large number', 5n, false, 'x', 'number'],
    ['that of a choice', true, false, 'x', 'boolean'],
    ['that of a date', new DateTime('local-date', '2024-01-01'), false, 'x', 'date'],
    ['that of a list', [], false, 'x', 'list'],
    ['a number for a new key', undefined, false, '8080', 'number'],
    ['true or false for a new key', undefined, false, 'true', 'boolean'],
    ['null for a new key', undefined, false, 'null', 'null'],
    ['text for a new key', undefined, false, 'eighty', 'string'],
  ])('is %s', (_, current, textOnly, text, expected) => {
    expect(typeFor(current, textOnly, text)).toBe(expected)
  })
})

describe('a text', () => {
  it.each<[ValueType, string, Value]>([
    ['number', '+9007199254740993', 9007199254740993n],
    ['number', '1.5e3', 1500],
    ['boolean', 'Yes', true],
    ['boolean', 'off', false],
    ['null', '', null],
    ['list', 'a, b', ['a', 'b']],
    ['list', '', []],
    ['list', ' ["a"]', ['a']],
    ['json', '{"a":[1]}', { a: [1] }],
  ])('is read as %s: %j', (type, text, expected) => {
    expect(readTyped(['a'], text, type, true)).toEqual(expected)
  })

  it.each(['2024-02-29', '23:59:59.5', '2024-02-29T07:32:00', '2024-02-29T07:32:00+01:00'])('is the date %s', (text) => {
    expect(String(readTyped(['a'], text, 'date', true))).toBe(text)
  })

  it.each<[ValueType, string]>([
    ['number', 'hunter2'],
    ['number', '1e999'],
    ['boolean', 'maybe'],
    ['null', 'nil'],
    ['date', '2023-02-29'],
    ['date', '25:00:00'],
    ['date', 'yesterday'],
    ['list', '["x"'],
    ['list', '[1] x'],
    ['json', '{a}'],
  ])('is refused as %s without being repeated: %s', (type, text) => {
    try {
      readTyped(['db', 'x'], text, type, false)
      expect.unreachable()
    } catch (error) {
      if (!ConfigError.is(error)) throw error
      expect(error.issues[0]).toMatchObject({ code: 'VALUE_TYPE', path: ['db', 'x'] })
      expect(error.issues[0].hint).toContain('add --type string')
      expect(error.issues[0].message).not.toContain(text)
    }
  })
})
