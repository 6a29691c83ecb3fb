import { describe, expect, it } from 'vitest'
import { compileJsonSchema } from './validator.ts'

describe("a metaschema of somebody's own", () => {
  const documents = new Map<string, unknown>(
    Object.entries({
      'https://x.test/meta': {
        $vocabulary: {
          'https://json-schema.org/draft/2020-12/vocab/core': true,
          'https://json-schema.org/draft/2020-12/vocab/applicator': true,
          'https://json-schema.org/draft/2020-12/vocab/format-assertion': true,
          'https://x.test/vocab/unheard-of': false,
        },
      },
      'https://x.test/plain': { type: 'object' },
    }),
  )

  it('says which keywords count', () => {
    const schema = { $schema: 'https://x.test/meta', properties: { port: { type: 'integer' }, to: { format: 'email' } } }
    expect(compileJsonSchema(schema, { documents }).isValid({ port: 'x' })).toBe(true)
    expect(compileJsonSchema(schema, { documents, formats: 'annotate' }).isValid({ to: 'x' })).toBe(false)
  })

  it('that lists no vocabularies changes nothing, and neither does one that nobody has', () => {
    for (const $schema of ['https://x.test/plain', 'https://x.test/none'])
      expect(compileJsonSchema({ $schema, type: 'integer' }, { documents }).isValid('x')).toBe(false)
  })
})
