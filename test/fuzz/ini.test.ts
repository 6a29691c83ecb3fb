import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ini } from '../../src/formats/ini/ini.ts'
import { fuzzFormat } from './mutate.ts'

const folder = new URL('../corpus/ini/', import.meta.url)
const inputs = JSON.parse(readFileSync(new URL('../conformance/ini-inputs.json', import.meta.url), 'utf8')) as {
  readonly text: string
}[]
const corpus = [
  ...readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'latin1')),
  ...inputs.map(({ text }) => text),
]
const tokens = [
  '[a]',
  '[a.b]',
  '[DEFAULT]',
  '"a.b"',
  '%(x)s',
  '${x}',
  '${a:x}',
  '%%',
  '\n  ',
  '\n\t',
  ' ;',
  ' #',
  ' = ',
  'x=1\n',
  '["',
  '"]',
]

describe.each([
  ['default', ini(), true],
  [
    'default with everything on',
    ini({ allowNoValue: true, strict: false, interpolation: 'extended', defaultSection: 'DEFAULT' }),
    false,
  ],
  ['python', ini({ dialect: 'python' }), false],
] as const)('INI, %s, mutated', (_, format, editIsLocal) => {
  it('holds every promise of a format', { timeout: 3_600_000 }, () => {
    const report = fuzzFormat({ format, corpus, tokens, editIsLocal })
    expect(report.valid).toBeGreaterThan(report.runs / 50)
    expect(report.refused).toBeGreaterThan(report.runs / 50)
  })
})
