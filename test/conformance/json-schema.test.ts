import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compileJsonSchema, type JsonSchemaOptions } from '../../src/schema/json-schema/validator.ts'
import { describeSuite, suiteFile } from './suites.ts'

/** A schema with values, and whether each meets it (https://github.com/json-schema-org/JSON-Schema-Test-Suite). */
interface SchemaCase {
  readonly id: string
  readonly schema: unknown
  readonly tests: readonly (readonly [name: string, data: unknown, isValid: boolean])[]
}

type Part = 'required' | 'optional' | 'format'

const dialects = {
  'json-schema-draft2020-12': {
    dialect: '2020-12',
    least: { required: 1299, format: 619, optional: 161 },
    // Documents of 2019-09 that the packed suite does not bring along.
    misses: [
      'optional/cross-draft | refs to historic drafts are processed as historic drafts | first item not a string is valid',
    ],
  },
  'json-schema-draft7': {
    dialect: 'draft-07',
    least: { required: 927, format: 532, optional: 112 },
    misses: [
      // The content of a text is not looked into: newer versions of the specification do not ask for it either.
      'optional/content | validation of string-encoded content based on media type | an invalid JSON document',
      'optional/content | validation of binary string-encoding | an invalid base64 string (% is not a valid character)',
      'optional/content | validation of binary-encoded media type documents | a validly-encoded invalid JSON document',
      'optional/content | validation of binary-encoded media type documents | an invalid base64 string that is valid JSON',
      // Documents of 2019-09 that the packed suite does not bring along.
      'optional/cross-draft | refs to future drafts are processed as future drafts | missing bar is invalid',
      'optional/cross-draft | refs to future drafts are processed as future drafts | present bar is valid',
    ],
  },
} as const

for (const [name, { dialect, least, misses }] of Object.entries(dialects)) {
  describeSuite<SchemaCase>(name, (cases) => {
    const documents = remotesOf(name)

    it.each(['required', 'optional', 'format'] as const)('agrees with the %s part', (part) => {
      const mine = cases.filter(({ id }) => partOf(id) === part)
      const wrong = mine.flatMap((entry) =>
        disagreements(entry, { documents, dialect, formats: part === 'format' ? 'assert' : 'annotate' }),
      )
      const all = mine.reduce((sum, { tests }) => sum + tests.length, 0)
      expect(wrong).toEqual(part === 'optional' ? misses : [])
      expect(all - wrong.length).toBeGreaterThanOrEqual(least[part])
    })
  })
}

describe('the metaschemas', () => {
  it.each(['https://json-schema.org/draft/2020-12/schema', 'http://json-schema.org/draft-07/schema#'])(
    '%s meets itself',
    (uri) => {
      const validator = compileJsonSchema({ $ref: uri })
      expect(validator.problems()).toEqual([])
      expect(validator.check({ type: 'object', properties: { port: { $ref: '#/$defs/port' } } })).toEqual([])
      expect(validator.isValid({ type: 'strin' })).toBe(false)
      expect(validator.isValid({ minimum: '1' })).toBe(false)
    },
  )
})

function partOf(id: string): Part {
  if (id.startsWith('optional/format/')) return 'format'
  return id.startsWith('optional/') ? 'optional' : 'required'
}

/** The tests whose verdict is not the suite's, in either way of asking. */
function disagreements({ id, schema, tests }: SchemaCase, options: JsonSchemaOptions): readonly string[] {
  return tests.filter(([, data, isValid]) => !agrees(schema, data, isValid, options)).map(([test]) => `${id} | ${test}`)
}

function agrees(schema: unknown, data: unknown, isValid: boolean, options: JsonSchemaOptions): boolean {
  try {
    const validator = compileJsonSchema(schema, options)
    return validator.isValid(data) === isValid && (validator.check(data).length === 0) === isValid
  } catch {
    return false // Refusing a schema of the suite is a miss.
  }
}

function remotesOf(name: string): ReadonlyMap<string, unknown> {
  const { remotes } = JSON.parse(readFileSync(suiteFile(name), 'utf8')) as { readonly remotes: Record<string, unknown> }
  return new Map(Object.entries(remotes))
}
