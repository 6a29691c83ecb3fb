import fc from 'fast-check'

/** Random JSON Schemas and values that have something to do with each other: few keys, few texts, small numbers. */
export const schemaKey = fc.constantFrom('a', 'b', 'c', 'toString')

const text = fc.constantFrom('', 'a', 'ab', 'abc', 'b-1', '😀')
const number = fc.oneof(fc.integer({ min: -3, max: 6 }), fc.constantFrom(0.5, 1.5, 2.25))
const scalar = fc.oneof(fc.constantFrom<unknown>(null, true, false), number, text)

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'value' },
    scalar,
    fc.array(tie('value'), { maxLength: 10, depthIdentifier: 'value' }),
    fc.dictionary(schemaKey, tie('value'), { maxKeys: 4, noNullPrototype: true, depthIdentifier: 'value' }),
  ),
}))

export const schemaValue: fc.Arbitrary<unknown> = value

const count = fc.integer({ min: 0, max: 4 })
const type = fc.constantFrom('null', 'boolean', 'integer', 'number', 'string', 'array', 'object')

export type Schema = boolean | Readonly<Record<string, unknown>>

export interface SchemaKinds {
  /** Keywords that ask what others have looked at. */
  readonly unevaluated: boolean
}

/** A schema with two definitions that its parts may refer to; they refer to each other only below keys and elements. */
export function schemas({ unevaluated }: SchemaKinds): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const { schema } = fc.letrec<{ schema: Schema; inner: Schema; list: readonly Schema[]; map: Readonly<Record<string, Schema>> }>(
    (tie) => {
      const inner = tie('inner')
      const keywords: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
        type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })),
        enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 }),
        const: value,
        minimum: number,
        maximum: number,
        exclusiveMinimum: number,
        exclusiveMaximum: number,
        multipleOf: fc.constantFrom(1, 2, 0.5),
        minLength: count,
        maxLength: count,
        pattern: fc.constantFrom('^a', 'b$', '^[a-z]+$', '\\d'),
        minItems: count,
        maxItems: count,
        uniqueItems: fc.boolean(),
        items: inner,
        prefixItems: tie('list'),
        contains: inner,
        minContains: count,
        maxContains: count,
        required: fc.uniqueArray(schemaKey, { maxLength: 2 }),
        properties: tie('map'),
        patternProperties: fc.dictionary(fc.constantFrom('^a', 'b', '.'), inner, { maxKeys: 2, noNullPrototype: true }),
        additionalProperties: inner,
        propertyNames: fc.constantFrom({ maxLength: 1 }, { pattern: '^a' }, true),
        minProperties: count,
        maxProperties: count,
        dependentRequired: fc.dictionary(schemaKey, fc.uniqueArray(schemaKey, { maxLength: 2 }), {
          maxKeys: 2,
          noNullPrototype: true,
        }),
        dependentSchemas: tie('map'),
        allOf: tie('list'),
        anyOf: tie('list'),
        oneOf: tie('list'),
        not: inner,
        if: inner,
        then: inner,
        else: inner,
        ...(unevaluated ? { unevaluatedProperties: inner, unevaluatedItems: inner } : {}),
      }
      const words = Object.keys(keywords)
      const map = fc
        .uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 4 })
        .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, keywords[name] as fc.Arbitrary<unknown>]))))
        .map((made) => ({ ...made }))
      return {
        schema: fc.oneof({ maxDepth: 4, depthIdentifier: 'schema' }, fc.boolean(), map),
        inner: fc.oneof(
          { maxDepth: 4, depthIdentifier: 'schema' },
          { arbitrary: fc.constantFrom<Schema>(true, { type: 'integer' }, { type: 'string' }, { type: 'object' }), weight: 2 },
          { arbitrary: fc.constantFrom<Schema>({ $ref: '#/$defs/one' }, { $ref: '#/$defs/two' }), weight: 1 },
          { arbitrary: tie('schema'), weight: 3 },
        ),
        list: fc.array(inner, { minLength: 1, maxLength: 3 }),
        map: fc.dictionary(schemaKey, inner, { maxKeys: 3, noNullPrototype: true }),
      }
    },
  )
  const root = schema.map((made): Readonly<Record<string, unknown>> => (typeof made === 'boolean' ? { allOf: [made] } : made))
  const leaf = fc.constantFrom<Schema>(
    { type: ['integer', 'array'], maximum: 4 },
    { type: 'object', properties: { a: { $ref: '#/$defs/one' } }, required: ['a'] },
    { items: { $ref: '#/$defs/two' }, additionalProperties: { $ref: '#/$defs/one' } },
  )
  return fc.tuple(root, leaf, leaf).map(([made, one, two]) => ({ ...made, $defs: { one, two } }))
}
