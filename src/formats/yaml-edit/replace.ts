import { SCALAR_STYLE } from 'js-yaml'
import type { Node } from '../yaml/nodes.ts'
import { lineEnd, lineStart } from '../yaml/scan.ts'
import type { PlainValue } from './plain-value.ts'
import { afterKey, blockBody, collectionText, flowText, isFilled, itemText, type Layout } from './print.ts'
import { blockLines, type QuoteStyle } from './scalar-text.ts'
import type { Slot } from './target.ts'
import { columnOf, contentEnd, isBlockScalar, type Splice, tailOf } from './text.ts'

/** Puts another value where one is written now. */
export function replaceValue(slot: Slot, value: PlainValue, text: string, layout: Layout): Splice {
  const old = slot.value
  if (slot.kind === 'entry' && !slot.map.flow && text[slot.entry.colonEnd - 1] !== ':')
    return colonSplice(slot, value, text, layout)
  if (isInFlow(slot)) return inlineSplice(slot, flowText(value, 'flow', styleOf(old)), text)

  const isBlockStyle = layout.blockScalars && (isBlockScalar(old) || styleOf(old) === 'plain')
  const block = typeof value === 'string' && isBlockStyle ? blockLines(value) : undefined
  if (block !== undefined) return blockScalarSplice(slot, block.header, block.lines, text, layout)
  if (isBlockCollection(old)) return collectionSplice(slot, value, text, layout)
  if (!isFilled(value)) return inlineSplice(slot, flowText(value, 'block', styleOf(old)), text)
  return spreadSplice(slot, value, text, layout)
}

/** `? key` may lack the line with the colon. */
function colonSplice(slot: Extract<Slot, { kind: 'entry' }>, value: PlainValue, text: string, layout: Layout): Splice {
  const at = lineEnd(text, contentEnd(slot.entry.key, text))
  const column = columnOf(text, slot.entry.start)
  return { start: at, end: at, text: `${layout.eol}${' '.repeat(column)}:${afterKey(value, column, layout)}` }
}

/** True when the value stands inside brackets or braces. */
export function isInFlow(slot: Slot): boolean {
  if (slot.kind === 'root') return false
  return slot.kind === 'entry' ? slot.map.flow : slot.list.flow
}

function isBlockCollection(node: Node): boolean {
  return (node.kind === 'map' || node.kind === 'list') && !node.flow
}

function styleOf(node: Node): QuoteStyle {
  if (node.kind !== 'scalar') return 'plain'
  if (node.event.style === SCALAR_STYLE.SINGLE_QUOTED) return 'single'
  return node.event.style === SCALAR_STYLE.DOUBLE_QUOTED ? 'double' : 'plain'
}

/** Exchanges the characters of a value that is not a block collection. The anchor stays, a tag goes: it said what the old value was. */
function inlineSplice(slot: Slot, written: string, text: string): Splice {
  const { value } = slot
  const start = firstOffset(slot)
  const end = isBlockScalar(value) ? contentEnd(value, text) : value.range.end
  const tail = isBlockScalar(value) ? tailOf(text, headerEnd(value, text)) : ''
  const anchor = value.hasTag && value.anchor !== undefined ? `&${value.anchor} ` : ''
  return { start, end, text: separator(slot, start, end, text) + anchor + written + tail }
}

/** Where the writing begins: at a tag, which goes, and at the `?` of a pair without braces. */
function firstOffset(slot: Slot): number {
  const { value } = slot
  if (slot.kind === 'item' && value.kind === 'map' && value.flow && !value.braces) return slot.item.start
  return value.hasTag ? value.outer : value.range.start
}

/** What must come between the indicator and a value that was not there before. */
function separator(slot: Slot, start: number, end: number, text: string): string {
  if (start !== end) return ''
  if (slot.kind === 'entry' && slot.map.flow && text[slot.entry.colonEnd - 1] !== ':') return ': '
  return start === 0 || /[\s[{(]/.test(text[start - 1] as string) ? '' : ' '
}

/** Behind the header of a block scalar, comment not included. */
function headerEnd(node: Node, text: string): number {
  let at = node.range.start + 1
  while (/[-+0-9]/.test(text[at] ?? '')) at++
  return at
}

/** Writes a block scalar in place of a scalar; a comment on the line stays on the header's line. */
function blockScalarSplice(slot: Slot, header: string, lines: readonly string[], text: string, layout: Layout): Splice {
  const { value } = slot
  const body = blockBody(lines, bodyColumn(slot, text, layout), layout)
  if (isBlockCollection(value)) {
    const tail = keyLineTail(slot, text)
    return {
      start: indicatorEnd(slot),
      end: lineEnd(text, contentEnd(value, text)),
      text: `${keptAnchor(value)} ${header}${tail}${body}`,
    }
  }
  const start = value.hasTag ? value.outer : value.range.start
  const end = isBlockScalar(value) ? contentEnd(value, text) : lineEnd(text, value.range.end)
  const tail = isBlockScalar(value) ? tailOf(text, headerEnd(value, text)) : tailOf(text, value.range.end)
  const anchor = value.hasTag && value.anchor !== undefined ? `&${value.anchor} ` : ''
  return { start, end, text: separator(slot, start, value.range.end, text) + anchor + header + tail + body }
}

/** A block scalar keeps its indentation. */
function bodyColumn(slot: Slot, text: string, layout: Layout): number {
  const { value } = slot
  const before = value.kind === 'scalar' && isBlockScalar(value) ? value.event.indent : 0
  return before > 0 ? before : parentColumn(slot, text) + layout.indent
}

/** The column that the content of a value must be right of. */
function parentColumn(slot: Slot, text: string): number {
  if (slot.kind === 'root') return 0
  return columnOf(text, slot.kind === 'entry' ? slot.entry.start : slot.item.start)
}

/** Behind the colon or the dash: from here on all is written anew, but for an anchor. */
function indicatorEnd(slot: Slot): number {
  if (slot.kind === 'root') return slot.value.outer
  return slot.kind === 'entry' ? slot.entry.colonEnd : slot.item.start + 1
}

function keptAnchor(node: Node): string {
  return node.anchor === undefined ? '' : ` &${node.anchor}`
}

/** The comment on the line of the key or dash, when the value begins on a later line. */
function keyLineTail(slot: Slot, text: string): string {
  const at = Math.max(indicatorEnd(slot), slot.value.propsEnd)
  return lineStart(text, slot.value.range.start) > at ? tailOf(text, at) : ''
}

/** Something else in place of a block collection, or a filled collection in place of another kind. */
function collectionSplice(slot: Slot, value: PlainValue, text: string, layout: Layout): Splice {
  const end = lineEnd(text, contentEnd(slot.value, text))
  if (slot.kind === 'root') {
    const start = slot.value.hasTag ? slot.value.outer : slot.value.range.start
    return { start, end, text: isFilled(value) ? collectionText(value, 0, layout) : flowText(value, 'block') }
  }
  const start = indicatorEnd(slot)
  const tail = keyLineTail(slot, text)
  const written = isFilled(value) ? tail + ownLines(slot, value, tail, text, layout) : ` ${flowText(value, 'block')}${tail}`
  return { start, end, text: keptAnchor(slot.value) + written }
}

/** A filled collection in place of a scalar or of a collection in brackets. */
function spreadSplice(slot: Slot, value: PlainValue, text: string, layout: Layout): Splice {
  const old = slot.value
  const oldEnd = isBlockScalar(old) ? contentEnd(old, text) : old.range.end
  const end = lineEnd(text, oldEnd)
  const tail = isBlockScalar(old) ? tailOf(text, headerEnd(old, text)) : tailOf(text, oldEnd)
  if (slot.kind === 'root') return rootSplice(slot.value, value, tail, end, text, layout)

  const start = indicatorEnd(slot)
  // A comment between key and value would be lost: brackets fit in where the old value is.
  if (text.slice(start, old.outer).includes('#')) return inlineSplice(slot, flowText(value, 'block'), text)
  return { start, end, text: keptAnchor(old) + tail + ownLines(slot, value, tail, text, layout) }
}

/** The lines of a collection behind its key or dash; beside the dash where nothing else is. */
function ownLines(slot: Slot, value: PlainValue, tail: string, text: string, layout: Layout): string {
  const column = parentColumn(slot, text)
  if (slot.kind === 'entry') return afterKey(value, column, layout)
  if (tail === '' && slot.value.anchor === undefined) return itemText(value, column, layout).slice(1)
  return layout.eol + ' '.repeat(column + 2) + collectionText(value, column + 2, layout)
}

function rootSplice(old: Node, value: PlainValue, tail: string, end: number, text: string, layout: Layout): Splice {
  const isOnMarkerLine = lineStart(text, old.outer) !== old.outer
  const comment = tail === '' ? '' : tail.trim() + layout.eol
  return { start: old.outer, end, text: (isOnMarkerLine ? layout.eol : '') + comment + collectionText(value, 0, layout) }
}
