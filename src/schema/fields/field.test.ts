import { describe, expect, it } from 'vitest'
import { fieldAt, isSecretAt } from './field-at.ts'
import { rootField } from './field-space.ts'
import type { JsonSchema } from './json-schema.ts'

const types = (schema: JsonSchema) => [...rootField(schema).types].sort()

describe('the types of a field', () => {
  it.each<[string, JsonSchema, string[]]>([
    ['are those it names', { type: ['string', 'null'] }, ['null', 'string']],
    ['include whole numbers where numbers are', { type: 'number' }, ['integer', 'number']],
    ['are whole numbers alone', { type: 'integer' }, ['integer']],
    ['are those of its choices', { enum: ['a', 1, null] }, ['integer', 'null', 'number', 'string']],
    ['are the common ones of all parts', { allOf: [{ type: ['string', 'number'] }, { type: ['integer', 'null'] }] }, ['integer']],
    ['are all those of its branches', { anyOf: [{ type: 'string' }, { const: true }] }, ['boolean', 'string']],
    ['come through references', { $ref: '#/$defs/x', $defs: { x: { type: 'array' } } }, ['array']],
    ['are not limited by a condition', { if: { type: 'string' }, type: 'integer' }, ['integer']],
    [
      'are those of both ways behind a condition',
      { if: {}, then: { type: 'string' }, else: { type: 'null' } },
      ['null', 'string'],
    ],
    ['are none where nothing fits', { allOf: [{ type: 'string' }, { type: 'null' }] }, []],
    [
      'are not followed in circles',
      { anyOf: [{ $ref: '#' }, { type: 'string' }] },
      ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'],
    ],
  ])('%s', (_, schema, expected) => {
    expect(types(schema)).toEqual(expected)
  })

  it.each<[JsonSchema, string[]]>([
    [{ anyOf: [false, { type: 'null' }] }, ['null']],
    [{ type: ['null', 'nothing', 5] }, ['null']],
    [{ const: 1.5 }, ['number']],
    [{ const: 5n }, ['integer', 'number']],
    [{ enum: [[], {}, true, new Date(0)] }, ['array', 'boolean', 'object', 'string']],
  ])('of %# are read from whatever is listed', (schema, expected) => {
    expect(types(schema)).toEqual(expected)
  })

  it('of a key that several branches describe are those of all of them', () => {
    const root = rootField({ anyOf: [{ properties: { a: { type: 'string' } } }, { properties: { a: { type: 'null' } } }] })
    expect([...(fieldAt(root, ['a'])?.types ?? [])].sort()).toEqual(['null', 'string'])
  })

  it('are found in linear time where schemas refer to each other again and again', () => {
    const defs = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [`d${at}`, { allOf: [1, 2, 3].map(() => ({ $ref: `#/$defs/d${at + 1}` })) }]),
    )
    expect(types({ $defs: { ...defs, d60: { type: 'null' } }, $ref: '#/$defs/d0' })).toEqual(['null'])
  })

  it('do not overflow on schemas nested very deeply', () => {
    let schema: JsonSchema = { type: 'string' }
    for (let depth = 0; depth < 100_000; depth++) schema = { allOf: [schema] }
    expect(rootField(schema).types.size).toBe(7)
    expect(rootField(schema).parts.length).toBe(100_001)
  })
})

describe('the choices of a field', () => {
  it.each<[string, JsonSchema, unknown]>([
    ['are those of enum', { enum: ['a', 'b'] }, ['a', 'b']],
    ['are what branches list together', { anyOf: [{ const: 'a' }, { enum: ['b'] }] }, ['a', 'b']],
    ['are open where a branch lists none', { anyOf: [{ const: 'a' }, { type: 'string' }] }, undefined],
    ['are none where a branch refuses everything', { anyOf: [false] }, []],
    ['are open where a branch allows everything', { anyOf: [true, { const: 1 }] }, undefined],
    ['are open behind a condition without an "else"', { if: {}, then: { const: 1 } }, undefined],
    ['are not followed in circles', { anyOf: [{ $ref: '#' }, { const: 1 }] }, undefined],
    [
      'are found once, however often a schema is referred to',
      { allOf: [{ $ref: '#/$defs/x' }, { $ref: '#/$defs/x' }], $defs: { x: { enum: [1] } } },
      [1],
    ],
    ['are those that all parts have', { enum: ['a', 'b'], allOf: [{ enum: ['b', 'c'] }] }, ['b']],
  ])('%s', (_, schema, expected) => {
    expect(rootField(schema).choices).toEqual(expected)
  })
})

describe('what is said of a field', () => {
  const root = rootField(
    {
      $defs: { login: { title: 'Login', default: { user: 'x' }, properties: { password: { 'x-secret': true } } } },
      properties: {
        db: { $ref: '#/$defs/login', description: 'the database', examples: [1] },
        port: { type: 'integer', default: 80, 'x-env': 'PORT', 'x-restart': true, 'x-merge': 'replace', 'x-type': 'port' },
        zod: { secret: true, env: 'ZOD', restart: true, merge: 'append', allowEmpty: true },
        old: { deprecated: true, 'x-deprecated': { replacedBy: 'port', removedIn: '2.0', message: 'moved' } },
        gone: { deprecated: true },
        even: { 'x-rules': { even: 2 } },
      },
      required: ['port'],
    },
    { name: 'schema.json' },
  )

  it('comes from the schema itself and from what it refers to', () => {
    expect(fieldAt(root, ['db'])).toMatchObject({ title: 'Login', description: 'the database', examples: [1] })
    expect(fieldAt(root, ['db'])?.default).toEqual({ value: { user: 'x' }, place: 'schema.json#/$defs/login/default' })
    expect(fieldAt(root, ['port'])).toMatchObject({ env: 'PORT', restart: true, merge: 'replace', domain: 'port', secret: false })
    expect(root.required).toEqual(new Set(['port']))
    expect(root.names).toEqual(['db', 'port', 'zod', 'old', 'gone', 'even'])
  })

  it('is also read from metadata without "x-", as schema libraries pass it on', () => {
    expect(fieldAt(root, ['zod'])).toMatchObject({ secret: true, env: 'ZOD', restart: true, merge: 'append', allowsEmpty: true })
  })

  it('tells how a key is deprecated', () => {
    expect(fieldAt(root, ['old'])?.deprecated).toEqual({ replacedBy: 'port', removedIn: '2.0', message: 'moved' })
    expect(fieldAt(root, ['gone'])?.deprecated).toEqual({})
    expect(fieldAt(root, ['port'])?.deprecated).toBeUndefined()
  })

  it('has its place in the schema', () => {
    expect(fieldAt(root, ['port'])?.place).toBe('schema.json#/properties/port')
    expect(fieldAt(root, ['port'])?.placeOf('maximum', 'type')).toBe('schema.json#/properties/port/type')
    expect(fieldAt(root, ['even'])?.rules).toEqual([
      { name: 'even', argument: 2, place: 'schema.json#/properties/even/x-rules/even' },
    ])
  })

  it('makes everything inside a secret a secret', () => {
    const secret = rootField({ properties: { a: { 'x-secret': true, properties: { b: {} } } }, additionalProperties: {} })
    expect(isSecretAt(secret, ['a', 'b', 'anything'])).toBe(true)
    expect(isSecretAt(secret, ['c', 'd'])).toBe(false)
  })

  it('is not found where nothing is said', () => {
    expect(fieldAt(root, ['db', 'nothing', 'more'])).toBeUndefined()
    expect(isSecretAt(root, ['db', 'nothing', 'more'])).toBe(false)
    expect(fieldAt(root, ['*'])).toBeUndefined()
  })

  it('is found at any depth of a schema that contains itself', () => {
    const tree = rootField({ properties: { child: { $ref: '#' }, key: { 'x-secret': true } } })
    expect(isSecretAt(tree, ['child', 'child', 'child', 'key'])).toBe(true)
    expect(fieldAt(tree, ['child', 'child'])).toBe(fieldAt(tree, ['child']))
  })

  it('takes defaults only from what always holds', () => {
    expect(rootField({ anyOf: [{ default: 1 }, {}] }).default).toBeUndefined()
    expect(rootField({ allOf: [{ default: 1 }] }).default).toEqual({ value: 1, place: '#/allOf/0/default' })
  })
})

describe('a child of a field', () => {
  const root = rootField({
    properties: { a: { title: 'name' } },
    patternProperties: { '^x-': { title: 'pattern' }, '(': { title: 'broken' } },
    additionalProperties: { title: 'other' },
  })
  it.each([
    ['a', 'name'],
    ['x-a', 'pattern'],
    ['b', 'other'],
  ])('%s is described by its %s', (key, title) => {
    expect(root.child(key)?.title).toBe(title)
  })

  it.each<[string, JsonSchema, string | undefined, string | undefined]>([
    ['items', { items: { title: 'all' } }, 'all', 'all'],
    ['prefixItems and items', { prefixItems: [{ title: 'first' }], items: { title: 'rest' } }, 'first', 'rest'],
    ['a list of items, as in draft 7', { items: [{ title: 'first' }], additionalItems: { title: 'rest' } }, 'first', 'rest'],
    ['prefixItems alone', { prefixItems: [{ title: 'first' }] }, 'first', undefined],
    ['unevaluatedItems', { prefixItems: [{ title: 'first' }], unevaluatedItems: { title: 'rest' } }, 'first', 'rest'],
    ['contains', { contains: { title: 'some' } }, 'some', 'some'],
  ])('in a list is described by %s', (_, schema, first, second) => {
    const list = rootField(schema)
    expect([list.child(0)?.title, list.child(1)?.title]).toEqual([first, second])
    expect(fieldAt(list, ['0'])?.title).toBe(first)
  })

  it.each(['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '(x+x+)+y'])('is found at once by %s, whatever the key', (pattern) => {
    const start = performance.now()
    rootField({ patternProperties: { [pattern]: {} } }).child(`${'a'.repeat(50)}${'x'.repeat(50)}!`)
    expect(performance.now() - start).toBeLessThan(1000)
  })

  it('is unknown where keys are refused', () => {
    const closed = rootField({ properties: { a: {}, b: false }, additionalProperties: false })
    expect([closed.isClosed, closed.child('b'), closed.child('c'), closed.names]).toEqual([true, undefined, undefined, ['a']])
  })
})

describe('an empty text', () => {
  it.each<[JsonSchema, boolean]>([
    [{ type: 'string' }, false],
    [{}, false],
    [{ 'x-allow-empty': true }, true],
    [{ 'x-allow-empty': false, default: '' }, false],
    [{ default: '' }, true],
    [{ enum: ['', 'a'] }, true],
    [{ minLength: 0 }, true],
    [{ maxLength: 0 }, true],
  ])('in %j: is a value: %s', (schema, expected) => {
    expect(rootField(schema).allowsEmpty).toBe(expected)
  })
})

describe('a narrowed field', () => {
  const shape = (kind: string, key: string) => ({
    type: 'object',
    properties: { kind: { const: kind }, [key]: { default: 1 } },
    required: ['kind', key],
  })
  const either = rootField({ oneOf: [shape('a', 'x'), shape('b', 'y')] })

  it('has the branch that its discriminator names', () => {
    expect(either.narrowed({ kind: 'b' }).certainNames).toEqual(['kind', 'y'])
    expect(either.narrowed({ kind: 'a', y: 1 }).certainNames).toEqual(['kind', 'x'])
  })

  it('stays as it is while several branches fit, or none', () => {
    expect(either.narrowed({})).toBe(either)
    expect(either.narrowed({ kind: 'c' })).toBe(either)
  })

  it('is decided by types', () => {
    const field = rootField({ anyOf: [{ type: 'string' }, { type: 'object', properties: { a: {} } }] })
    expect(field.narrowed({}).certainNames).toEqual(['a'])
  })

  it('follows a condition that can be judged, either way', () => {
    const field = rootField({
      if: { properties: { tls: { const: true } }, required: ['tls'] },
      then: { properties: { cert: {} } },
      else: { properties: { plain: {} } },
    })
    expect(field.narrowed({ tls: true }).certainNames).toEqual(['cert'])
    expect(field.narrowed({}).certainNames).toEqual(['plain'])
    const unclear = rootField({ if: { minProperties: 2 }, else: { properties: { plain: {} } } })
    expect(unclear.narrowed({})).toBe(unclear)
  })

  it('is not narrowed by what lies deep, or cannot be judged', () => {
    const deep = {
      properties: { a: { properties: { b: { properties: { c: { properties: { d: { properties: { e: { const: 1 } } } } } } } } } },
    }
    const field = rootField({ anyOf: [deep, { properties: { x: { pattern: 'y' } } }, false] })
    expect(field.narrowed({ a: { b: { c: { d: { e: 2 } } } }, x: 'z' })).toBe(field)
    expect(rootField({ anyOf: [deep, false] }).narrowed({ a: 1 }).certainNames).toEqual(['a'])
  })

  it('follows choices inside of choices', () => {
    const field = rootField({ anyOf: [{ type: 'object', anyOf: [shape('a', 'x'), shape('b', 'y')] }, { type: 'string' }] })
    expect(field.narrowed({ kind: 'b' }).certainNames).toEqual(['kind', 'y'])
  })
})
