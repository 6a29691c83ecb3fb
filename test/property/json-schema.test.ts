import { registerSchema, unregisterSchema, validate } from '@hyperjump/json-schema/draft-2020-12'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileJsonSchema } from '../../src/schema/json-schema/validator.ts'
import { deepFreeze } from '../../src/values/freeze.ts'
import { schemas, schemaValue } from './schemas.ts'

const runs = Number(process.env['PROPERTY_RUNS'] ?? 2000)

/** Where to change a value, as numbers that choose among what is there, and what to put there. */
const edits = fc.array(fc.tuple(fc.array(fc.nat({ max: 20 }), { maxLength: 4 }), schemaValue), { minLength: 5, maxLength: 5 })

/** The value with one part exchanged; everything beside the way there is shared. */
function edited(value: unknown, [next, ...rest]: readonly number[], part: unknown): unknown {
  if (next === undefined) return part
  if (Array.isArray(value)) {
    const index = next % (value.length + 1)
    return value.toSpliced(index, 1, edited(value[index], rest, part))
  }
  if (typeof value !== 'object' || value === null) return part
  const keys = [...Object.keys(value), 'c']
  const key = keys[next % keys.length] as string
  return { ...value, [key]: edited((value as Record<string, unknown>)[key], rest, part) }
}

/** `undefined` where ajv stumbles: it compares maps by calling their `toString`, also where that is a key of theirs. */
function verdictOf(validate: (value: unknown) => unknown, value: unknown): unknown {
  try {
    return validate(value)
  } catch (error) {
    if (error instanceof TypeError && error.message.includes('toString')) return undefined
    throw error
  }
}

describe('judging by a schema', () => {
  it('gives the same findings after edits as for a value nobody has seen', () => {
    fc.assert(
      fc.property(schemas({ unevaluated: true }), schemaValue, edits, (schema, first, changes) => {
        const again = compileJsonSchema(schema)
        let value = first
        again.check(value)
        for (const [way, part] of changes) {
          value = deepFreeze(edited(value, way, part) as never)
          const fresh = compileJsonSchema(schema, { remembers: false })
          const found = fresh.check(value)
          expect(again.check(value)).toEqual(found)
          expect(again.isValid(value)).toBe(found.length === 0)
          expect(fresh.isValid(value)).toBe(found.length === 0)
        }
      }),
      { numRuns: runs },
    )
  })

  it('agrees with ajv', () => {
    const ajv = new Ajv2020({ strict: false, ownProperties: true, validateSchema: false, logger: false })
    fc.assert(
      fc.property(schemas({ unevaluated: false }), fc.array(schemaValue, { minLength: 5, maxLength: 5 }), (schema, values) => {
        const theirs = ajv.compile(schema)
        const ours = compileJsonSchema(schema)
        for (const value of values) {
          const verdict = verdictOf(theirs, value)
          if (verdict !== undefined) expect([value, ours.isValid(value)]).toEqual([value, verdict])
        }
        ajv.removeSchema(schema)
      }),
      { numRuns: Math.ceil(runs / 4) },
    )
  })

  it('agrees with hyperjump, also about what nobody has looked at', async () => {
    const uri = 'https://example.com/random'
    await fc.assert(
      fc.asyncProperty(
        schemas({ unevaluated: true }),
        fc.array(schemaValue, { minLength: 5, maxLength: 5 }),
        async (schema, values) => {
          registerSchema({ ...schema, $schema: 'https://json-schema.org/draft/2020-12/schema' } as never, uri)
          try {
            const theirs = await validate(uri)
            const ours = compileJsonSchema(schema)
            for (const value of values) expect([value, ours.isValid(value)]).toEqual([value, theirs(value as never).valid])
          } finally {
            unregisterSchema(uri)
          }
        },
      ),
      { numRuns: Math.ceil(runs / 10) },
    )
  })
})
