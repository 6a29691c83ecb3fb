import { linesOf, spansOf } from '../../../formats/lines.ts'
import { cryptoError, malformed } from '../../failures.ts'

/** A line of an INI file, or several that belong together. `start` and `end` are of what can be replaced. */
export type IniLine =
  | { readonly kind: 'header'; readonly name: string; readonly lineStart: number }
  | { readonly kind: 'entry'; readonly key: string; readonly value: string; readonly start: number; readonly end: number }
  /** Lines that follow each other directly; `start` is behind the mark of the first. */
  | { readonly kind: 'comment'; text: string; readonly start: number; end: number }

/**
 * The lines of an INI file by the rules of the Go library that the SOPS command reads with.
 * @throws ConfigError CRYPTO_MALFORMED
 */
export function scanIni(text: string, file: string): readonly IniLine[] {
  const found: IniLine[] = []
  const lines = [...linesOf(text)]
  let lastComment = -2
  for (let index = 0; index < lines.length; index++) {
    const { start, end } = lines[index] as { start: number; end: number } // the loop ends with the list
    const raw = text.slice(start, end)
    const content = raw.trim()
    const from = start + raw.length - raw.trimStart().length
    if (content === '') continue
    if (content.startsWith('#') || content.startsWith(';')) {
      addComment(found, content, from, lastComment === index - 1)
      lastComment = index
    } else if (content.startsWith('[')) found.push(header(content, start, from, text, file))
    else {
      const lineEnd = start + raw.trimEnd().length
      const entry = readEntry(text, from, lineEnd, file)
      found.push(...inlineComment(text, entry.end, lineEnd), entry)
      while (index + 1 < lines.length && (lines[index + 1] as { start: number }).start < entry.end) index++
    }
  }
  return found
}

function addComment(found: IniLine[], content: string, from: number, follows: boolean): void {
  const text = content.replace(/^[#;]\s*/, '')
  const last = found.at(-1)
  const end = from + content.length
  if (follows && last?.kind === 'comment') {
    // Only the first loses its mark, as the SOPS command has it.
    last.text += `\n${content}`
    last.end = end
  } else found.push({ kind: 'comment', text, start: end - text.length, end })
}

/** It belongs to the key on its line, so it comes first, as the comments above do. */
function inlineComment(text: string, from: number, lineEnd: number): readonly IniLine[] {
  const match = /^\s*[#;]\s*/.exec(text.slice(from, Math.max(from, lineEnd)))
  const start = from + (match?.[0].length ?? 0)
  return match === null || start >= lineEnd ? [] : [{ kind: 'comment', text: text.slice(start, lineEnd), start, end: lineEnd }]
}

function header(content: string, lineStart: number, from: number, text: string, file: string): IniLine {
  const close = content.lastIndexOf(']')
  if (close < 2)
    throw malformed('not a section header', { span: spansOf(text, file)(from, from + content.length), hint: 'write [name]' })
  return { kind: 'header', name: content.slice(1, close), lineStart }
}

function readEntry(text: string, from: number, lineEnd: number, file: string): Extract<IniLine, { kind: 'entry' }> {
  const { key, at } = readKey(text, from, lineEnd)
  if (at >= lineEnd || key === '')
    throw malformed('a line without a key and a value', { span: spansOf(text, file)(from, lineEnd), hint: 'write key = value' })
  if (key === '-')
    throw cryptoError('CRYPTO_UNSEALABLE', 'the key "-" has no form in a sealed file', {
      span: spansOf(text, file)(from, lineEnd),
      hint: 'give it a name',
    })
  const start = at + 1 + (/^[ \t]*/.exec(text.slice(at + 1, lineEnd))?.[0].length ?? 0)
  const quote = text.startsWith('"""', start) ? '"""' : text[start] === '`' ? '`' : undefined
  if (quote !== undefined) {
    const close = closingQuote(text, start + quote.length, quote)
    if (close < 0) throw malformed('a quote that is not closed', { span: spansOf(text, file)(start, lineEnd) })
    const behind = close + quote.length
    if (!/^[ \t\r]*(?:[#;]|$)/.test(lineFrom(text, behind)))
      throw malformed('a value goes on behind its quote', {
        span: spansOf(text, file)(behind, behind),
        hint: 'end the line there',
      })
    return { kind: 'entry', key, value: text.slice(start + quote.length, close), start, end: close + quote.length }
  }
  const raw = text.slice(start, Math.max(start, lineEnd))
  if (raw.endsWith('\\'))
    throw malformed('a value that goes on in the next line', {
      span: spansOf(text, file)(start, lineEnd),
      hint: 'put it in """quotes"""',
    })
  const comment = raw.search(/[#;]/)
  const value = (comment < 0 ? raw : raw.slice(0, comment)).trimEnd()
  return { kind: 'entry', key, value: unquoted(value), start, end: start + value.length }
}

/** The last one on the first line that has one. */
function closingQuote(text: string, from: number, quote: string): number {
  const first = text.indexOf(quote, from)
  return first < 0 ? first : first + lineFrom(text, first).lastIndexOf(quote)
}

function lineFrom(text: string, from: number): string {
  const end = text.indexOf('\n', from)
  return text.slice(from, end < 0 ? text.length : end)
}

/** A key in quotes goes without them, and may hold what would end it. `at` is where what ends it stands. */
function readKey(text: string, from: number, lineEnd: number): { readonly key: string; readonly at: number } {
  const line = text.slice(from, lineEnd)
  const quote = /^(?:"""(?=.{4})|"|`)/.exec(line)?.[0] ?? ''
  const close = quote === '' ? 0 : line.indexOf(quote, quote.length)
  const length = close < 0 ? -1 : line.slice(close).search(/[=:]/)
  if (length < 0) return { key: '', at: lineEnd }
  const end = close + length
  return { key: line.slice(quote.length, quote === '' ? end : close).trim(), at: from + end }
}

function unquoted(value: string): string {
  const isQuoted = value.length >= 2 && /^(?:"[^"]*"|'[^']*')$/.test(value)
  return isQuoted ? value.slice(1, -1) : value
}

/** A value so that it is read back as it was. */
export function writeIniValue(value: string): string {
  if (value.includes('"""') && !value.includes('`')) return `\`${value}\``
  if (/[\n`]/.test(value)) return `"""${value}"""`
  if (/[#;]/.test(value) || value.endsWith('\\') || /^["']/.test(value)) return `\`${value}\``
  return value === value.trim() ? value : `"${value}"`
}
