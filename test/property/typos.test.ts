import { describe, expect, it } from 'vitest'
import { rootField } from '../../src/schema/fields/field-space.ts'
import { closest } from '../../src/text/closest.ts'
import { editDistance } from '../../src/text/edit-distance.ts'
import { unknownKeys } from '../../src/validation/unknown-keys.ts'
import { Random, seedOf } from '../fuzz/random.ts'
import { runsOr } from './runs.ts'
import { mistyped, names, unrelated } from './typo-corpus.ts'

const perName = runsOr(400)
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

/**
 * Right first in so many of 100 cases, with one slip and with two. Commands have three and four letters, of which two
 * slips leave one or two: whoever knew how often each typo is made of each command would be right in 96.3.
 */
const least: Readonly<Record<string, readonly [one: number, two: number]>> = {
  keys: [99.5, 95.5],
  variables: [99.5, 99],
  'enum values': [99.5, 97],
  profiles: [99.5, 99],
  commands: [97, 92],
}

describe('suggestions', () => {
  it.each(kinds)('for %s are right first in at least 95 of 100 cases of one or two slips', (kind, list) => {
    const [one, two] = [1, 2].map((edits) => rate(list, edits, (typed) => closest(typed, list)[0])) as [number, number]
    expect((one + two) / 2).toBeGreaterThanOrEqual(95)
    expect(one).toBeGreaterThanOrEqual(least[kind]?.[0] ?? 95)
    expect(two).toBeGreaterThanOrEqual(least[kind]?.[1] ?? 95)
  })

  it.each(kinds)('for %s are not made for words that are more than two slips away', (_, list) => {
    const far = unrelated.filter((word) => list.every((name) => editDistance(word, name.toLowerCase()) > 2))
    expect(far.length).toBeGreaterThan(100)
    expect(far.filter((word) => closest(word, list).length > 0)).toEqual([])
  })

  it('are made for few words of everyday language, also of those that happen to be two slips away', () => {
    const near = kinds.flatMap(([, list]) =>
      unrelated.filter((word) => list.some((name) => editDistance(word, name.toLowerCase()) <= 2)),
    )
    const made = kinds.flatMap(([, list]) =>
      unrelated.filter((word) => closest(word, list).length > 0).map((word) => `${word}: ${closest(word, list)[0]}`),
    )
    expect(near.length).toBeGreaterThan(30)
    expect(made).toEqual(['forest: format', 'jacket: bucket', 'owl: ttl', 'cup: cpu', 'insect: unset'])
  })

  it('reach whoever mistypes a key', () => {
    const keys = names['keys'] ?? []
    const root = rootField({ properties: Object.fromEntries(keys.map((key) => [key, {}])) })
    const suggest = (typed: string) => /^did you mean "([^"]*)"/.exec(unknownKeys({ [typed]: 1 }, root)[0]?.hint ?? '')?.[1]
    for (const edits of [1, 2]) expect(rate(keys, edits, suggest)).toBeGreaterThanOrEqual(95)
  })
})
