import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ConfigError } from '../../src/errors/config-error.ts'
import { defaultLimits } from '../../src/formats/format.ts'
import { construct } from '../../src/formats/yaml/construct.ts'
import { readEvents } from '../../src/formats/yaml/events.ts'
import { readNodes } from '../../src/formats/yaml/nodes.ts'
import { SourceText } from '../../src/formats/yaml/problem.ts'
import { readPlain } from '../../src/formats/yaml/read-plain.ts'
import { findSurprises } from '../../src/formats/yaml/surprise.ts'
import { loadSuite } from '../conformance/suites.ts'
import { mutateText } from './mutations.ts'
import { Random, seedOf } from './random.ts'

const folder = new URL('../corpus/yaml/', import.meta.url)
const files = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'))
const suite = loadSuite<{ readonly in: string }>('yaml-test-suite').cases.map((one) => one.in)

/** In the ways that are read at once. */
const plain = [
  'a: 1\nb:\n  c: text with spaces # comment\n  d: [1, two, "three", {e: f}]\nlist:\n- 1\n- x: 1\n  y: 2\n-\n  - deep\n',
  '---\napiVersion: v1\nspec: {a: b, c: []}\nempty:\nquoted: \'it is\'\nother: "x: y"\nnull: ~\n',
  '- a\n- b: c\n  d:\n    - e\n-   f: g\n    h: i\n',
  'time: 12:30:45\noctal: 0123\nyes: no\nnum: 1_000\ndate: 2024-01-01\nbig: 1e999\nneg: -5\nurl: http://x.y/z#w\n',
]
const tokens = [
  '- ',
  ': ',
  ':\n',
  ' #',
  '#',
  '\n\n',
  '  ',
  '\n  ',
  '[',
  ']',
  '{',
  '}',
  ', ',
  '"',
  "'",
  '- - ',
  '-',
  '~',
  'on',
  '0',
  '_',
  ':',
  '---\n',
  '? ',
  '|',
  '>',
  '&a ',
  '*a',
  '!t ',
  '%',
]

function inFull(text: string): { readonly value: unknown; readonly documents: number; readonly surprises: number } | undefined {
  const source = new SourceText(text, 'f')
  try {
    const documents = readEvents(source, defaultLimits)
    const [first] = documents
    if (first === undefined) return { value: undefined, documents: 0, surprises: 0 }
    const surprises = findSurprises(readNodes(first, text), source).length
    return { value: construct(first, source, defaultLimits), documents: documents.length, surprises }
  } catch (error) {
    if (ConfigError.is(error)) return undefined
    throw error
  }
}

/** True if the text was read at once. */
function agrees(text: string): boolean {
  const found = readPlain(text, defaultLimits)
  if (found === undefined) return false
  const full = inFull(text)
  expect({ text, value: found.value, documents: 1 }).toEqual({ text, value: full?.value, documents: full?.documents })
  if (!found.mayBeSurprising) expect({ text, surprises: full?.surprises }).toEqual({ text, surprises: 0 })
  return true
}

it('reads what it reads at once as the full parser does, in whatever way the text is changed', () => {
  const random = new Random(seedOf(77))
  const runs = Number(process.env.FUZZ_RUNS ?? 20_000)
  let read = 0
  for (let run = 0; run < runs; run++) {
    const start = random.pick(run % 4 === 0 ? [...files, ...suite] : plain)
    if (agrees(mutateText(start, random, { corpus: plain, tokens }))) read++
  }
  expect(read).toBeGreaterThan(runs / 10)
}, 3_600_000)

it('reads the texts that it is made for at once, and leaves others alone', () => {
  expect(plain.map(agrees)).toEqual(plain.map(() => true))
  expect([...files, ...suite].filter(agrees).length).toBeGreaterThan(20)
})
