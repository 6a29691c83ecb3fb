import { describe, expect, it } from 'vitest'
import { FileWindow } from '../../src/sources/large/file-window.ts'
import { findSection } from '../../src/sources/large/find-section.ts'
import { getAt } from '../../src/values/get.ts'
import type { Path } from '../../src/values/path.ts'
import type { Value } from '../../src/values/value.ts'
import { jsonCorpus, jsonTokens } from './json-corpus.ts'
import { mutateText } from './mutations.ts'
import { Random, seedOf } from './random.ts'

describe('findSection', () => {
  it('agrees with JSON.parse on every text that it accepts, and comes to an end on the others', { timeout: 3_600_000 }, () => {
    const random = new Random(seedOf(11))
    for (let run = 0; run < Number(process.env.FUZZ_RUNS ?? 20_000); run++) {
      const whole = `{"first": ${random.pick(jsonCorpus)}, "a": {"b": ${random.pick(jsonCorpus)}}, "z": 1}`
      const text = run % 2 === 0 ? whole : mutateText(whole, random, { corpus: jsonCorpus, tokens: jsonTokens })
      const bytes = Buffer.from(text)
      const parsed = parsedOrNothing(bytes.toString())
      const size = run % 3 === 0 ? 262_144 : 4 + random.below(60)
      for (const path of [['first'], ['a', 'b'], ['z'], ['a']]) expectSame(text, bytes, path, parsed, size)
    }
  })
})

function expectSame(text: string, bytes: Buffer, path: Path, parsed: { readonly value: Value } | undefined, size: number): void {
  const read = (into: Uint8Array, position: number): number => bytes.copy(into, 0, position, position + into.length)
  const found = findSection(() => new FileWindow(read, size), path)
  // What is not found is looked for by reading the whole.
  if (parsed === undefined || found === undefined) return
  const expected = getAt(parsed.value, path)
  expect([text, path, JSON.parse(found.bytes.toString())]).toEqual([text, path, expected])
}

function parsedOrNothing(text: string): { readonly value: Value } | undefined {
  try {
    return { value: JSON.parse(text) as Value }
  } catch {
    return undefined
  }
}
