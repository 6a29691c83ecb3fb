import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/errors/config-error.ts'
import type { Document, Format } from '../../src/formats/format.ts'
import { build } from '../../src/formats/json/build.ts'
import { diagnose } from '../../src/formats/json/diagnose.ts'
import { commentsDialect, type Dialect, json5Dialect, strictDialect } from '../../src/formats/json/dialect.ts'
import { json } from '../../src/formats/json/json.ts'
import { findRange } from '../../src/formats/json/locate.ts'
import { rangeInTree, readTree } from '../../src/formats/json/tree.ts'
import { json5 } from '../../src/formats/json5/json5.ts'
import { jsonc } from '../../src/formats/jsonc/jsonc.ts'
import { isEqual } from '../../src/values/equal.ts'
import { getAt } from '../../src/values/get.ts'
import { walkLeaves } from '../../src/values/walk.ts'
import { json5Corpus, jsonCorpus, jsoncCorpus, jsonTokens } from './json-corpus.ts'
import { fuzzFormat } from './mutate.ts'
import { mutateText } from './mutations.ts'
import { Random, seedOf } from './random.ts'

const languages: readonly (readonly [string, Format, readonly string[], Dialect])[] = [
  ['json', json(), jsonCorpus, strictDialect],
  ['jsonc', jsonc(), jsoncCorpus, commentsDialect],
  ['json5', json5(), json5Corpus, json5Dialect],
]
const runs = Number(process.env.FUZZ_RUNS ?? 20_000)

describe.each(languages)('%s, mutated', (_, format, corpus, dialect) => {
  it('holds every promise of a format', { timeout: 3_600_000 }, () => {
    const report = fuzzFormat({ format, corpus, tokens: jsonTokens, editIsLocal: true })
    expect(report.valid).toBeGreaterThan(report.runs / 50)
    expect(report.refused).toBeGreaterThan(report.runs / 50)
  })

  it('is told to be malformed exactly when its parser refuses it', { timeout: 3_600_000 }, () => {
    const random = new Random(seedOf(2))
    for (let run = 0; run < runs; run++) {
      const text = mutateText(random.pick(corpus), random, { corpus, tokens: jsonTokens })
      const faults = diagnose(text, dialect)
      expect([text, faults.length === 0]).toEqual([text, isWellFormed(format, text)])
      for (const fault of faults) expect(fault.start <= fault.end && fault.end <= text.length).toBe(true)
    }
  })

  it('is built from its tokens as its parser reads it, and has each value at the place that is told', {
    timeout: 3_600_000,
  }, () => {
    const random = new Random(seedOf(3))
    for (let run = 0; run < runs / 4; run++) {
      const text = mutateText(random.pick(corpus), random, { corpus, tokens: jsonTokens })
      const document = readOrNothing(format, text)
      if (document !== undefined) checkPlaces(format, document, text)
    }
  })
})

function checkPlaces(format: Format, document: Document, text: string): void {
  expect([text, isEqual(build(text, 'fuzz'), document.value)]).toEqual([text, true])
  const tree = readTree(text)
  walkLeaves(document.value, (path, leaf) => {
    const range = findRange(text, path, 'value')
    if (range === undefined) throw new Error(`no place for ${JSON.stringify(path)} in ${JSON.stringify(text)}`)
    expect(rangeInTree(tree, path, 'value')).toEqual(range)
    expect(findRange(text, path, 'key')).toEqual(rangeInTree(tree, path, 'key'))
    const there = format.parse(text.slice(range[0], range[1]), 'part').value
    if (!isEqual(there, getAt(document.value, path) as typeof leaf))
      throw new Error(`not ${JSON.stringify(path)} in ${JSON.stringify(text)}`)
  })
}

function readOrNothing(format: Format, text: string): Document | undefined {
  try {
    return format.parse(text, 'fuzz')
  } catch (error) {
    if (ConfigError.is(error)) return undefined
    throw error
  }
}

/** A number out of range is well-formed. */
function isWellFormed(format: Format, text: string): boolean {
  try {
    format.parse(text, 'fuzz')
    return true
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    return error.issues.every((issue) => issue.code === 'FORMAT_UNSUPPORTED_VALUE')
  }
}
