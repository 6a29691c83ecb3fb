import { isBlank, skipBlanks, trimEnd } from './blanks.ts'
import { closingQuote, isQuote } from './quotes.ts'
import type { IniRules } from './rules.ts'

/** Where a line splits into key and value. */
export interface Split {
  readonly keyEnd: number
  readonly valueStart: number
}

/**
 * Finds the delimiter of a line between two offsets: the first, with the blanks around it. As in Python's
 * expression `(.*?)\s*(?:=|:)\s*(.*)`, but in linear time.
 */
export function splitAtDelimiter(line: string, from: number, to: number, rules: IniRules): Split | undefined {
  for (let at = rules.modern ? behindQuotedName(line, from, to, rules) : from; at < to; at++) {
    const runEnd = skipBlanks(line, at, to)
    for (let start = runEnd; start >= at; start--) {
      const delimiter = rules.delimiters.find((word) => line.startsWith(word, start) && start + word.length <= to)
      if (delimiter !== undefined) return { keyEnd: at, valueStart: skipBlanks(line, start + delimiter.length, to) }
    }
    at = Math.max(at, runEnd)
  }
  return undefined
}

/** A delimiter inside of quotes does not count: `"a=b".c = 1`. */
function behindQuotedName(line: string, from: number, to: number, rules: IniRules): number {
  const partStart = /\.[ \t]*["']/g
  let at = from
  let delimiter = -1
  for (;;) {
    if (isQuote(line[at])) {
      const close = closingQuote(line, at)
      if (close < 0 || close >= to) return at
      at = close + 1
    }
    if (delimiter < at) delimiter = firstDelimiter(line, at, rules)
    partStart.lastIndex = at
    const next = partStart.exec(line)
    if (next === null || next.index > delimiter) return trimEnd(line, from, at)
    at = partStart.lastIndex - 1
  }
}

function firstDelimiter(line: string, from: number, rules: IniRules): number {
  const found = rules.delimiters.map((word) => line.indexOf(word, from)).filter((index) => index >= 0)
  return Math.min(line.length, ...found)
}

/** Where the comment of a line starts; `undefined` without one. `inValue`: the line continues a value. */
export function commentStart(line: string, rules: IniRules, inValue: boolean): number | undefined {
  const first = skipBlanks(line, 0)
  if (rules.commentPrefixes.some((prefix) => line.startsWith(prefix, first))) return 0
  if (rules.inlineCommentPrefixes.length === 0) return undefined
  if (!rules.modern) return commentAsPython(line, rules.inlineCommentPrefixes)
  const found = inlineComment(line, 0, rules)
  if (found === undefined || inValue) return found
  const behindQuotes = quotedUpTo(line, first, rules)
  return found >= behindQuotes.opens && found < behindQuotes.closes ? inlineComment(line, behindQuotes.closes, rules) : found
}

function inlineComment(line: string, from: number, rules: IniRules): number | undefined {
  for (let at = Math.max(from, 1); at < line.length; at++) {
    if (isBlank(line[at - 1]) && rules.inlineCommentPrefixes.some((prefix) => line.startsWith(prefix, at))) return at
  }
  return undefined
}

/** Python looks at the first of each prefix, then at the second of each, and so on; the first hit counts. */
function commentAsPython(line: string, prefixes: readonly string[]): number | undefined {
  let found: number | undefined
  let places = new Map([...new Set(prefixes)].map((prefix) => [prefix, -1]))
  while (found === undefined && places.size > 0) {
    const next = new Map<string, number>()
    for (const [prefix, before] of places) {
      const at = line.indexOf(prefix, before + 1)
      if (at < 0) continue
      next.set(prefix, at)
      if (at === 0 || isBlank(line[at - 1])) found = Math.min(found ?? at, at)
    }
    places = next
  }
  return found
}

/** The stretch of a line, between quotes, in which no comment can start. */
function quotedUpTo(line: string, first: number, rules: IniRules): { readonly opens: number; readonly closes: number } {
  const nothing = { opens: line.length, closes: line.length }
  if (line[first] === '[') {
    const end = headerEnd(line, first)
    return end === undefined ? nothing : { opens: first, closes: end }
  }
  const split = splitAtDelimiter(line, first, line.length, rules)
  const nameEnd = isQuote(line[first]) ? (split?.keyEnd ?? 0) : 0
  if (split === undefined || !isQuote(line[split.valueStart])) return nameEnd > 0 ? { opens: first, closes: nameEnd } : nothing
  const close = closingQuote(line, split.valueStart)
  return close < 0 ? nothing : { opens: nameEnd > 0 ? first : split.valueStart, closes: close + 1 }
}

/** The offset behind the `]` of a header that begins at `start`. Brackets in double quotes do not count. */
export function headerEnd(line: string, start: number): number | undefined {
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === ']') return at + 1
    if (line[at] !== '"') continue
    const close = closingQuote(line, at)
    if (close < 0) break
    at = close
  }
  const end = line.indexOf(']', start)
  return end < 0 ? undefined : end + 1
}
