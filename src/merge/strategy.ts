import type { Issue } from '../errors/issue.ts'
import { closest } from '../text/closest.ts'
import { didYouMean } from '../text/words.ts'
import type { Path } from '../values/path.ts'

/**
 * How a layer's value meets what the layers below it have at the same path. `deep` is what happens when nothing
 * is declared: maps merge key by key, everything else replaces.
 */
export type Strategy = 'replace' | 'deep' | 'append' | 'prepend' | 'union' | `by-key:${string}` | 'remove'

/** The words a person may write, for messages and documentation. */
export const strategyWords: readonly string[] = ['replace', 'deep', 'append', 'prepend', 'union', 'by-key:<name>', 'remove']

const plainWords: ReadonlySet<unknown> = new Set(strategyWords.filter((word) => !word.startsWith('by-key')))

/** The strategy a word names, or `undefined` when it names none. */
export function parseStrategy(word: unknown): Strategy | undefined {
  if (plainWords.has(word)) return word as Strategy // a member of the set above
  return typeof word === 'string' && word.startsWith('by-key:') && word.length > 7 ? (word as Strategy) : undefined
}

/** The key by which `by-key:<name>` tells list elements apart. */
export function keyOfStrategy(strategy: Strategy): string | undefined {
  return strategy.startsWith('by-key:') ? strategy.slice(7) : undefined
}

/** True for a strategy that puts two lists together. */
export function isListStrategy(strategy: Strategy): boolean {
  return strategy !== 'deep' && strategy !== 'replace' && strategy !== 'remove'
}

/** What to say about a word that names no strategy. `path` is where the word stands. */
export function unknownStrategy(word: unknown, path: Path): Issue {
  const typed = typeof word === 'string' ? word : ''
  const near = /^by-?key/i.test(typed) ? ['by-key:<name>'] : closest(typed, strategyWords)
  return {
    code: 'MERGE_STRATEGY',
    severity: 'error',
    message: typed === '' ? 'a merge strategy must be a word' : `${JSON.stringify(typed)} is not a merge strategy`,
    path,
    expected: strategyWords.join(', '),
    hint: didYouMean(near) ?? `write one of ${strategyWords.join(', ')}`,
  }
}
