import { lineEnd, nextLine } from './scan.ts'
import { flowEnd } from './scan-flow.ts'

/** A closing bracket in the column of the key that its list or map belongs to, first on its line. */
export interface LowBracket {
  /** Where the outermost bracket that is open there was opened. */
  readonly opening: number
  readonly closing: number
  /** The line break before it, with a comment and blanks in front of that. */
  readonly from: number
  readonly to: number
}

/** A bracket or brace where a value can begin: first on its line, or behind an indicator; tag and anchor may precede it. */
const firstValue = /(?:^[ \t]*|[-?:][ \t]+)(?:[&!][^ \t]*[ \t]+){0,2}[[{]/g
const indicators = /^[ \t]*(?:[-?:][ \t]+)*/
const quoted = /"[^"]*"|'[^']*'/g

/**
 * Finds the brackets that YAML wants further to the right, though files often have them there:
 *
 *     key: [
 *       1
 *     ]
 *
 * An opening is guessed from its line alone, so it may lie in a text: whoever uses the answer compares it with what is
 * read. From a real opening on, the answer is exact. One pass over the text.
 */
export function lowBrackets(text: string): readonly LowBracket[] {
  const found: LowBracket[] = []
  let keyColumn = -1
  for (let at = 0; at < text.length; ) {
    const line = text.slice(at, lineEnd(text, at))
    const next = nextLine(text, at)
    if (/^[ \t]*(?:#|$)/.test(line)) {
      at = next
      continue
    }
    const opening = firstOpening(line, keyColumn)
    keyColumn = columnOfKey(line)
    at = opening === undefined ? next : flowEnd(text, at + opening.offset, opening.parent, found)
  }
  return found
}

/** The text for the reader: as long as the original, with these brackets behind what is before them. */
export function withoutLowBrackets(text: string, brackets: readonly LowBracket[]): string {
  const parts: string[] = []
  let at = 0
  for (const { from, to } of brackets) {
    parts.push(text.slice(at, from), ' '.repeat(to - from))
    at = to
  }
  return parts.join('') + text.slice(at)
}

/** The first bracket of a block line where a value can begin, and the column of the key or dash it is the value of. */
function firstOpening(line: string, keyColumnBefore: number): { readonly offset: number; readonly parent: number } | undefined {
  const key = columnOfKey(line)
  for (const match of line.matchAll(firstValue)) {
    const isIndicated = /^[-?:]/.test(match[0])
    // Behind a key, only a colon announces a value: the rest is text.
    if (isIndicated && match.index >= key && match[0][0] !== ':') continue
    const offset = match.index + match[0].length - 1
    if (isIndicated && hasComment(line.slice(0, offset))) return undefined
    if (isIndicated) return { offset, parent: Math.min(match.index, key) }
    return { offset, parent: keyColumnBefore < key ? keyColumnBefore : -1 }
  }
  return undefined
}

function columnOfKey(line: string): number {
  const before = indicators.exec(line)?.[0] ?? ''
  return before.length < line.length ? before.length : Math.max(0, before.search(/[-?:][ \t]*$/))
}

function hasComment(line: string): boolean {
  return /[ \t]#/.test(line.replace(quoted, ''))
}
