import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import { s } from '../index.ts'
import type { AnySchema } from './schema.ts'

const $schema = 'https://json-schema.org/draft/2020-12/schema'

/** What a schema says of itself, without the line that every document has. */
function said(schema: AnySchema): unknown {
  const { $schema: version, ...rest } = schema.toJsonSchema()
  expect(version).toBe($schema)
  return rest
}

describe('the kinds of values', () => {
  it.each<[string, AnySchema, unknown]>([
    ['texts', s.string().min(1).max(9).pattern(/^a/), { type: 'string', minLength: 1, maxLength: 9, pattern: '^a' }],
    [
      'several patterns',
      s.string().pattern('a').pattern('b').pattern('c'),
      { type: 'string', pattern: 'a', allOf: [{ pattern: 'b' }, { pattern: 'c' }] },
    ],
    ['texts of one length', s.string().length(3), { type: 'string', minLength: 3, maxLength: 3 }],
    ['empty texts that count', s.string().allowEmpty(), { type: 'string', 'x-allow-empty': true }],
    ['numbers', s.number().above(0).below(1), { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }],
    ['whole numbers', s.integer().min(0).max(9).multipleOf(3), { type: 'integer', minimum: 0, maximum: 9, multipleOf: 3 }],
    ['truth', s.boolean(), { type: 'boolean' }],
    ['nothing', s.null(), { type: 'null' }],
    ['texts that are not empty', s.string().nonEmpty(), { type: 'string', minLength: 1 }],
    ['null as the only choice', s.choice([null]), { type: 'null', enum: [null] }],
    ['anything', s.any(), {}],
    ['one value', s.literal('a'), { type: 'string', const: 'a' }],
    ['choices', s.choice(['a', 'b']), { type: 'string', enum: ['a', 'b'] }],
    ['choices of several types', s.enum(['a', 1]), { enum: ['a', 1] }],
    ['numeric choices', s.enum([0.5, 0.25]), { type: 'number', enum: [0.5, 0.25] }],
    [
      'lists',
      s.list(s.string()).nonEmpty().max(3).unique(),
      { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 3, uniqueItems: true },
    ],
    ['lists of one length', s.list(s.any()).length(2), { type: 'array', items: {}, minItems: 2, maxItems: 2 }],
    [
      'tuples',
      s.tuple([s.string(), s.null()]),
      { type: 'array', prefixItems: [{ type: 'string' }, { type: 'null' }], items: false, minItems: 2 },
    ],
    [
      'maps',
      s.map(s.integer()).nonEmpty().max(5),
      { type: 'object', additionalProperties: { type: 'integer' }, minProperties: 1, maxProperties: 5 },
    ],
    [
      'maps with keys of a form',
      s.map(s.any(), { keys: /^[a-z]+$/ }),
      { type: 'object', propertyNames: { pattern: '^[a-z]+$' }, additionalProperties: {} },
    ],
    ['unions', s.union([s.string(), s.integer()]), { anyOf: [{ type: 'string' }, { type: 'integer' }] }],
  ])('writes %s', (_, schema, expected) => {
    expect(said(schema)).toEqual(expected)
  })

  it.each<[string, AnySchema, unknown]>([
    ['secret', s.secret().min(8), { type: 'string', 'x-secret': true, minLength: 8 }],
    ['port', s.port(), { type: 'integer', minimum: 1, maximum: 65_535, 'x-type': 'port' }],
    ['port 0', s.port({ zero: true }), { type: 'integer', minimum: 0, maximum: 65_535, 'x-type': 'port' }],
    ['host', s.host(), { type: 'string', format: 'host', 'x-type': 'host' }],
    [
      'url',
      s.url({ schemes: ['http', 'git+ssh'] }),
      { type: 'string', format: 'uri', pattern: '^(?:http|git\\+ssh):', 'x-type': 'url' },
    ],
    ['path', s.path(), { type: 'string', minLength: 1, 'x-type': 'path' }],
    [
      'path that exists',
      s.path({ exists: 'file', relative: 'declaring-file' }),
      { type: 'string', minLength: 1, 'x-path': { exists: 'file', relative: 'declaring-file' }, 'x-type': 'path' },
    ],
    ['email', s.email(), { type: 'string', format: 'email', 'x-type': 'email' }],
    ['ip', s.ip(), { type: 'string', anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }], 'x-type': 'ip' }],
    ['ip of one version', s.ip({ version: 6 }), { type: 'string', format: 'ipv6', 'x-type': 'ip' }],
    ['cidr', s.cidr(), { type: 'string', format: 'cidr', 'x-type': 'cidr' }],
    ['semver', s.semver(), { type: 'string', format: 'semver', 'x-type': 'semver' }],
    ['cron', s.cron(), { type: 'string', format: 'cron', 'x-type': 'cron' }],
    ['regex', s.regex(), { type: 'string', format: 'regex', 'x-type': 'regex' }],
    ['date', s.date(), { type: 'string', format: 'date' }],
    [
      'duration',
      s.duration().min('1s').max(60_000),
      expect.objectContaining({ type: ['integer', 'string'], minimum: 1000, maximum: 60_000, 'x-type': 'duration' }),
    ],
    [
      'byte size',
      s.byteSize().max('1KiB'),
      expect.objectContaining({ type: ['integer', 'string'], minimum: 0, maximum: 1024, 'x-type': 'byte-size' }),
    ],
  ])('writes the domain type %s', (_, schema, expected) => {
    expect(said(schema)).toEqual(expected)
  })

  it('writes what is said of a field', () => {
    const field = s
      .integer()
      .title('Pool')
      .describe('how many connections')
      .examples(5, 10)
      .default(4)
      .env('POOL')
      .restart()
      .merge('replace')
      .rule('even')
      .rule('below', 100)
      .deprecated({ replacedBy: 'db.pool', removedIn: '3.0' })
      .secret()
    expect(said(field)).toEqual({
      type: 'integer',
      title: 'Pool',
      description: 'how many connections',
      examples: [5, 10],
      default: 4,
      'x-env': 'POOL',
      'x-restart': true,
      'x-merge': 'replace',
      'x-rules': { even: true, below: 100 },
      deprecated: true,
      'x-deprecated': { replacedBy: 'db.pool', removedIn: '3.0' },
      'x-secret': true,
    })
    expect(said(s.string().deprecated())).toEqual({ type: 'string', deprecated: true })
  })
})

describe('null', () => {
  it.each<[string, AnySchema, unknown]>([
    ['a type', s.string().min(1).nullable(), { type: ['string', 'null'], minLength: 1 }],
    ['several types', s.duration().nullable(), expect.objectContaining({ type: ['integer', 'string', 'null'] })],
    ['what allows it already', s.null().nullable(), { type: ['null'] }],
    ['choices', s.choice(['a']).nullable(), { type: ['string', 'null'], enum: ['a', null] }],
    ['choices of several types', s.choice(['a', 1]).nullable(), { enum: ['a', 1, null] }],
    ['one value', s.literal(5).nullable(), { type: ['integer', 'null'], enum: [5, null] }],
    [
      'a union',
      s.union([s.string(), s.integer()]).nullable(),
      { anyOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }] },
    ],
    ['anything', s.any().describe('x').nullable(), { description: 'x' }],
  ])('joins %s', (_, schema, expected) => {
    expect(said(schema)).toEqual(expected)
  })

  it('stands beside a choice of maps, with what is said of the field outside', () => {
    const schema = s
      .discriminated('kind', { a: s.object({}) })
      .describe('where')
      .env('STORE')
      .nullable()
    expect(said(schema)).toMatchObject({ description: 'where', 'x-env': 'STORE', anyOf: [{ oneOf: [{}] }, { type: 'null' }] })
  })
})

describe('maps with named keys', () => {
  const server = s.object({ host: s.host(), port: s.port().default(80), tls: s.object({ cert: s.path() }).optional() })

  it('require what is neither optional nor filled by defaults', () => {
    const shop = s.object({
      server,
      cache: s.object({ size: s.byteSize().default('1MB') }),
      empty: s.object({ a: s.string().optional() }),
    })
    expect(said(shop)).toMatchObject({
      required: ['server', 'empty'],
      properties: { server: { required: ['host'], additionalProperties: false } },
    })
  })

  it.each<[string, AnySchema, readonly string[], readonly string[] | undefined]>([
    ['pick', server.pick('host', 'port'), ['host', 'port'], ['host']],
    ['omit', server.omit('host'), ['port', 'tls'], undefined],
    ['extend', server.extend({ host: s.string().optional(), name: s.string() }), ['host', 'port', 'tls', 'name'], ['name']],
    ['partial', server.partial(), ['host', 'port', 'tls'], undefined],
    ['required', server.required(), ['host', 'port', 'tls'], ['host', 'tls']],
  ])('%s', (_, schema, keys, required) => {
    const document = schema.toJsonSchema()
    expect(Object.keys(document['properties'] as object)).toEqual(keys)
    expect(document['required']).toEqual(required)
  })

  it('keep what is said of them when their keys change, except a default that may not fit any more', () => {
    const schema = server.describe('where it listens').default({ host: 'x' }).omit('port')
    expect(schema.toJsonSchema()).toMatchObject({ description: 'where it listens' })
    expect(schema.hasDefault).toBe(false)
  })

  it('let other keys through when they are loose', () => {
    expect(server.loose().toJsonSchema()).toHaveProperty('additionalProperties', true)
    expect(server.loose().strict().toJsonSchema()).toMatchObject({ additionalProperties: false })
  })

  it('hold a key "__proto__" as a key like any other', () => {
    const schema = s.object(JSON.parse('{}')).extend(Object.fromEntries([['__proto__', s.string()]]))
    expect(Object.keys(schema.toJsonSchema()['properties'] as object)).toEqual(['__proto__'])
    expect({}).not.toHaveProperty('type')
  })

  it('are told apart by one key', () => {
    const store = s.discriminated('kind', { file: s.object({ path: s.path() }), memory: s.object({}) })
    expect(said(store)).toMatchObject({
      oneOf: [
        { properties: { kind: { const: 'file' }, path: {} }, required: ['kind', 'path'] },
        { properties: { kind: { const: 'memory' } }, required: ['kind'] },
      ],
      discriminator: { propertyName: 'kind' },
    })
  })
})

describe('schemas that contain themselves', () => {
  it('refer to the whole document, or to a definition', () => {
    const menu: AnySchema = s.object({ items: s.list(s.lazy(() => menu)) })
    expect(said(menu)).toMatchObject({ properties: { items: { items: { $ref: '#' } } } })
    expect(said(s.object({ main: s.lazy(() => menu, 'menu').describe('top'), other: s.lazy(() => menu) }))).toMatchObject({
      properties: { main: { $ref: '#/$defs/menu', description: 'top' }, other: { $ref: '#/$defs/menu' } },
      $defs: { menu: { properties: { items: { items: { $ref: '#/$defs/menu' } } } } },
    })
  })

  it('give different definitions different names', () => {
    const one = s.string()
    const other = s.integer()
    const schema = s.tuple([s.lazy(() => one, 'a/b'), s.lazy(() => other, 'a/b')])
    expect(said(schema)).toMatchObject({
      prefixItems: [{ $ref: '#/$defs/a~1b' }, { $ref: '#/$defs/a~1b2' }],
      $defs: { 'a/b': { type: 'string' }, 'a/b2': { type: 'integer' } },
    })
  })
})

describe('a schema', () => {
  it('never changes: every method gives another one', () => {
    const before = s.string()
    const given = { a: [1] }
    const any = s.any().default(given)
    given.a.push(2)
    before.min(3).env('X').optional()
    expect(said(before)).toEqual({ type: 'string' })
    expect(said(any)).toEqual({ default: { a: [1] } })
    expect(Object.isFrozen(before) && Object.isFrozen(before.node)).toBe(true)
    expect(before.isOptional).toBe(false)
  })

  it.each<[string, () => unknown]>([
    ['a field that is no schema', () => s.object({ port: 8080 as never })],
    ['an element that is no schema', () => s.list(undefined as never)],
    ['a bound that is no number', () => s.integer().min(Number.NaN)],
    ['a length below 0', () => s.string().min(-1)],
    ['a length that is not whole', () => s.list(s.any()).max(0.5)],
    ['a step of nothing', () => s.number().multipleOf(0)],
    ['a duration that cannot be read', () => s.duration().min('1 fortnight')],
    ['a pattern with a flag that JSON Schema cannot say', () => s.string().pattern(/a/i)],
    ['a choice of nothing', () => s.choice([])],
    ['a choice that is no list', () => s.choice('debug' as never)],
    ['schemes that are no list', () => s.url({ schemes: 'https' as never })],
    ['a word for what has to exist that nobody knows', () => s.path({ exists: 'fil' as never })],
    ['a version of addresses that there is not', () => s.ip({ version: 5 as never })],
    ['a variable without a name', () => s.port().env('')],
    ['a union of nothing', () => s.union([])],
    ['a union of no maps', () => s.discriminated('kind', {})],
    [
      '100,000 levels',
      () =>
        Array.from({ length: 100_000 })
          .reduce<AnySchema>((inner) => s.list(inner), s.any())
          .toJsonSchema(),
    ],
    [
      '100,000 maps',
      () =>
        Array.from({ length: 100_000 })
          .reduce<AnySchema>((inner) => s.object({ inner }), s.any())
          .toJsonSchema(),
    ],
    ['a default of 5,000 levels', () => s.any().default(JSON.parse('['.repeat(5000) + ']'.repeat(5000)))],
    ['a document that is none', () => s.fromJsonSchema(5)],
    ['a reference to nowhere', () => s.fromJsonSchema({ $ref: '#/$defs/x' })],
    ['a reference that is cut off', () => s.fromJsonSchema({ $ref: '#/%E4%A' })],
  ])('refuses %s', (_, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'SCHEMA_INVALID' }))
    expect(make).toThrow(ConfigError)
  })
})
