import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { yaml } from '../../src/formats/yaml/yaml.ts'
import { loadSuite } from '../conformance/suites.ts'
import { fuzzFormat } from './mutate.ts'

const folder = new URL('../corpus/yaml/', import.meta.url)
const files = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'))
const suite = loadSuite<{ readonly in: string }>('yaml-test-suite').cases.map((one) => one.in)
const tokens = [
  '- ',
  '? ',
  ': ',
  ':\n',
  '|\n',
  '>-\n',
  '&a ',
  '*a',
  '<<: *a\n',
  '!!str ',
  '!unset',
  '---\n',
  '...\n',
  '# c\n',
  '{a: 1}',
  '[1, ',
  '[\n',
  '\n]\n',
  ' # c\n}\n',
  '%YAML 1.2\n',
  '"',
  "'",
  '\t',
]

it('refuses or reads 20,000 mutated texts, prints what it read, and edits only what it should', () => {
  const report = fuzzFormat({ format: yaml(), corpus: [...files, ...suite], tokens, editIsLocal: true })
  expect(report.valid).toBeGreaterThan(report.runs / 50)
  expect(report.refused).toBeGreaterThan(report.runs / 50)
}, 3_600_000)
