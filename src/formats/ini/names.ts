import type { Path } from '../../values/path.ts'
import { isBlank, skipBlanks } from './blanks.ts'
import { closingQuote, isQuote, quote, unquote } from './quotes.ts'
import type { IniRules } from './rules.ts'

/**
 * The parts of a section's or key's name in the `default` dialect: `server.tls`, `server."a.b"`, and as git
 * writes it `remote "origin"`. A name with an empty part (`a..b`) is taken as one word.
 */
export function splitName(text: string): string[] {
  const parts: string[] = []
  let at = skipBlanks(text, 0)
  for (;;) {
    const part = isQuote(text[at]) ? quotedPart(text, at) : barePart(text, at)
    if (part === undefined) return [text]
    parts.push(part.name)
    at = skipBlanks(text, part.end)
    if (at === text.length && text[part.end] !== '.') return parts
    if (text[at] === '.') at = skipBlanks(text, at + 1)
    if (at === text.length) return [text]
  }
}

interface NamePart {
  readonly name: string
  readonly end: number
}

function quotedPart(text: string, start: number): NamePart | undefined {
  const close = closingQuote(text, start)
  if (close < 0) return undefined
  const next = text[skipBlanks(text, close + 1)]
  if (next !== undefined && next !== '.' && next !== '"') return undefined
  return { name: unquote(text.slice(start, close + 1)), end: close + 1 }
}

function barePart(text: string, start: number): NamePart | undefined {
  let end = start
  while (end < text.length && text[end] !== '.' && !(text[end] === '"' && isBlank(text[end - 1]))) end++
  let nameEnd = end
  while (nameEnd > start && isBlank(text[nameEnd - 1])) nameEnd--
  return nameEnd === start ? undefined : { name: text.slice(start, nameEnd), end }
}

/** A name that `splitName` reads back, inside of a section header or in front of any delimiter. */
export function joinName(parts: Path, rules: IniRules): string {
  return parts.map((part) => (isPlainName(String(part), rules) ? part : quote(String(part), '"'))).join('.')
}

function isPlainName(name: string, rules: IniRules): boolean {
  if (!/^[\p{L}\p{N}_$@*/+%&!?()<>|~^-][\p{L}\p{N}_$@*/+%&!?()<>|~^ -]*$/u.test(name) || name.endsWith(' ')) return false
  const special = [...rules.delimiters, ...rules.commentPrefixes, ...rules.inlineCommentPrefixes]
  return !special.some((word) => name.includes(word))
}
