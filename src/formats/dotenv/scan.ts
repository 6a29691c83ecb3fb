import type { Issue } from '../../errors/issue.ts'
import type { Place } from '../text-tree.ts'

/** One `NAME=value` of a .env text. The value's place has its quotes in it. */
export interface DotenvEntry extends Place {
  readonly name: string
  readonly quote: '' | '"' | "'" | '`'
  /** What stands between the quotes, or up to the comment: nothing of it is decoded. */
  readonly raw: string
  readonly lineStart: number
  /** Behind the end of the last line of the value. */
  readonly lineEnd: number
}

export type Report = (code: Issue['code'], message: string, start: number, end: number, hint: string) => void

const name = /[A-Za-z0-9_.-]+/y
/** Not in `export = 1`, which sets the name "export". */
const exportWord = /export[ \t]+(?=[A-Za-z0-9_.-])/y
const inline = /[^\S\r\n]*/y
const restOfLine = /[^\r\n]*/y
const lineEnd = /\r\n|\n|\r|$/y

/** Finds the entries of a .env text. Every bad line is reported; reading goes on behind it. */
export function scan(text: string, report: Report): readonly DotenvEntry[] {
  const entries: DotenvEntry[] = []
  let at = 0
  while (at < text.length) {
    const start = behind(inline, text, at)
    const isEmpty = start === text.length || /[\r\n#]/.test(text[start] as string)
    const entry = isEmpty ? undefined : readEntry(text, at, start, report)
    if (entry !== undefined) entries.push(entry)
    at = entry?.lineEnd ?? behind(lineEnd, text, behind(restOfLine, text, start))
  }
  return entries
}

function readEntry(text: string, lineStart: number, start: number, report: Report): DotenvEntry | undefined {
  const keyStart = behind(exportWord, text, start)
  const keyEnd = behind(name, text, keyStart)
  const equals = behind(inline, text, keyEnd)
  if (keyEnd === keyStart || text[equals] !== '=') return reportLine(text, keyStart, keyEnd, equals, report)

  const valueStart = behind(inline, text, equals + 1)
  const place = { name: text.slice(keyStart, keyEnd), keyStart, keyEnd, lineStart }
  const quote = text[valueStart]
  if (quote === '"' || quote === "'" || quote === '`') return readQuoted(text, place, valueStart, quote, report)
  return readPlain(text, place, equals + 1, valueStart)
}

type Begun = Pick<DotenvEntry, 'name' | 'keyStart' | 'keyEnd' | 'lineStart'>

function readPlain(text: string, begun: Begun, behindEquals: number, valueStart: number): DotenvEntry {
  const end = behind(restOfLine, text, valueStart)
  const rest = text.slice(valueStart, end)
  // A `#` begins a comment only behind a blank: `A=pass#word` and `A=#fff` are values.
  const comment = rest[0] === '#' && valueStart > behindEquals ? 0 : rest.search(/(?<=[^\S\r\n])#/)
  const raw = (comment < 0 ? rest : rest.slice(0, comment)).trimEnd()
  const from = raw === '' ? behindEquals : valueStart
  return { ...begun, quote: '', raw, valueStart: from, valueEnd: from + raw.length, lineEnd: behind(lineEnd, text, end) }
}

function readQuoted(
  text: string,
  begun: Begun,
  valueStart: number,
  quote: '"' | "'" | '`',
  report: Report,
): DotenvEntry | undefined {
  const close = closingQuote(text, valueStart, quote)
  if (close < 0) {
    const end = behind(restOfLine, text, valueStart)
    report('FORMAT_SYNTAX', 'a quote that is not closed', valueStart, end, `close it, or put the value into other quotes`)
    return undefined
  }
  const valueEnd = close + 1
  const next = behind(inline, text, valueEnd)
  const end = behind(restOfLine, text, next)
  if (next < end && text[next] !== '#') {
    report('FORMAT_SYNTAX', 'text behind the closing quote', next, end, 'put it inside the quotes, or a # in front of it')
  }
  const raw = text.slice(valueStart + 1, close)
  return { ...begun, quote, raw, valueStart, valueEnd, lineEnd: behind(lineEnd, text, end) }
}

function closingQuote(text: string, start: number, quote: string): number {
  if (quote !== '"') return text.indexOf(quote, start + 1)
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return at
    if (text[at] === '\\') at++
  }
  return -1
}

function reportLine(text: string, keyStart: number, keyEnd: number, equals: number, report: Report): undefined {
  const end = Math.max(keyStart + 1, behind(restOfLine, text, keyStart))
  const sign = keyStart + text.slice(keyStart, end).indexOf('=')
  if (keyEnd > keyStart && (text[equals] === ':' || equals === end || text[equals] === '#')) {
    const problem = text[equals] === ':' ? 'a colon where an = belongs' : 'a name without ='
    report('FORMAT_SYNTAX', problem, keyStart, keyEnd, 'write NAME=value')
    return undefined
  }
  if (sign === keyStart) {
    report('FORMAT_SYNTAX', 'a value without a name', keyStart, end, 'write NAME=value')
    return undefined
  }
  const nameEnd = sign > keyStart ? sign : end
  report('FORMAT_SYNTAX', 'not a name', keyStart, nameEnd, 'use letters, digits, _, . and - only')
  return undefined
}

function behind(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}
