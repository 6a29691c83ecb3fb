import type { Issue } from '../../errors/issue.ts'
import { type Line, linesOf } from '../lines.ts'
import type { Place } from '../text-tree.ts'
import { skipBlanks, trimEnd } from './blanks.ts'
import { commentStart, headerEnd, splitAtDelimiter } from './line-parts.ts'
import { closingQuote, isQuote, unquote } from './quotes.ts'
import type { IniRules } from './rules.ts'

/** A header with what follows it, or the keys in front of the first header. */
export interface ScannedSection extends Place {
  /** As it stands between the brackets; `undefined` in front of the first header. */
  readonly header: string | undefined
  readonly lineStart: number
  /** Behind the header's line, then behind its last entry. */
  contentEnd: number
  readonly headerLineEnd: number
  readonly entries: ScannedEntry[]
}

export interface ScannedEntry extends Place {
  readonly section: ScannedSection
  /** As it stands in front of the delimiter, not yet in lower case. */
  readonly key: string
  /** The value before interpolation; `null` without a delimiter. */
  text: string | null
  readonly lineStart: number
  /** Behind the last line of the value. */
  lineEnd: number
  valueEnd: number
}

export type Report = (code: Issue['code'], message: string, start: number, end: number, hint: string) => void

/** An entry whose lines are still being collected. */
interface OpenEntry {
  readonly entry: ScannedEntry
  readonly lines: string[] | undefined
}

/**
 * Reads the lines of an INI text in the way of Python's `configparser`: a line that is indented deeper than the
 * key above it continues that key's value.
 */
export function scan(text: string, rules: IniRules, report: Report): readonly ScannedSection[] {
  return new Scanner(text, rules, report).run()
}

class Scanner {
  readonly #text: string
  readonly #rules: IniRules
  readonly #report: Report
  readonly #sections: ScannedSection[] = []
  #section: ScannedSection | undefined
  #open: OpenEntry | undefined
  #indent = 0

  constructor(text: string, rules: IniRules, report: Report) {
    this.#text = text
    this.#rules = rules
    this.#report = report
    if (rules.modern) this.#section = this.#startSection(undefined, { start: 0, end: 0, next: 0 }, 0, 0)
  }

  run(): readonly ScannedSection[] {
    for (const line of linesOf(this.#text)) this.#readLine(line, this.#text.slice(line.start, line.end))
    this.#close()
    return this.#sections
  }

  #readLine(line: Line, text: string): void {
    const indent = skipBlanks(text, 0)
    const deeper = this.#open !== undefined && indent > this.#indent
    const comment = commentStart(text, this.#rules, deeper)
    const end = trimEnd(text, 0, comment)
    if (end === 0 || indent >= end) {
      this.#readBlank(comment !== undefined)
      return
    }
    if (deeper && !(this.#rules.modern && isHeader(text, indent, end))) {
      this.#continue(line, text.slice(indent, end), end)
      return
    }

    this.#indent = indent
    this.#close()
    if (this.#readHeader(line, text, indent, end)) return
    if (this.#section !== undefined) {
      this.#readEntry(this.#section, line, text, indent, end)
      return
    }
    this.#report(
      'FORMAT_SYNTAX',
      'a key in front of the first section',
      line.start + indent,
      line.start + end,
      'put a [section] above it',
    )
    // Told once; what follows is read as if the header were there.
    this.#section = this.#startSection('', line, line.start, line.start)
  }

  #readBlank(isComment: boolean): void {
    if (!this.#rules.emptyLinesInValues) this.#indent = Number.POSITIVE_INFINITY
    else if (!isComment) this.#open?.lines?.push('')
  }

  #continue(line: Line, content: string, end: number): void {
    const open = this.#open as OpenEntry
    if (open.lines === undefined) {
      const start = line.start + end - content.length
      this.#report(
        'FORMAT_SYNTAX',
        'a key without a value cannot go on in the next line',
        start,
        line.start + end,
        'remove the indentation',
      )
      return
    }
    open.lines.push(content)
    open.entry.valueEnd = line.start + end
    open.entry.lineEnd = line.next
    open.entry.section.contentEnd = line.next
  }

  #close(): void {
    const open = this.#open
    this.#open = undefined
    if (open?.lines === undefined) return
    const joined = open.lines.join('\n')
    const text = joined.slice(0, trimEnd(joined, 0))
    open.entry.text = this.#rules.modern ? this.#unquoted(text, open) : text
  }

  #unquoted(text: string, open: OpenEntry): string {
    if (!isQuote(text[0])) return text
    const close = closingQuote(text, 0)
    if (close === text.length - 1) return unquote(text)
    // An apostrophe may begin a text; half a pair of double quotes is a mistake.
    if (close < 0 && text[0] === '"') {
      const hint = 'close it, or use single quotes, in which a backslash is plain'
      this.#report('FORMAT_SYNTAX', 'a quote that is not closed', open.entry.valueStart, open.entry.valueEnd, hint)
    }
    return text
  }

  #readHeader(line: Line, text: string, start: number, end: number): boolean {
    if (text[start] !== '[') return false
    const close = this.#rules.modern ? headerEnd(text, start) : text.lastIndexOf(']', end - 1) + 1
    if (close === undefined || close > end || close < start + 3) return false
    const name = text.slice(start + 1, close - 1)
    if (this.#rules.modern && (close < end || skipBlanks(name, 0) === name.length)) return false
    this.#section = this.#startSection(name, line, line.start + start, line.start + close)
    return true
  }

  #startSection(header: string | undefined, line: Line, start: number, end: number): ScannedSection {
    const place = { keyStart: Math.min(start + 1, end), keyEnd: Math.max(start, end - 1), valueStart: start, valueEnd: end }
    const section = { ...place, header, lineStart: line.start, contentEnd: line.next, headerLineEnd: line.next, entries: [] }
    this.#sections.push(section)
    return section
  }

  #readEntry(section: ScannedSection, line: Line, text: string, start: number, end: number): void {
    const rules = this.#rules
    const from = line.start
    if (rules.modern && text[start] === '[') {
      this.#report('FORMAT_SYNTAX', 'not a section header', from + start, from + end, 'write [name] alone on its line')
      return
    }
    const split = splitAtDelimiter(text, start, end, rules)
    if (split === undefined && !rules.allowNoValue) {
      const hint = `write key ${rules.delimiters[0]} value, or allow keys without a value: allowNoValue`
      this.#report('FORMAT_SYNTAX', 'a line without a delimiter', from + start, from + end, hint)
      return
    }
    const keyEnd = split?.keyEnd ?? end
    if (keyEnd === start) {
      this.#report('FORMAT_SYNTAX', 'a value without a key', from + start, from + end, 'write a key in front')
      return
    }

    const valueStart = from + (split?.valueStart ?? end)
    const place = { keyStart: from + start, keyEnd: from + keyEnd, valueStart, valueEnd: Math.max(valueStart, from + end) }
    const entry = { ...place, section, key: text.slice(start, keyEnd), text: null, lineStart: from, lineEnd: line.next }
    section.entries.push(entry)
    section.contentEnd = line.next
    this.#open = { entry, lines: split === undefined ? undefined : [text.slice(split.valueStart, end)] }
  }
}

function isHeader(text: string, start: number, end: number): boolean {
  return text[start] === '[' && headerEnd(text, start) === end
}
