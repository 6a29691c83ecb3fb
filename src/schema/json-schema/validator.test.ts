import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import { DateTime } from '../../values/date-time.ts'
import { Secret } from '../../values/secret.ts'
import { compileJsonSchema, type JsonSchemaOptions } from './validator.ts'

const check = (schema: unknown, value: unknown, options?: JsonSchemaOptions) => compileJsonSchema(schema, options).check(value)
const isValid = (schema: unknown, value: unknown, options?: JsonSchemaOptions) =>
  compileJsonSchema(schema, options).isValid(value)

function issuesOf(act: () => unknown) {
  try {
    act()
  } catch (error) {
    if (ConfigError.is(error)) return error.issues
    throw error
  }
  return []
}

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth))

describe('compileJsonSchema', () => {
  it('finds every keyword that is not met, with its place in the value and in the schema', () => {
    const schema = {
      type: 'object',
      properties: { port: { type: 'integer', maximum: 65_535 }, name: { $ref: '#/$defs/name' } },
      required: ['host'],
      additionalProperties: false,
      $defs: { name: { type: 'string', minLength: 2 } },
    }
    const found = check(schema, { port: 70_000, name: 'x', prot: 1 }, { uri: 'schema.json' })
    expect(found).toMatchObject([
      { keyword: 'maximum', path: ['port'], value: 70_000, wanted: 65_535, rule: 'schema.json#/properties/port/maximum' },
      { keyword: 'minLength', path: ['name'], rule: 'schema.json#/$defs/name/minLength' },
      { keyword: 'required', path: [], key: 'host', rule: 'schema.json#/required' },
      { keyword: 'additionalProperties', path: [], key: 'prot', rule: 'schema.json#/additionalProperties' },
    ])
  })

  it('says nothing more about a value of the wrong type', () => {
    expect(check({ type: 'string', enum: ['a'], minLength: 1 }, 3)).toMatchObject([{ keyword: 'type' }])
  })

  it('takes only keys of a map itself for its keys', () => {
    expect(check({ required: ['toString', 'constructor'] }, {})).toHaveLength(2)
    expect(isValid({ properties: { toString: { type: 'string' } } }, {})).toBe(true)
    expect(isValid({ required: ['a'] }, { a: undefined })).toBe(false)
    expect(isValid({ additionalProperties: false, properties: { a: true } }, JSON.parse('{"__proto__": 1}'))).toBe(false)
  })

  it.each([
    [0.01, 19.99, true],
    [0.1, 0.3, true],
    [0.01, 19.995, false],
    [1e-8, 123_456_789, true],
    [5, 10n, true],
    [3, 10n ** 30n, false],
    [0.1, Number.POSITIVE_INFINITY, false],
  ])('counts in decimals: multiples of %s and %s', (step, value, expected) => {
    expect(isValid({ multipleOf: step }, value)).toBe(expected)
  })

  it('takes a bigint for a whole number, equal to the number of the same value', () => {
    expect(isValid({ type: 'integer', minimum: 2, maximum: 10n ** 20n }, 10n ** 19n)).toBe(true)
    expect(isValid({ enum: [5] }, 5n)).toBe(true)
    expect(isValid({ enum: [9_007_199_254_740_992] }, 9_007_199_254_740_993n)).toBe(false)
    expect(check({ uniqueItems: true }, [1n, 2, 1])).toMatchObject([{ keyword: 'uniqueItems', wanted: [0, 2] }])
  })

  it('looks into dates and secrets, and keeps secrets closed', () => {
    expect(isValid({ type: 'string', format: 'date-time' }, new Date(0))).toBe(true)
    expect(isValid({ type: 'string', format: 'date' }, new DateTime('local-date', '2026-04-01'))).toBe(true)
    const secret = new Secret('hunter2')
    const [finding] = check({ properties: { token: { minLength: 20 } } }, { token: secret })
    expect(finding).toMatchObject({ keyword: 'minLength', path: ['token'] })
    expect(finding?.value).toBe(secret)
    expect(isValid({ minLength: 3 }, secret)).toBe(true)
    expect(JSON.stringify(check({ items: { type: 'number' } }, new Secret(['hunter2'])))).not.toContain('hunter2')
  })

  it('stops collecting at a limit and says how many more there were', () => {
    const found = check(
      { items: { type: 'string' } },
      Array.from({ length: 5000 }, () => 1),
      { maxFindings: 10 },
    )
    expect(found).toHaveLength(11)
    expect(found.at(-1)).toMatchObject({ keyword: 'maxFindings', value: 4990, wanted: 10 })
  })

  it('gives named rules the value and their argument', () => {
    const keywords = { even: (value: unknown) => (Number(value) % 2 === 0 ? undefined : 'must be even') }
    expect(check({ items: { 'x-rules': { even: true } } }, [2, 3], { keywords })).toMatchObject([
      { keyword: 'x-rules', key: 'even', path: [1], message: 'must be even', rule: '#/items/x-rules/even' },
    ])
    expect(issuesOf(() => check({ 'x-rules': { odd: true } }, 1, { keywords }))).toMatchObject([{ code: 'SCHEMA_INVALID' }])
  })

  it.each<[string, () => unknown, string]>([
    ['false', () => false, 'the rule does not hold'],
    ['an empty text', () => '', 'the rule does not hold'],
    ['a promise', async () => true, 'the rule answers later; a rule has to answer at once'],
    [
      'a promise that fails',
      async () => Promise.reject(new Error('later')),
      'the rule answers later; a rule has to answer at once',
    ],
    [
      'an error',
      () => {
        throw new TypeError('no port')
      },
      'the rule failed: no port',
    ],
    [
      'what is thrown',
      () => {
        throw 'no port'
      },
      'the rule failed: no port',
    ],
  ])('takes %s of a named rule for a finding', (_, rule, message) => {
    // A rule of a program without types may answer anything.
    expect(check({ 'x-rules': { own: true } }, 1, { keywords: { own: rule as never } })).toMatchObject([{ message }])
  })
})

describe('a schema that is wrong itself', () => {
  it('is refused with all of its problems at once', () => {
    const schema = {
      type: 'strin',
      minimum: '1',
      properties: { a: { $ref: '#/nowhere' }, b: { pattern: '(' }, c: 3, d: { required: 'x', enum: 1 }, e: { allOf: [] } },
    }
    expect(issuesOf(() => compileJsonSchema(schema)).map(({ code, rule }) => [code, rule])).toEqual([
      ['SCHEMA_INVALID', '#/type'],
      ['SCHEMA_INVALID', '#/minimum'],
      ['SCHEMA_INVALID', '#/properties/a/$ref'],
      ['SCHEMA_INVALID', '#/properties/b/pattern'],
      ['SCHEMA_INVALID', '#/properties/c'],
      ['SCHEMA_INVALID', '#/properties/d/required'],
      ['SCHEMA_INVALID', '#/properties/d/enum'],
      ['SCHEMA_INVALID', '#/properties/e/allOf'],
    ])
  })

  it('is used as long as no value needs the wrong part, which problems() finds all the same', () => {
    const validator = compileJsonSchema({ properties: { a: { type: 'nonsense' }, b: { type: 'string' } } })
    expect(validator.check({ b: 'x' })).toEqual([])
    expect(validator.problems()).toMatchObject([{ code: 'SCHEMA_INVALID', rule: '#/properties/a/type' }])
    expect(issuesOf(() => validator.check({ a: 1 }))).toMatchObject([{ rule: '#/properties/a/type' }])
  })

  it.each([
    ['itself', { $ref: '#' }],
    ['itself through a combination', { anyOf: [{ type: 'null' }, { allOf: [{ $ref: '#' }] }] }],
    ['each other', { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { not: { $ref: '#/$defs/a' } } } }],
  ])('is refused when references lead to %s without end', (_, schema) => {
    expect(issuesOf(() => check(schema, 1))).toMatchObject([{ code: 'SCHEMA_INVALID' }])
    expect(issuesOf(() => isValid(schema, { a: 1 }))).toMatchObject([{ code: 'SCHEMA_INVALID' }])
  })

  it('is usable again after it was refused once', () => {
    const validator = compileJsonSchema({ if: { type: 'number' }, else: true, then: { $ref: '#' } })
    expect(issuesOf(() => validator.check(1))).toHaveLength(1)
    expect(issuesOf(() => validator.check(1))).toHaveLength(1)
    expect(validator.check('x')).toEqual([])
  })
})

describe('references', () => {
  const address = {
    $id: 'https://example.com/address',
    type: 'object',
    required: ['street'],
    $defs: { zip: { $anchor: 'zip', type: 'string' } },
  }

  it('lead into documents that are given, and to anchors in them', () => {
    const documents = new Map([['https://example.com/address', address]])
    const schema = { $id: 'https://example.com/order', properties: { to: { $ref: 'address' }, zip: { $ref: 'address#zip' } } }
    expect(check(schema, { to: {}, zip: 1 }, { documents })).toMatchObject([
      { keyword: 'required', rule: 'https://example.com/address#/required' },
      { keyword: 'type', rule: 'https://example.com/address#/$defs/zip/type' },
    ])
  })

  it('ask the loader once for each document, and nobody without it', () => {
    const asked: string[] = []
    const load = (uri: string) => {
      asked.push(uri)
      return uri === 'file:///schemas/b.json' ? { type: 'string' } : undefined
    }
    const schema = { properties: { a: { $ref: 'b.json' }, b: { $ref: 'b.json' } } }
    expect(check(schema, { a: 1, b: 1 }, { uri: 'file:///schemas/a.json', load })).toHaveLength(2)
    expect(asked).toEqual(['file:///schemas/b.json'])
    expect(issuesOf(() => check(schema, { a: 1 }))).toMatchObject([{ code: 'SCHEMA_INVALID' }, { code: 'SCHEMA_INVALID' }])
  })

  it('cross from one version of JSON Schema to another', () => {
    const documents = new Map([
      ['https://example.com/old', { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'string' }] }],
    ])
    expect(check({ properties: { a: { $ref: 'https://example.com/old' } } }, { a: [1] }, { documents })).toMatchObject([
      { path: ['a', 0] },
    ])
    expect(isValid({ $schema: 'http://json-schema.org/draft-04/schema#', minimum: 1, exclusiveMinimum: true }, 1)).toBe(false)
  })

  it.each(['#/%zz', '#nowhere', 'other.json', '#/a~2b', '%', '#a%zz'])('that lead nowhere are problems: %s', ($ref) => {
    expect(issuesOf(() => check({ $ref }, 1))).toMatchObject([{ code: 'SCHEMA_INVALID', rule: '#/$ref' }])
  })
})

describe('objects that are not plain', () => {
  it('count as maps of their own keys, functions as nothing', () => {
    class Server {
      port = 'x'
    }
    expect(check({ type: 'object', properties: { port: { type: 'integer' } } }, new Server())).toMatchObject([{ path: ['port'] }])
    expect(check({ type: ['object', 'string', 'null'] }, () => 1)).toHaveLength(1)
    expect(isValid({ format: 'date' }, new Date(Number.NaN))).toBe(false)
    expect(isValid({ type: 'object' }, Object.create(null))).toBe(true)
  })
})

describe('patterns for keys', () => {
  it('that are dangerous are problems too', () => {
    const schema = { patternProperties: { '(a+)\\1': { type: 'string' } }, additionalProperties: false }
    expect(issuesOf(() => compileJsonSchema(schema))).toMatchObject([{ code: 'SCHEMA_INVALID', rule: '#/patternProperties' }])
    expect(isValid(schema, { aaaa: 'x' }, { patterns: 'own' })).toBe(true)
  })
})

describe('deep values', () => {
  const recursive = { type: 'array', items: { $ref: '#' } }

  it('are judged to some depth, and refused beyond it with a code', () => {
    expect(isValid(recursive, nested(500))).toBe(true)
    expect(issuesOf(() => check(recursive, nested(100_000)))).toMatchObject([{ code: 'FORMAT_TOO_DEEP' }])
    expect(issuesOf(() => isValid(recursive, nested(100_000)))).toMatchObject([{ code: 'FORMAT_TOO_DEEP' }])
  })

  it('do no harm where the schema does not look into them', () => {
    expect(check({ type: 'array', maxItems: 1 }, nested(100_000))).toEqual([])
    expect(check({ enum: [1] }, nested(100_000))).toHaveLength(1)
    expect(issuesOf(() => check({ enum: [[1]] }, nested(100_000)))).toMatchObject([{ code: 'FORMAT_TOO_DEEP' }])
    expect(issuesOf(() => check({ uniqueItems: true }, [nested(100_000), []]))).toMatchObject([{ code: 'FORMAT_TOO_DEEP' }])
  })
})

describe('large values', () => {
  it('are searched for duplicates in time that grows with their size', () => {
    const list = Array.from({ length: 20_000 }, (_, index) => ({ id: index, tags: ['a', index % 7] }))
    const started = performance.now()
    expect(isValid({ uniqueItems: true }, list)).toBe(true)
    expect(check({ uniqueItems: true }, [...list, { tags: ['a', 1], id: 1 }])).toMatchObject([{ wanted: [1, 20_000] }])
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

describe('checking again', () => {
  const part = { type: 'object', additionalProperties: { type: 'number' } }
  const schema = { properties: { a: part, b: part } }

  it('does not look at parts that an earlier value had', () => {
    let calls = 0
    const keywords = { counted: () => void calls++ }
    const counted = { type: 'object', additionalProperties: { 'x-rules': { counted: true } } }
    const validator = compileJsonSchema({ properties: { a: counted, b: counted } }, { keywords })
    const first = { a: { x: 1, y: 2 }, b: { z: 3 } }
    validator.check(first)
    expect(calls).toBe(3)
    validator.check({ ...first, b: { z: 4 } })
    expect(calls).toBe(4)
  })

  it('gives findings of unchanged parts at their new place', () => {
    const validator = compileJsonSchema(schema)
    const wrong = { x: 'no' }
    expect(validator.check({ a: wrong, b: {} })).toMatchObject([{ path: ['a', 'x'] }])
    expect(validator.check({ a: {}, b: wrong })).toMatchObject([{ path: ['b', 'x'] }])
    expect(validator.check({ a: wrong, b: wrong })).toHaveLength(2)
  })

  it('looks again where remembering is off', () => {
    const value: { x: unknown } = { x: 1 }
    const validator = compileJsonSchema(part, { remembers: false })
    expect(validator.check(value)).toEqual([])
    value.x = 'no'
    expect(validator.check(value)).toHaveLength(1)
  })
})
