import { hasOuterBlanks } from './blanks.ts'
import { commentStart } from './line-parts.ts'
import { isQuote, quote } from './quotes.ts'
import type { IniRules } from './rules.ts'

/** How a value is to look: as the one did that it replaces. */
export interface ValueStyle {
  readonly quote: string | undefined
  /** What stands in front of the second and further lines. */
  readonly indent: string
  readonly lineEnd: string
}

/** The text of a file that is read as `text`; `undefined` if the rules have none. */
export function encodeValue(text: string, rules: IniRules, style: ValueStyle): string | undefined {
  const escaped = escapeReferences(text, rules)
  if (rules.modern && style.quote !== undefined) return quote(escaped, style.quote)
  const lines = escaped.split('\n')
  if (lines.every((line, index) => isPlainLine(line, index, lines.length, rules))) return lines.join(style.lineEnd + style.indent)
  return rules.modern ? quote(escaped) : undefined
}

/** A text as it has to be written so that interpolation leaves it alone. */
export function escapeReferences(text: string, rules: IniRules): string {
  if (rules.interpolation === 'none') return text
  return rules.interpolation === 'basic' ? text.replaceAll('%', '%%') : text.replaceAll('$', '$$$$')
}

/** True for a line that is read as it stands, as the first line of a value or as one that continues it. */
function isPlainLine(line: string, index: number, count: number, rules: IniRules): boolean {
  if (line === '') return index === 0 || (rules.emptyLinesInValues && index < count - 1)
  if (hasOuterBlanks(line) || /[\r\0\x07\x08\x1b\x7f\ufeff]/.test(line)) return false
  // What a first line begins with stands behind the delimiter, so only a comment behind blanks is a danger.
  if (commentStart(index === 0 ? ` x ${line}` : ` ${line}`, rules, true) !== undefined) return false
  return !rules.modern || (index === 0 ? !isQuote(line[0]) : line[0] !== '[')
}
