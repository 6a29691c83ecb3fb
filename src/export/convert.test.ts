import { describe, expect, it } from 'vitest'
import { DateTime } from '../values/date-time.ts'
import { countCommentLines } from './comments.ts'
import { convertTo } from './convert.ts'

const day = new DateTime('local-date', '1979-05-27')
const tree = { name: 'shop', server: { port: 8080, tls: { cert: 'a.pem' }, since: day, hosts: ['a', 'b'], proxy: null } }

function messages(format: string, value: Parameters<typeof convertTo>[1]): readonly string[] {
  return convertTo(format, value).losses.map((issue) => issue.message)
}

describe('convertTo', () => {
  it('gives the same data to a format that can hold it, without a word', () => {
    const plain = { a: [1, { b: null }], c: 'x' }
    expect(convertTo('yaml', plain)).toEqual({ value: plain, losses: [] })
  })

  it('writes dates as text where there are none, and says so', () => {
    expect(convertTo('json', { a: { b: day } })).toMatchObject({
      value: { a: { b: '1979-05-27' } },
      losses: [{ code: 'FORMAT_LOSS', severity: 'warning', path: ['a', 'b'] }],
    })
    expect(convertTo('toml', { b: day })).toEqual({ value: { b: day }, losses: [] })
  })

  it('leaves null out for TOML, in maps and lists', () => {
    expect(convertTo('toml', { a: null, b: [1, null, 2] }).value).toEqual({ b: [1, 2] })
    expect(messages('toml', { a: null, b: [1, null, 2] })).toEqual(['toml has no null, left out: a and b[1]'])
  })

  it('writes infinite numbers as text in JSON only', () => {
    expect(convertTo('json', [Number.POSITIVE_INFINITY]).value).toEqual(['Infinity'])
    expect(convertTo('yaml', [Number.POSITIVE_INFINITY]).value).toEqual([Number.POSITIVE_INFINITY])
  })

  it('makes names of variables for .env', () => {
    expect(convertTo('dotenv', tree).value).toEqual({
      NAME: 'shop',
      SERVER__PORT: '8080',
      SERVER__TLS__CERT: 'a.pem',
      SERVER__SINCE: '1979-05-27',
      SERVER__HOSTS: '["a","b"]',
    })
  })

  it('keeps the names of a flat map for .env', () => {
    const names = { Path: 'a', b_c: 'd', 'e.f-g': 'h', '1': 'i' }
    expect(convertTo('dotenv', names)).toEqual({ value: names, losses: [] })
  })

  it('says which keys it renames for .env', () => {
    expect(convertTo('dotenv', { 'two words': 'a', port: '1', HOST: 'b' }).value).toEqual({
      TWO_WORDS: 'a',
      PORT: '1',
      HOST: 'b',
    })
    expect(messages('dotenv', { 'two words': 'a', port: '1', HOST: 'b' })).toEqual([
      'dotenv has names of variables, so keys are renamed: "two words" and port',
    ])
  })

  it('refuses half of a surrogate pair where there is no escape for it', () => {
    for (const format of ['ini', 'dotenv', 'toml'])
      expect(() => convertTo(format, { a: { b: '\ud83d' } })).toThrow(
        expect.objectContaining({ code: 'FORMAT_UNSUPPORTED_VALUE', issues: [expect.objectContaining({ path: ['a', 'b'] })] }),
      )
    for (const format of ['json', 'yaml', 'properties']) expect(convertTo(format, { a: '\ud83d' }).losses).toEqual([])
  })

  it('leaves nesting to properties and INI, lists to properties', () => {
    const nested = { server: { tls: { cert: 'a' }, hosts: ['b', 'c'] } }
    expect(convertTo('properties', nested)).toEqual({ value: nested, losses: [] })
    expect(convertTo('ini', nested).value).toEqual({ server: { tls: { cert: 'a' }, hosts: '["b","c"]' } })
  })

  it('leaves out what properties cannot say: nothing in a map', () => {
    expect(convertTo('properties', { a: {}, b: [], c: 'd' }).value).toEqual({ c: 'd' })
    expect(messages('properties', { a: {}, b: [] })).toEqual(['properties has no empty maps and lists, left out: a and b'])
  })

  it('reports each kind of loss once, with the first paths', () => {
    expect(messages('dotenv', tree)).toEqual([
      'dotenv has no null, left out: server.proxy',
      'dotenv has only text, so numbers and booleans lose their type: server.port',
      'dotenv has no dates, written as text: server.since',
      'dotenv has no lists, written as JSON text: server.hosts',
      'dotenv has names of variables, so keys are renamed: name',
      'dotenv has no maps, written as longer names: server',
    ])
    expect(messages('toml', { a: null, b: null, c: null, d: null })).toEqual(['toml has no null, left out: a, b, c and 1 more'])
  })

  it('names every path when asked', () => {
    const [loss] = convertTo('toml', { a: null, b: null, c: null, d: null }, { every: true }).losses
    expect(loss?.message).toBe('toml has no null, left out: a, b, c and d')
  })

  it('refuses two keys that would have one name', () => {
    const clash = { db: { poolSize: 1, pool_size: 2 } }
    expect(() => convertTo('dotenv', clash)).toThrow(expect.objectContaining({ code: 'FORMAT_UNSUPPORTED_VALUE' }))
  })
})

describe('countCommentLines', () => {
  it.each([
    ['yaml', '# a\nb: 1 # c\nd: "# not"\nurl: a#b\n', 2],
    ['jsonc', '{ // a\n "b": "http://x" /* c */ }', 2],
    ['ini', '; a\n# b\nc = 1 ; d\ne = a;b\nf = "x ; y"', 3],
    ['json', '{"#": 1}', 0],
  ])('counts those of %s', (format, text, lines) => {
    expect(countCommentLines(format, text)).toBe(lines)
  })
})
