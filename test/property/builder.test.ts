import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AnySchema, s } from '../../src/schema/index.ts'

const leaves: readonly AnySchema[] = [
  ...[
    s.boolean(),
    s.null(),
    s.any(),
    s.secret(),
    s.duration().min('1s'),
    s.byteSize(),
    s.port(),
    s.host(),
    s.url({ schemes: ['http'] }),
  ],
  ...[s.path({ exists: true }), s.email(), s.ip(), s.cidr(), s.semver(), s.cron(), s.regex(), s.date()],
]

/** Schemas of every kind, with everything that can be said of a field, nested and composed. */
const { schema: anySchema } = fc.letrec<{ schema: AnySchema; field: AnySchema; object: ReturnType<typeof s.object> }>((tie) => ({
  schema: fc.oneof({ maxDepth: 3, depthIdentifier: 'schema' }, leaf(), tie('field')),
  object: fc
    .tuple(
      fc.dictionary(fc.string({ maxLength: 8 }), described(tie('schema')), { maxKeys: 4 }),
      fc.constantFrom('strict', 'loose', 'partial', 'required'),
    )
    .map(([fields, method]) => s.object(fields)[method as 'strict']()), // the four have no argument
  field: fc.oneof(
    fc.tuple(tie('schema'), fc.nat(3)).map(([item, size]) => s.list(item).min(size).unique()),
    tie('schema').map((item) => s.map(item, { keys: /^[a-z]/ })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((branches) => s.union(branches)),
    fc.array(tie('schema'), { maxLength: 3 }).map((elements) => s.tuple(elements)),
    tie('object'),
    fc.tuple(tie('object'), tie('object')).map(([one, other]) => s.discriminated('kind', { one, other })),
    fc.tuple(tie('schema'), fc.constantFrom(undefined, 'node', 'a/b~c', '%')).map(([target, name]) => s.lazy(() => target, name)),
    tie('object').map((inner) => {
      const node: AnySchema = s.object({ inner, next: s.lazy(() => node, 'next').optional() })
      return node
    }),
  ),
}))

function leaf(): fc.Arbitrary<AnySchema> {
  return fc.oneof(
    fc.nat(9).map((length) => s.string().min(length).pattern('^a').pattern('b')),
    fc.integer().map((bound) => s.integer().min(bound).multipleOf(2)),
    fc.double({ noDefaultInfinity: true, noNaN: true }).map((bound) => s.number().below(bound)),
    fc.constantFrom(...leaves),
    fc
      .array(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)), { minLength: 1 })
      .map((values) => s.choice(values)),
    fc.oneof(fc.string(), fc.boolean()).map((value) => s.literal(value)),
  )
}

function described(schema: fc.Arbitrary<AnySchema>): fc.Arbitrary<AnySchema> {
  const changes: readonly ((schema: AnySchema) => AnySchema)[] = [
    (field) => field.optional(),
    (field) => field.nullable(),
    (field) => field.secret(),
    (field) => field.default({ a: [null, 'b'] }),
    (field) => field.env('NAME').restart().merge('append'),
    (field) => field.title('T').describe('D').examples(1, 'a'),
    (field) => field.deprecated({ replacedBy: 'a.b' }).rule('own', { at: 1 }).allowEmpty(),
  ]
  return fc
    .tuple(schema, fc.subarray([...changes]))
    .map(([field, chosen]) => chosen.reduce<AnySchema>((before, change) => change(before), field))
}

describe('a schema of the builder', () => {
  it('is the same after it was written as JSON Schema and read back', () => {
    fc.assert(
      fc.property(described(anySchema), (schema) => {
        const document = schema.toJsonSchema()
        const text = JSON.stringify(document)
        const again = s.fromJsonSchema(JSON.parse(text))
        expect(again.toJsonSchema()).toEqual(JSON.parse(text))
        expect(again).toBeInstanceOf(schema.constructor)
      }),
      { numRuns: 2000 },
    )
  })

  it('can be written for draft 7 and for what the program gets', () => {
    fc.assert(
      fc.property(anySchema, (schema) => {
        for (const target of ['draft-2020-12', 'draft-07'] as const) {
          expect(schema['~standard'].jsonSchema.input({ target })).toEqual(schema.toJsonSchema(target))
          expect(JSON.stringify(schema['~standard'].jsonSchema.output({ target }))).not.toContain('["integer","string"]')
        }
      }),
      { numRuns: 500 },
    )
  })

  it('is a schema to others as well, in both versions, as it is given and as it comes out', () => {
    const settings = { strict: false, validateFormats: false }
    const judges = { 'draft-2020-12': new Ajv2020(settings), 'draft-07': new Ajv(settings) } as const
    fc.assert(
      fc.property(anySchema, (schema) => {
        for (const target of ['draft-2020-12', 'draft-07'] as const) {
          const { input, output } = schema['~standard'].jsonSchema
          for (const document of [input({ target }), output({ target })]) {
            expect(judges[target].validateSchema(document), JSON.stringify(judges[target].errors)).toBe(true)
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})
