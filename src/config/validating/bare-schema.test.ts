import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { json } from '../../formats/json/index.ts'
import { yaml } from '../../formats/yaml/index.ts'
import { createSandbox } from '../../testing/sandbox.ts'
import { BareSchema } from './bare-schema.ts'

/** What a schema has to say of one text. */
function check(schema: unknown, content: string, { format = 'json', textOnly = false } = {}): readonly Issue[] {
  using sandbox = createSandbox({ files: { 'schema.json': JSON.stringify(schema, undefined, 1) } })
  const bare = new BareSchema({ file: 'schema.json', folder: sandbox.folder, shown: (file) => `config/${file}` })
  const file = `a.${format}`
  const document = (format === 'json' ? json() : yaml()).parse(content, file)
  return bare.check(document, { file, textOnly })
}

function refusal(action: () => unknown): readonly Issue[] {
  try {
    action()
  } catch (error) {
    if (ConfigError.is(error)) return error.issues
    throw error
  }
  throw new Error('nothing was thrown')
}

const port = { properties: { port: { type: 'integer', maximum: 65_535 } } }

describe('a file by itself', () => {
  it('is shown at the value that is wrong, with the rule in the file of the schema', () => {
    expect(check(port, '{\n  "port": 70000\n}')).toMatchObject([
      {
        path: ['port'],
        span: { file: 'a.json', start: { line: 2, column: 11 } },
        rule: 'config/schema.json#/properties/port/maximum',
        related: [{ message: 'the rule', span: { file: 'config/schema.json', start: { line: 5 } } }],
      },
    ])
  })

  it('is held to a schema that allows all, or nothing', () => {
    expect(check(true, '{"a":1}')).toEqual([])
    expect(check(false, '{"a":1}')).toMatchObject([{ span: { file: 'a.json', start: { line: 1, column: 1 } } }])
  })

  it('is an empty map if there is nothing in it', () => {
    expect(check({ type: 'object' }, '# nothing\n', { format: 'yaml' })).toEqual([])
    expect(check({ type: 'object', required: ['name'] }, '# nothing\n', { format: 'yaml' })).toMatchObject([
      { code: 'VALUE_MISSING', span: { file: 'a.yaml', start: { line: 1, column: 1 } } },
    ])
  })

  it('may name its schema, also where that does not mention it', () => {
    const strict = { ...port, additionalProperties: false }
    expect(check(strict, '{"$schema":"./schema.json","port":1}')).toEqual([])
    expect(check(strict, '{"$schema":"./schema.json","prot":1}')).toMatchObject([{ code: 'KEY_UNKNOWN', path: ['prot'] }])
    expect(check({ properties: { $schema: { const: 'x' } } }, '{"$schema":"y"}')).toMatchObject([{ path: ['$schema'] }])
  })

  it('is read as the schema says if it knows only texts', () => {
    expect(check(port, '{"port":"80"}', { textOnly: true })).toEqual([])
    expect(check(port, '{"port":"80"}')).toMatchObject([{ code: 'VALUE_TYPE' }])
  })

  it('shows what is missing at the key of the map around it', () => {
    const schema = { properties: { db: { type: 'object', required: ['host'] } } }
    expect(check(schema, '{\n  "db": {}\n}')).toMatchObject([{ path: ['db', 'host'], span: { start: { line: 2, column: 3 } } }])
  })

  it('tells keys that are going away', () => {
    const old = { properties: { port: { deprecated: true, type: 'integer' } } }
    expect(check(old, '{"port":1}')).toMatchObject([{ code: 'KEY_DEPRECATED', span: { start: { column: 2 } } }])
  })

  it('says beside the last problem how many more there are', () => {
    const issues = check({ type: 'array', items: { type: 'integer' } }, JSON.stringify(Array.from({ length: 2_000 }, () => 'x')))
    expect(issues).toHaveLength(1000)
    expect(issues.at(-1)).toMatchObject({
      code: 'VALUE_TYPE',
      hint: '1000 more problems were found than the 1000 that are shown',
    })
  })
})

describe('a schema that is wrong', () => {
  it('is so in its own file, before any document', () => {
    expect(refusal(() => check({ properties: { a: { type: 'nothing' } } }, '{}'))).toMatchObject([
      { code: 'SCHEMA_INVALID', span: { file: 'config/schema.json', start: { line: 4 } } },
    ])
  })

  it('says which other file is missing', () => {
    expect(refusal(() => check({ properties: { a: { $ref: 'other.json' } } }, '{"a":1}')).length).toBeGreaterThan(0)
  })
})
