import { describe, expect, it } from 'vitest'
import type { Issue } from '../../errors/issue.ts'
import { Secret } from '../../values/secret.ts'
import { issueOfFinding } from './issue-of-finding.ts'
import { compileJsonSchema, type JsonSchemaOptions } from './validator.ts'

function issuesOf(
  schema: unknown,
  value: unknown,
  options: JsonSchemaOptions & { readonly secret?: string } = {},
): readonly Issue[] {
  const secret = (path: readonly (string | number)[]) => options.secret !== undefined && path.includes(options.secret)
  return compileJsonSchema(schema, options)
    .check(value)
    .flatMap((finding) => issueOfFinding(finding, { secret }))
}

const only = (...given: Parameters<typeof issuesOf>): Issue => {
  const issues = issuesOf(...given)
  expect(issues).toHaveLength(1)
  return issues[0] as Issue
}

describe('the words of a finding', () => {
  it.each([
    [{ maximum: 65_535 }, 70_000, 'VALUE_RANGE', 'must be at most 65535', '70000'],
    [{ minimum: 1 }, 0, 'VALUE_RANGE', 'must be at least 1', '0'],
    [{ exclusiveMinimum: 0 }, 0, 'VALUE_RANGE', 'must be greater than 0', '0'],
    [{ exclusiveMaximum: 9 }, 9n, 'VALUE_RANGE', 'must be less than 9', '9'],
    [{ multipleOf: 5 }, 3, 'VALUE_RANGE', 'must be a multiple of 5', '3'],
    [{ type: 'integer' }, 'abc', 'VALUE_TYPE', 'must be a whole number', '"abc"'],
    [{ type: ['string', 'null'] }, [], 'VALUE_TYPE', 'must be a text or null', 'an empty list'],
    [{ enum: ['a', 1] }, { x: 1 }, 'VALUE_CHOICE', 'must be one of "a" or 1', 'a map'],
    [{ const: true }, false, 'VALUE_CHOICE', 'must be true', 'false'],
    [{ minLength: 1 }, '', 'VALUE_LENGTH', 'must not be empty', '""'],
    [{ maxLength: 3 }, 'x'.repeat(100), 'VALUE_LENGTH', 'must have at most 3 characters', `"${'x'.repeat(59)}…"`],
    [{ pattern: '^a' }, 'b', 'VALUE_PATTERN', 'must match the pattern "^a"', '"b"'],
    [{ format: 'email' }, 'b', 'VALUE_FORMAT', 'must be an email address such as name@example.com', '"b"'],
    [{ minItems: 1 }, [], 'VALUE_LENGTH', 'must have at least 1 element', 'an empty list'],
    [{ uniqueItems: true }, [1, 2, 1], 'VALUE_DUPLICATE', 'has the same element at [0] and [2]', 'a list'],
    [{ unevaluatedItems: false }, [2], 'VALUE_LENGTH', 'has an element [0] that the schema does not allow', 'a list'],
    [{ format: 'unheard-of', type: 'null' }, {}, 'VALUE_TYPE', 'must be null', 'an empty map'],
    [{ contains: { const: 1 } }, [2], 'VALUE_RULE', 'has no element of the kind that the schema asks for', 'a list'],
    [{ contains: { const: 1 }, maxContains: 1 }, [1, 1], 'VALUE_LENGTH', 'must have at most 1 matching element', 'a list'],
    [{ minProperties: 2 }, { a: 1 }, 'VALUE_LENGTH', 'must have at least 2 keys', 'a map'],
    [{ not: { const: 1 } }, 1, 'VALUE_RULE', 'must not be what the schema excludes: {"const":1}', '1'],
    [{ oneOf: [{ type: 'number' }, { const: 1 }] }, 1, 'VALUE_RULE', 'fits 2 of the forms that exclude each other', '1'],
  ])('%j', (schema, value, code, says, received) => {
    expect(only({ properties: { at: schema } }, { at: value })).toMatchObject({
      code,
      severity: 'error',
      message: `"at" ${says}`,
      path: ['at'],
      received,
    })
  })

  it('name the whole value where there is no path, and the place of the rule', () => {
    expect(only({ type: 'object' }, 1)).toMatchObject({
      message: 'the value must be a map',
      expected: 'a map',
      path: [],
      rule: '#/type',
    })
  })

  it('show values of the schema short, whatever they are', () => {
    const deep = JSON.parse('['.repeat(100) + ']'.repeat(100)) as unknown
    expect(only({ const: { a: 10n, b: [null] } }, 1).message).toBe('the value must be {"a":10,"b":[null]}')
    expect(only({ not: { enum: [1, deep, 'x'.repeat(1000)] } }, 1).message.length).toBeLessThan(150)
    expect(only({ enum: Array.from({ length: 50 }, (_, index) => index) }, -1).expected).toBe(
      '0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 40 more',
    )
  })

  it('say how many findings were left out', () => {
    const issues = issuesOf({ items: { type: 'string' } }, [1, 2, 3], { maxFindings: 1 })
    expect(issues.at(-1)).toMatchObject({
      code: 'CONFIG_INVALID',
      message: '2 more problems were found than the 1 that are shown',
    })
  })

  it('hold what a named rule said', () => {
    const keywords = { even: () => 'must be even' }
    expect(only({ 'x-rules': { even: true } }, 3, { keywords })).toMatchObject({
      code: 'VALUE_RULE',
      message: 'the value does not keep the rule "even": must be even',
      rule: '#/x-rules/even',
    })
  })
})

describe('a finding made elsewhere', () => {
  const finding = { path: ['a'], value: 1, wanted: 1, schema: { properties: { port: {} } }, rule: '#/x' }
  const context = { secret: () => false }

  it('is put into words as well as can be', () => {
    expect(issueOfFinding({ ...finding, keyword: 'x-unheard' }, context)).toMatchObject([
      { code: 'VALUE_RULE', message: '"a" does not meet "x-unheard"' },
    ])
    expect(issueOfFinding({ ...finding, keyword: 'additionalProperties', key: 'prot' }, context)).toMatchObject([
      { hint: 'did you mean "port"?' },
    ])
    expect(issueOfFinding({ ...finding, keyword: 'anyOf', branches: [], nearest: 0 }, context)).toMatchObject([
      { message: '"a" fits none of the allowed forms' },
    ])
    expect(issueOfFinding({ ...finding, keyword: 'format', wanted: 'special' }, context)).toMatchObject([
      { expected: 'a text of the format "special"' },
    ])
    expect(issueOfFinding({ ...finding, path: ['a', 0], keyword: 'false' }, context)).toMatchObject([{ code: 'VALUE_LENGTH' }])
  })
})

describe('keys', () => {
  const server = { properties: { port: {}, host: {} }, required: ['port'], additionalProperties: false }

  it('that are missing are named with their whole path', () => {
    expect(only({ properties: { server } }, { server: {} })).toMatchObject({
      code: 'VALUE_MISSING',
      message: '"server.port" is required',
      path: ['server', 'port'],
    })
  })

  it('that are unknown get the nearest name, and the missing one says so too', () => {
    expect(
      issuesOf({ properties: { server: { $ref: '#/$defs/server' } }, $defs: { server } }, { server: { prot: 1 } }),
    ).toMatchObject([
      { code: 'VALUE_MISSING', hint: 'did you mean it by "prot"? rename that to "port"' },
      { code: 'KEY_UNKNOWN', message: '"server.prot" is not known', path: ['server', 'prot'], hint: 'did you mean "port"?' },
    ])
  })

  it('get names from combined schemas', () => {
    const schema = {
      allOf: [{ $ref: '#/$defs/server' }],
      unevaluatedProperties: false,
      $defs: { server: { properties: { port: {} } } },
    }
    expect(only(schema, { prot: 1 }).hint).toBe('did you mean "port"?')
  })

  it('that stand at the wrong level are shown the way', () => {
    const open = { properties: { port: {} }, additionalProperties: false }
    const schema = {
      properties: { server: { $ref: '#/$defs/server' }, name: {} },
      additionalProperties: false,
      $defs: { server: open },
    }
    expect(only(schema, { port: 1 }).hint).toBe('move it into "server", where there is a "port"')
    expect(only(schema, { server: { name: 'x' } }).hint).toBe('move it one level up, where there is a "name"')
  })

  it('that resemble nothing are to be removed', () => {
    expect(only({ properties: { port: {} }, additionalProperties: false }, { colour: 1 }).hint).toBe(
      'remove it; the keys here are "port"',
    )
    expect(only({ properties: { old: false } }, { old: 1 })).toMatchObject({
      code: 'KEY_UNKNOWN',
      message: '"old" is not allowed here',
    })
    expect(only({ propertyNames: { pattern: '^a' } }, { b: 1 })).toMatchObject({ code: 'KEY_UNKNOWN', path: ['b'] })
    expect(only({ dependentRequired: { cert: ['key'] } }, { cert: 1 })).toMatchObject({
      code: 'VALUE_MISSING',
      message: '"key" is required where "cert" is set',
    })
  })
})

describe('unions', () => {
  const file = { type: 'object', properties: { kind: { const: 'file' }, path: { type: 'string' } }, required: ['kind', 'path'] }
  const http = {
    type: 'object',
    properties: { kind: { const: 'http' }, url: { type: 'string', format: 'uri' } },
    required: ['kind', 'url'],
  }

  it('speak for the branch whose constant the value has', () => {
    expect(only({ oneOf: [file, http, { type: 'string' }] }, { kind: 'http', url: 'x' })).toMatchObject({
      code: 'VALUE_FORMAT',
      path: ['url'],
      hint: 'it may also be a map with "kind": "file" or a text',
    })
    const referred = { anyOf: [{ $ref: '#/$defs/file' }, { allOf: [{ $ref: '#/$defs/http' }] }], $defs: { file, http } }
    expect(only(referred, { kind: 'http' })).toMatchObject({
      code: 'VALUE_MISSING',
      path: ['url'],
      hint: 'it may also be "file"',
    })
  })

  it('speak for the branch of the right type, else for the one with the least to change', () => {
    expect(only({ anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'number' } }] }, [1, 'x'])).toMatchObject({
      path: [1],
      code: 'VALUE_TYPE',
    })
    const a = { required: ['a', 'b', 'c'] }
    const b = { required: ['d'] }
    expect(only({ anyOf: [a, b] }, {})).toMatchObject({ path: ['d'] })
  })

  it('call the other forms by their title, their type, their reference or their values', () => {
    const forms = [
      { required: ['x'] },
      { title: 'a port', type: 'integer', maximum: 3 },
      { const: 'on' },
      { $ref: '#/$defs/named' },
      { type: 'array' },
      true,
    ]
    const schema = {
      anyOf: [...forms.slice(0, 5), { enum: [1, 2], type: ['integer', 'null'] }],
      $defs: { named: { type: 'null' } },
    }
    expect(only(schema, {}).hint).toBe('it may also be "a port", "on", "named", a list or a whole number or null')
  })

  it('have no words for a form that has nothing to call it by', () => {
    expect(only({ anyOf: [{ minimum: 5 }, false, { multipleOf: 7 }] }, 3)).toMatchObject({ code: 'VALUE_RANGE' })
    expect(only({ anyOf: [{ required: ['a'] }, { type: 'object', required: ['b', 'c'] }] }, {}).hint).toBe('it may also be a map')
    expect(only({ oneOf: [{ type: 'object', required: ['a'] }, { required: ['b', 'c'] }] }, {}).hint).toBeUndefined()
  })

  it('keep a secret', () => {
    const schema = { properties: { token: { anyOf: [{ const: 'hunter3' }, { const: 'hunter4' }] } } }
    expect(only(schema, { token: 'hunter2' }, { secret: 'token' })).toMatchObject({ received: '[secret]', hint: undefined })
  })

  it('name all types, or all choices, where the branches differ in nothing else', () => {
    expect(only({ anyOf: [{ type: 'string' }, { type: 'integer' }] }, true)).toMatchObject({
      code: 'VALUE_TYPE',
      message: 'the value must be a text or a whole number',
    })
    expect(only({ oneOf: [{ const: 'debug' }, { enum: ['info', 'warn'] }] }, 'inof')).toMatchObject({
      code: 'VALUE_CHOICE',
      message: 'the value must be one of "debug", "info" or "warn"',
      hint: 'did you mean "info"?',
    })
  })
})

describe('secrets', () => {
  const schema = {
    properties: {
      token: {
        minLength: 50,
        enum: ['hunter3', 'other'],
        pattern: '^x',
        'x-rules': { told: 1 },
        anyOf: [{ const: 'hunter4' }, { type: 'integer' }],
        additionalProperties: false,
        required: ['hunter'],
      },
    },
  }
  const keywords = { told: (value: unknown) => `is ${JSON.stringify(value)}` }

  it.each([
    ['in a Secret', { token: new Secret('hunter2') }, undefined],
    ['in a Secret that holds a map', { token: new Secret({ hunter2: 'hunter2' }) }, undefined],
    ['at a path that the caller knows', { token: 'hunter2' }, 'token'],
    ['below such a path', { token: { hunter2: 'hunter2' } }, 'token'],
  ])('%s are in no issue', (_, value, secret) => {
    const issues = issuesOf(schema, value, { keywords, ...(secret === undefined ? {} : { secret }) })
    expect(issues.length).toBeGreaterThan(1)
    expect(JSON.stringify(issues)).not.toContain('hunter2')
    expect(issues.some(({ hint }) => hint?.includes('did you mean'))).toBe(false)
  })
})
