import type { ErrorObject } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Document } from '../../src/formats/format.ts'
import { yaml } from '../../src/formats/yaml/yaml.ts'
import { compileJsonSchema } from '../../src/schema/json-schema/validator.ts'
import type { Path } from '../../src/values/path.ts'
import { Random, seedOf } from '../fuzz/random.ts'
import { runsOr } from '../property/runs.ts'
import { type Corpus, corpusNames, readCorpus, type Sample } from './schema-corpus.ts'
import { type Mutant, mutate } from './schema-mutants.ts'

/** Schemas that packages ship, right and wrong files for each, and ajv beside. */
const mutantsEach = runsOr(500)

const issuesOf = ({ schema }: Corpus, document: Document, file: string) =>
  schema.check(document, { file, textOnly: false }).filter(({ severity }) => severity === 'error')

const tally = { wrong: 0, mutants: 0, refused: 0, exact: 0, around: 0 }

it('does not share a fault of ajv, whose $dynamicRef leads to the root though only a part has the anchor', () => {
  const schema = {
    $id: 'https://example.com/schema',
    $defs: { part: { $dynamicAnchor: 'meta', type: 'object' } },
    properties: { a: { $dynamicRef: '#meta' } },
    unevaluatedProperties: false,
  }
  expect(new Ajv2020({ strict: false }).compile(schema)({ a: { b: 1 } })).toBe(false)
  expect(compileJsonSchema(schema).isValid({ a: { b: 1 } })).toBe(true)
})

describe.each(corpusNames)('the schema of %s', (name) => {
  let corpus: Corpus
  beforeAll(() => {
    corpus = readCorpus(name)
  })

  it('accepts right files, as ajv does', () => {
    expect(corpus.right.length).toBeGreaterThan(1)
    for (const { file, document } of corpus.right) {
      expect({ file, issues: issuesOf(corpus, document, file) }).toEqual({ file, issues: [] })
      expect({ file, ajv: corpus.ajv(document.value), errors: corpus.ajv.errors }).toMatchObject({ ajv: true })
    }
  })

  it('refuses wrong files, as ajv does, at the line and the path of what is wrong', () => {
    expect(corpus.wrong.length).toBeGreaterThan(3)
    for (const { file, document, marks } of corpus.wrong) {
      const places = issuesOf(corpus, document, file).map(({ path, span }) => ({ line: span?.start.line, path: pointerOf(path) }))
      expect({ file, ajv: corpus.ajv(document.value) }).toEqual({ file, ajv: false })
      expect({ file, places }).toEqual({
        file,
        places: expect.arrayContaining(marks.map((mark) => expect.objectContaining(mark))),
      })
      tally.wrong += marks.length
    }
  })

  it('says the same as ajv of right files with one change, and finds the line of it', () => {
    const random = new Random(seedOf(7100 + corpusNames.indexOf(name)))
    const small = corpus.right.filter(isSmall)
    const missed: unknown[] = []
    for (let run = 0; run < mutantsEach; run++) {
      const mutant = mutate(random.pick(small).document.value, random)
      if (mutant !== undefined) missed.push(...judge(corpus, mutant))
    }
    expect(missed.slice(0, 5)).toEqual([])
  })
})

it('finds the very line of nearly every change, and the map around it otherwise', () => {
  expect(tally.wrong).toBeGreaterThan(60)
  expect(tally.mutants).toBeGreaterThan(mutantsEach * 6)
  expect(tally.refused).toBeGreaterThan(tally.mutants / 5)
  expect(tally.exact + tally.around).toBe(tally.refused)
  expect(tally.exact / tally.refused).toBeGreaterThan(0.95)
})

function isSmall({ document }: Sample): boolean {
  return JSON.stringify(document.value).length < 20_000
}

/** What is not as it should be. */
function judge(corpus: Corpus, { kind, value, path, text }: Mutant): readonly unknown[] {
  const document = yaml().parse(text, 'mutant.yaml')
  const issues = issuesOf(corpus, document, 'mutant.yaml')
  const ajv = corpus.ajv(document.value)
  tally.mutants++
  if (!ajv && issues.length === 0 && corpus.ajv.errors?.every(isFaultOfAjv)) return []
  // The schemas of schemas that ajv brings along say nothing of formats.
  if (ajv && corpus.name.startsWith('draft-') && issues.every(({ code }) => code === 'VALUE_FORMAT')) return []
  if (ajv !== (issues.length === 0)) return [{ kind, path, ajv, errors: corpus.ajv.errors, issues, text, value }]
  if (ajv) return []
  tally.refused++
  const lines = issues.map(({ span }) => span?.start.line)
  if (lines.some((line) => linesOf(document, path).includes(line))) {
    tally.exact++
    return []
  }
  const isAround = path.some((_, length) => lines.some((line) => linesOf(document, path.slice(0, length)).includes(line)))
  if (isAround) tally.around++
  return isAround ? [] : [{ kind, path, lines, issues, text }]
}

/** An address may have a domain without a dot, such as "ann@localhost" (RFC 5321, section 4.1.2). */
function isFaultOfAjv({ keyword, schema, data, params }: ErrorObject): boolean {
  const format: unknown = params['format'] ?? schema
  return keyword === 'format' && format === 'email' && /^[^@]+@[a-z\d-]+$/i.test(String(data))
}

function linesOf(document: Document, path: Path): readonly (number | undefined)[] {
  return [document.locate(path)?.start.line, document.locate(path, 'key')?.start.line]
}

function pointerOf(path: Path = []): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
