import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { properties } from '../../src/formats/properties/properties.ts'
import { fuzzFormat } from './mutate.ts'

const folder = new URL('../corpus/properties/', import.meta.url)
const corpus = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'latin1'))
const tokens = ['\\\n', '\\\r\n', '\\u00e9', '\\u', '[0]', '[1]', 'a.b', '\\.', '\\:', '!', ' = ', '\f']

describe.each([
  ['nested', properties()],
  ['flat', properties({ flat: true })],
] as const)('.properties, %s, mutated', (_, format) => {
  it('holds every promise of a format', { timeout: 3_600_000 }, () => {
    const report = fuzzFormat({ format, corpus, tokens, editIsLocal: true })
    expect(report.valid).toBeGreaterThan(report.runs / 50)
    expect(report.refused).toBeGreaterThan(report.runs / 100)
  })
})
