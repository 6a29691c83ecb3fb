import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { dotenv } from '../../src/formats/dotenv/dotenv.ts'
import { fuzzFormat } from './mutate.ts'

const folder = new URL('../corpus/dotenv/', import.meta.url)
const corpus = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'))
const tokens = ['export ', '\nA=', '${A}', '$A', '${A:-', '$${', '\\$', '\\n', ' #', '`', '"', "'", '\n']

describe.each([
  ['expanding', dotenv({ env: { A: 'x', HOME: '/h' } }), false],
  ['plain', dotenv({ expand: false }), true],
] as const)('.env, %s, mutated', (_, format, editIsLocal) => {
  it('holds every promise of a format', { timeout: 3_600_000 }, () => {
    const report = fuzzFormat({ format, corpus, tokens, editIsLocal })
    expect(report.valid).toBeGreaterThan(report.runs / 50)
    expect(report.refused).toBeGreaterThan(report.runs / 50)
  })
})
