import type { Scalar } from '../../values/value.ts'

/** How a text was written before; a new one is written the same way where that can be read back. */
export type QuoteStyle = 'plain' | 'single' | 'double'

/** Where a scalar stands: brackets and braces reserve more characters. */
export type Place = 'block' | 'flow'

/** One line of YAML that every reader takes for this value. */
export function scalarText(value: Scalar, place: Place, style: QuoteStyle = 'plain'): string {
  if (value === null) return 'null'
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'string') return stringText(value, place, style)
  return String(value)
}

/** YAML 1.1 asks for a dot and a signed exponent in a float. A float above 2^53 written without exponent would come back as an integer. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  if (Object.is(value, -0)) return '-0.0'
  if (Number.isSafeInteger(value)) return String(value)
  const text = Number.isInteger(value) ? value.toExponential() : String(value)
  return text.replace(/^(-?\d+)e/, '$1.0e')
}

/** @param style what to prefer where it can express the text */
export function stringText(text: string, place: Place, style: QuoteStyle = 'plain'): string {
  if (style === 'plain' && isPlain(text, place)) return text
  return style === 'single' && !unprintable.test(text) ? `'${text.replaceAll("'", "''")}'` : doubleQuoted(text)
}

/** Everything but the printable characters that YAML 1.1 and 1.2 agree on; line breaks and tabs count, too. */
const unprintable = /[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u

/** Words that some reader takes for a boolean, null, a number or a merge. */
const reservedWord = /^(?:~|null|true|false|yes|no|on|off|y|n|[-+]?\.?(?:inf|nan|infinity)|<<|=)$/i

/** Anything that looks like a number, date, time or version in one of the readers. */
const numberLike = /^[-+.]?[0-9][0-9a-fA-FxXoObB_.,:+\-eETtZz ]*$|^[-+]?\.[0-9_]*|^0[xob]/

/** `-`, `?` and `:` may begin a plain text, but readers differ in the details. */
const indicatorFirst = /^[-?:,[\]{}#&*!|>'"%@`=<]/

function isPlain(text: string, place: Place): boolean {
  if (text === '' || /^\s|\s$/.test(text) || unprintable.test(text)) return false
  if (indicatorFirst.test(text) || reservedWord.test(text) || numberLike.test(text)) return false
  if (/:(?:\s|$)|\s#/.test(text)) return false
  return place === 'block' || !/[,[\]{}]|:(?=[,[\]{}])/.test(text)
}

const shortEscapes: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' }

function doubleQuoted(text: string): string {
  const escaped = text.replace(/["\\]/g, (character) => shortEscapes[character] as string)
  return `"${unprintable.test(escaped) ? escapeUnprintable(escaped) : escaped}"`
}

function escapeUnprintable(text: string): string {
  let result = ''
  // By code point, so that half of a surrogate pair is seen as what it is.
  for (const character of text)
    result += unprintable.test(character) ? (shortEscapes[character] ?? hexEscape(character)) : character
  return result
}

function hexEscape(character: string): string {
  const hex = (character.codePointAt(0) as number).toString(16)
  return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`
}

/**
 * The lines of a block scalar and its header, for a text that a block scalar gives back exactly and that is
 * better read so; `undefined` for any other.
 */
export function blockLines(text: string): { readonly header: '|' | '|-'; readonly lines: readonly string[] } | undefined {
  if (!text.includes('\n') || text.endsWith('\n\n') || /^[\s]/.test(text) || /[ \t]\n|[ \t]$/.test(text)) return undefined
  const body = text.endsWith('\n') ? text.slice(0, -1) : text
  const lines = body.split('\n')
  if (lines.some((line) => unprintable.test(line.replaceAll('\t', ' ')))) return undefined
  return { header: text.endsWith('\n') ? '|' : '|-', lines }
}
