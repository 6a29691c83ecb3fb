import { linesOf, spansOf } from '../../../formats/lines.ts'
import { malformed } from '../../failures.ts'

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
  const delimiter = /[=:]/g
  delimiter.lastIndex = from
  const at = delimiter.exec(text)?.index ?? text.length
  const key = text.slice(from, at).trim()
  if (at >= lineEnd || key === '')
    throw malformed('a line without a key and a value', { span: spansOf(text, file)(from, lineEnd), hint: 'write key = value' })
  const start = at + 1 + (/^[ \t]*/.exec(text.slice(at + 1, lineEnd))?.[0].length ?? 0)
  const quote = text.startsWith('"""', start) ? '"""' : text[start] === '`' ? '`' : undefined
  if (quote !== undefined) {
    const close = text.indexOf(quote, start + quote.length)
    if (close < 0) throw malformed('a quote that is not closed', { span: spansOf(text, file)(start, lineEnd) })
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
