import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inferSchema } from '../../src/schema/infer/infer-schema.ts'
import { compileJsonSchema } from '../../src/schema/json-schema/validator.ts'
import type { ValueMap } from '../../src/values/value.ts'
import { runsOr } from './runs.ts'

const key = fc.constantFrom('port', 'host', 'ports', 'level', 'url', 'token', 'a b', '', 'constructor', 'PORT')
const text = fc.constantFrom(
  'info',
  'debug',
  '5m',
  '10MB',
  'https://a.example',
  '10.0.0.1',
  'a@b.example',
  '2026-01-01',
  '',
  '${x}',
  '::1',
)
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, 80, 65_535, 65_536, -1),
)
const { map } = fc.letrec<{ map: ValueMap; value: unknown }>((tie) => ({
  map: fc.dictionary(key, tie('value'), {
    maxKeys: 5,
    noNullPrototype: true,
    depthIdentifier: 'sample',
  }) as fc.Arbitrary<ValueMap>,
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'sample' },
    fc.oneof(text, fc.string(), number, fc.boolean(), fc.constant(null), fc.bigInt()),
    fc.array(tie('value'), { maxLength: 4, depthIdentifier: 'sample' }),
    tie('map'),
  ),
}))

it('whatever a schema was inferred from is right by it', () => {
  fc.assert(
    fc.property(fc.array(map, { minLength: 1, maxLength: 6 }), (values) => {
      const schema = inferSchema(
        values.map((value) => ({ value })),
        { isSecretName: (name) => name === 'token' },
      )
      const validator = compileJsonSchema(schema)
      for (const value of values) expect(validator.check(value)).toEqual([])
    }),
    { numRuns: runsOr(1000) },
  )
})

it('more data never makes a schema narrower', () => {
  fc.assert(
    fc.property(fc.array(map, { minLength: 1, maxLength: 4 }), map, (values, more) => {
      const all = [...values, more]
      const validator = compileJsonSchema(inferSchema(all.map((value) => ({ value }))))
      // A choice or format needs every text to agree, so what was right before stays so.
      for (const value of values) expect(validator.isValid(value)).toBe(true)
    }),
    { numRuns: runsOr(300) },
  )
})
