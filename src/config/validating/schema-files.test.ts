import { describe, expect, it } from 'vitest'
import { createSandbox } from '../../testing/sandbox.ts'
import { failure } from '../text-source.fixture.ts'
import { schemaOf } from './make-checker.ts'
import { SchemaFiles } from './schema-files.ts'

describe('a reference of a schema', () => {
  it('leads to files beside it, with places, and nowhere else', () => {
    using sandbox = createSandbox({ files: { 'in/port.json': '{\n  "type": "integer"\n}', 'secret.json': '{"type":"string"}' } })
    const files = new SchemaFiles(sandbox.path('in'))
    expect(files.load('port.json')).toEqual({ type: 'integer' })
    expect(files.spanOf('port.json#/type')).toMatchObject({ file: 'port.json', start: { line: 2, column: 3 } })
    expect(files.load('gone.json')).toBeUndefined()
    expect(files.load('../secret.json')).toBeUndefined()
    expect(files.load('%2e%2e/secret.json')).toBeUndefined()
    expect(files.load('https://example.com/port.json')).toBeUndefined()
    expect(files.load(`file://${sandbox.path('secret.json')}`)).toBeUndefined()
  })
})

describe('what fails while a schema is used', () => {
  it('stays what it is when it is no problem of the schema', () => {
    const mistake = new RangeError('a mistake')
    const placing = () =>
      new SchemaFiles('').placing(() => {
        throw mistake
      })
    expect(placing).toThrow(mistake)
  })
})

describe('schemaOf', () => {
  it('says what is secret by the schema and by name, without a folder', () => {
    const schema = { properties: { key: { 'x-secret': true }, other: {} } }
    const { description } = schemaOf({ sources: [], schema, secrets: ['other'] })
    expect(description.fields?.names).toEqual(['key', 'other'])
    expect(description.named).toEqual([['other']])
  })

  it.each(['a..b', ''])('refuses %j as the path of a secret', async (path) => {
    const { issues } = await failure(() => schemaOf({ sources: [], secrets: [path] }))
    expect(issues).toMatchObject([{ code: 'OPTION_INVALID', message: `secrets: ${JSON.stringify(path)} is not a path` }])
  })
})
