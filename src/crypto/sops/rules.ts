import { cryptoError } from '../failures.ts'
import { rulePatterns } from '../later.ts'
import type { Visit } from './tree.ts'

/** The six ways to say what of a file is sealed, by the names they have in files. */
export const ruleNames = [
  'unencrypted_suffix',
  'encrypted_suffix',
  'unencrypted_regex',
  'encrypted_regex',
  'unencrypted_comment_regex',
  'encrypted_comment_regex',
] as const

export type RuleName = (typeof ruleNames)[number]

/** Which values of a file are sealed. */
export interface SelectionRule {
  readonly name: RuleName
  readonly pattern: string
}

/** What holds where nothing else is said. */
export const defaultRule: SelectionRule = { name: 'unencrypted_suffix', pattern: '_unencrypted' }

/** Says of each value and comment whether it is sealed. */
export type Selection = (visit: Visit) => boolean

/**
 * A rule made ready.
 * @throws ConfigError CRYPTO_RULES for a pattern that does not compile: it never just means "matches nothing"
 */
export function selectionOf({ name, pattern }: SelectionRule): Selection {
  const sealsMatches = name.startsWith('encrypted')
  if (name.endsWith('_suffix')) return (visit) => visit.keys.some((key) => key.endsWith(pattern)) === sealsMatches
  const expression = compilePattern(pattern, name)
  if (name.endsWith('_comment_regex'))
    return (visit) => governing(visit, sealsMatches).some((comment) => expression(comment)) === sealsMatches
  return (visit) => visit.keys.some((key) => expression(key)) === sealsMatches
}

/** A comment that asks for sealing does not seal itself, or nobody could see why; it may leave itself plain. */
function governing({ node, comments }: Visit, sealsMatches: boolean): readonly string[] {
  const all = comments.flat()
  return node.kind === 'comment' && sealsMatches ? all.slice(0, -1) : all
}

/** Patterns are those of RE2, looked for anywhere in the text. */
export function compilePattern(pattern: string, where: string): (text: string) => boolean {
  const { rulePattern } = rulePatterns()
  try {
    const isFound = rulePattern(pattern)
    // The same keys come again and again: those above a value with each value.
    const known = new Map<string, boolean>()
    return (text) => {
      const told = known.get(text)
      if (told !== undefined) return told
      const found = isFound(text)
      known.set(text, found)
      return found
    }
  } catch (error) {
    throw cryptoError(
      'CRYPTO_RULES',
      `${where} ${JSON.stringify(pattern)} is no regular expression of RE2`,
      { hint: 'correct it; RE2 knows neither look-around nor back-references' },
      error,
    )
  }
}
