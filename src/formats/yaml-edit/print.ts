import type { Value } from '../../values/value.ts'
import type { Limits, PrintOptions } from '../format.ts'
import { type PlainValue, plainValue } from './plain-value.ts'
import { blockLines, type Place, type QuoteStyle, scalarText, stringText } from './scalar-text.ts'

/** How a file is laid out. */
export interface Layout {
  /** Spaces from a key to the keys inside its map. */
  readonly indent: number
  /** Spaces from a key to the dashes of its list. */
  readonly listIndent: number
  readonly eol: string
  /** False where the lines of a block scalar would swallow a comment that follows. */
  readonly blockScalars: boolean
}

/**
 * A whole document in block style.
 * @throws ConfigError FORMAT_UNSUPPORTED_VALUE
 */
export function printYaml(value: Value, limits: Limits, options?: PrintOptions): string {
  const indent = Math.min(9, Math.max(1, Math.trunc(options?.indent ?? 2)))
  const layout = { indent, listIndent: indent, eol: '\n', blockScalars: true }
  return `${rootText(plainValue(value, limits), layout)}\n`
}

/** A document, without the last line break. */
export function rootText(value: PlainValue, layout: Layout): string {
  if (isFilled(value)) return collectionText(value, 0, layout)
  return inlineOrBlock(value, 0, layout).slice(1)
}

/** A list or map with something in it: what is written in block style. */
export function isFilled(value: PlainValue): value is readonly PlainValue[] | { readonly [key: string]: PlainValue } {
  return typeof value === 'object' && value !== null && (Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0)
}

/** The lines of a filled collection; the first without its indentation, which is `column` spaces. */
export function collectionText(value: PlainValue, column: number, layout: Layout): string {
  const parts = isPlainList(value)
    ? value.map((item) => itemText(item, column, layout))
    : Object.entries(value as { readonly [key: string]: PlainValue }).map(([key, child]) => entryText(key, child, column, layout))
  return parts.join(layout.eol + ' '.repeat(column))
}

function isPlainList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value)
}

/** `key: value`, the value's further lines included. */
export function entryText(key: string, value: PlainValue, column: number, layout: Layout): string {
  const text = keyText(key, 'block')
  // Implicit keys end within 1024 characters (https://yaml.org/spec/1.2.2/#chapter-8-block-style-productions).
  const head = text.length > 1000 ? `? ${text}${layout.eol}${' '.repeat(column)}:` : `${text}:`
  return head + afterKey(value, column, layout)
}

/** What follows the colon: a space and the value, or lines of their own. */
export function afterKey(value: PlainValue, column: number, layout: Layout): string {
  if (!isFilled(value)) return inlineOrBlock(value, column, layout)
  const inner = column + (Array.isArray(value) ? layout.listIndent : layout.indent)
  return layout.eol + ' '.repeat(inner) + collectionText(value, inner, layout)
}

/** `- value`, the value's further lines included. */
export function itemText(value: PlainValue, column: number, layout: Layout): string {
  return isFilled(value) ? `- ${collectionText(value, column + 2, layout)}` : `-${inlineOrBlock(value, column, layout)}`
}

function inlineOrBlock(value: PlainValue, column: number, layout: Layout): string {
  const block = typeof value === 'string' && layout.blockScalars ? blockLines(value) : undefined
  if (block === undefined) return ` ${flowText(value, 'block')}`
  return ` ${block.header}${blockBody(block.lines, column + layout.indent, layout)}`
}

/** The lines of a block scalar, each with a line break before it. */
export function blockBody(lines: readonly string[], column: number, layout: Layout): string {
  return lines.map((line) => layout.eol + (line === '' ? '' : ' '.repeat(column) + line)).join('')
}

/** A value on one line. `place` is where it stands; inside of brackets it is always flow. */
export function flowText(value: PlainValue, place: Place, style: QuoteStyle = 'plain'): string {
  if (isPlainList(value)) return `[${value.map((item) => flowText(item, 'flow')).join(', ')}]`
  if (typeof value !== 'object' || value === null) return scalarText(value, place, style)
  return `{${Object.entries(value)
    .map(([key, child]) => flowEntryText(key, child))
    .join(', ')}}`
}

/** `key: value` inside braces. */
export function flowEntryText(key: string, value: PlainValue): string {
  const text = keyText(key, 'flow')
  return `${text.length > 1000 ? '? ' : ''}${text}: ${flowText(value, 'flow')}`
}

function keyText(key: string, place: Place): string {
  return stringText(key, place)
}
