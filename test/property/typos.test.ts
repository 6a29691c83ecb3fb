import { describe, expect, it } from 'vitest'
import { rootField } from '../../src/schema/fields/field-space.ts'
import { closest, editDistance } from '../../src/text/closest.ts'
import { unknownKeys } from '../../src/validation/unknown-keys.ts'
import { Random, seedOf } from '../fuzz/random.ts'
import { runsOr } from './runs.ts'
import { mistyped, names, unrelated } from './typo-corpus.ts'

const perName = runsOr(100)
const kinds = Object.entries(names)

/** The share of typos for which the name that was meant is the first suggestion, in percent. */
function rate(list: readonly string[], edits: number, suggest: (typed: string) => string | undefined): number {
  const numbers = new Random(seedOf(7100 + edits))
  const random = () => numbers.below(1_000_000) / 1_000_000
  let typos = 0
  let right = 0
  for (const name of list) {
    for (let run = 0; run < perName; run++) {
      const typed = mistyped(name, edits, random)
      if (list.includes(typed)) continue
      typos++
      if (suggest(typed) === name) right++
    }
  }
  return (100 * right) / typos
}

describe('suggestions', () => {
  it.each(kinds)('for %s with one slip are right first in at least 95 of 100 cases', (_, list) => {
    expect(rate(list, 1, (typed) => closest(typed, list)[0])).toBeGreaterThanOrEqual(95)
  })

  it('for names of all kinds with two slips are right first in at least 95 of 100 cases', () => {
    const rates = kinds.map(([, list]) => ({ rate: rate(list, 2, (typed) => closest(typed, list)[0]), weight: list.length }))
    const total = rates.reduce((sum, { weight }) => sum + weight, 0)
    expect(rates.reduce((sum, each) => sum + each.rate * each.weight, 0) / total).toBeGreaterThanOrEqual(95)
    // Commands have three and four letters; two slips leave one or two of them.
    for (const { rate: each } of rates) expect(each).toBeGreaterThanOrEqual(85)
  })

  it.each(kinds)('for %s are not made for words that are more than two slips away', (_, list) => {
    const far = unrelated.filter((word) => list.every((name) => editDistance(word, name.toLowerCase()) > 2))
    expect(far.length).toBeGreaterThan(100)
    expect(far.filter((word) => closest(word, list).length > 0)).toEqual([])
  })

  it('are made for few of the words that happen to be two slips away', () => {
    const made = kinds.flatMap(([, list]) => unrelated.filter((word) => closest(word, list).length > 0))
    expect(made.length / (unrelated.length * kinds.length)).toBeLessThan(0.03)
  })

  it('reach whoever mistypes a key', () => {
    const keys = names['keys'] ?? []
    const root = rootField({ properties: Object.fromEntries(keys.map((key) => [key, {}])) })
    const suggest = (typed: string) => /^did you mean "([^"]*)"/.exec(unknownKeys({ [typed]: 1 }, root)[0]?.hint ?? '')?.[1]
    for (const edits of [1, 2]) expect(rate(keys, edits, suggest)).toBeGreaterThanOrEqual(95)
  })
})
