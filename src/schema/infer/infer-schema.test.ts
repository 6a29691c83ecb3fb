import { describe, expect, it } from 'vitest'
import { DateTime } from '../../values/date-time.ts'
import { Secret } from '../../values/secret.ts'
import type { Value } from '../../values/value.ts'
import { compileJsonSchema } from '../json-schema/validator.ts'
import { commentAbove } from './comment-beside.ts'
import { inferSchema } from './infer-schema.ts'

/** What is inferred for the key `key`, from its values in several files. */
function inferred(...values: readonly Value[]): unknown {
  return propertyOf(
    'key',
    values.map((value) => ({ key: value })),
  )
}

function propertyOf(key: string, values: readonly Value[]): unknown {
  const schema = inferSchema(values.map((value) => ({ value }))) as { properties: Record<string, unknown> }
  const validator = compileJsonSchema(schema)
  for (const value of values) expect(validator.check(value)).toEqual([])
  return schema.properties[key]
}

describe('inferSchema', () => {
  it.each<[string, readonly Value[], unknown]>([
    ['whole numbers', [1, 2], { type: 'integer' }],
    ['numbers', [1, 2.5], { type: 'number' }],
    ['numbers of any size', [1n, 2], { type: 'integer' }],
    ['null beside something', ['a', null], { type: ['string', 'null'] }],
    ['nothing but null', [null], {}],
    ['mixed types', [1, 'a', true], { type: ['string', 'integer', 'boolean'] }],
    ['addresses of pages', ['https://a.example/x', 'http://b.example'], { type: 'string', format: 'uri' }],
    ['mail addresses', ['a@example.org'], { type: 'string', format: 'email' }],
    ['IP addresses', ['10.0.0.1', '127.0.0.1'], { type: 'string', format: 'ipv4' }],
    ['an address or a name', ['10.0.0.1', 'db'], { type: 'string' }],
    ['networks', ['10.0.0.0/8'], { type: 'string', format: 'cidr' }],
    ['durations', ['5m', '250ms'], { type: 'string', format: 'duration-text' }],
    ['sizes', ['10MB'], { type: 'string', format: 'byte-size' }],
    ['days', [new DateTime('local-date', '2026-04-01')], { type: 'string', format: 'date' }],
    ['references', ['${db.url}', 'https://a.example'], { type: 'string' }],
    ['empty lists', [[]], { type: 'array' }],
    ['lists', [['a'], []], { type: 'array', items: { type: 'string' } }],
    [
      'maps',
      [{ a: 1 }, { a: 2, b: 1 }],
      { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'integer' } }, required: ['a'] },
    ],
    ['maps and texts', ['x', {}], { type: ['object', 'string'] }],
    ['few words that repeat', ['info', 'debug', 'info', 'debug'], { type: 'string', enum: ['debug', 'info'] }],
    ['few words that do not', ['a', 'b', 'c', 'a'], { type: 'string' }],
    ['secrets that are sealed', [new Secret('x')], { 'x-secret': true }],
  ])('describes %s', (_, values, schema) => {
    expect(inferred(...values)).toEqual(schema)
  })

  it('takes numbers in keys that are called so for ports', () => {
    const port = { type: 'integer', minimum: 1, maximum: 65_535, 'x-type': 'port' }
    expect(propertyOf('port', [{ port: 80 }])).toEqual(port)
    expect(propertyOf('metricsPort', [{ metricsPort: 80 }])).toEqual(port)
    expect(propertyOf('port', [{ port: 0 }])).toEqual({ ...port, minimum: 0 })
    expect(propertyOf('port', [{ port: 70_000 }])).toEqual({ type: 'integer' })
    expect(propertyOf('transport', [{ transport: 80 }])).toEqual({ type: 'integer' })
    expect(propertyOf('support', [{ support: 80 }])).toEqual({ type: 'integer' })
  })

  it('does not narrow the address of a machine to the form that it has today', () => {
    expect(propertyOf('host', [{ host: '127.0.0.1' }])).toEqual({ type: 'string' })
  })

  it('marks secrets by name, and shows nothing of them', () => {
    const schema = inferSchema(
      ['a', 'b', 'a', 'b'].map((token) => ({ value: { token } })),
      { isSecretName: (name) => name === 'token', title: 'Shop' },
    )
    expect(schema).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Shop',
      type: 'object',
      properties: { token: { type: 'string', 'x-secret': true } },
      required: ['token'],
    })
  })

  it('reads texts of text-only formats as what they are meant to be', () => {
    const value = { port: '8080', on: 'true', zip: '01234', version: '1.10', name: 'x' }
    expect(inferSchema([{ value, textOnly: true }])['properties']).toEqual({
      port: { type: 'integer', minimum: 1, maximum: 65_535, 'x-type': 'port' },
      on: { type: 'boolean' },
      zip: { type: 'string' },
      version: { type: 'string' },
      name: { type: 'string' },
    })
  })

  it('takes very many keys for data', () => {
    const value = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`k${index}`, { n: index }]))
    const schema = inferSchema([{ value }])
    expect(schema['properties']).toBeUndefined()
    expect(schema['additionalProperties']).toEqual({ type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] })
  })

  it('takes over comments', () => {
    const schema = inferSchema([{ value: { a: 1 }, commentAt: (path) => (path[0] === 'a' ? 'The first one.' : undefined) }])
    expect(schema['properties']).toEqual({ a: { description: 'The first one.', type: 'integer' } })
  })
})

describe('commentAbove', () => {
  const above = (...lines: readonly string[]): string | undefined => commentAbove(lines, lines.length, 'yaml')

  it('joins the lines directly above a key', () => {
    expect(above('# The address', '# to listen at', 'host: a')).toBe('The address to listen at')
  })

  it.each([
    ['an empty line between', ['# About the file.', '', 'host: a']],
    ['a setting that is commented out', ['# port: 80', 'host: a']],
    ['a line for tools', ['# yaml-language-server: $schema=x', 'host: a']],
    ['an essay', [...Array.from({ length: 9 }, () => '# on and on'), 'host: a']],
    ['nothing', ['host: a']],
  ])('says nothing for %s', (_, lines) => {
    expect(above(...lines)).toBeUndefined()
  })

  it('has no comments in a format without any', () => {
    expect(commentAbove(['# x', 'a'], 2, 'json')).toBeUndefined()
  })
})
