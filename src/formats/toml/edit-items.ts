import type { Patch } from '../patches.ts'
import type { ArrayNode, Entry, InlineNode, Item } from './nodes.ts'

type Bracketed = ArrayNode | InlineNode

/** Puts items behind the last one of an array or inline table, in its layout: one line, or a line for each. */
export function appendItems(text: string, node: Bracketed, items: readonly string[], lineEnd: string): readonly Patch[] {
  const last = node.items.at(-1)
  if (last === undefined) return fillEmpty(text, node, items)

  const behind = last.comma < 0 ? last.value.end : last.comma + 1
  const restOfLine = skipToLineEnd(text, behind)
  const indent = indentOf(text, startOf(last))
  const ownLines = indent !== undefined && restOfLine !== undefined
  const between = ownLines ? lineEnd + indent : ' '
  const at = ownLines ? restOfLine : behind
  const closing = last.comma < 0 ? '' : ','
  const body = items.map((item) => between + item).join(',') + closing
  const comma: Patch = { start: behind, end: behind, text: ',' }
  const patch: Patch = { start: at, end: at, text: body }
  return last.comma < 0 ? [comma, patch] : [patch]
}

function fillEmpty(text: string, node: Bracketed, items: readonly string[]): readonly Patch[] {
  const inner = { start: node.start + 1, end: node.end - 1 }
  const body = items.join(', ')
  // A comment between the brackets stays in front.
  if (text.slice(inner.start, inner.end).trim() !== '') return [{ start: inner.end, end: inner.end, text: body }]
  return [{ ...inner, text: node.kind === 'inline' ? ` ${body} ` : body }]
}

/** Takes an item out with its comma, and with its line if it has one for itself. */
export function removeItem(text: string, node: Bracketed, index: number): Patch {
  const item = node.items[index] as Item
  const start = startOf(item)
  const behind = item.comma < 0 ? item.value.end : item.comma + 1
  const lineStart = indentOf(text, start) === undefined ? undefined : startOfLine(text, start)
  const restOfLine = skipToLineEnd(text, behind)
  if (lineStart !== undefined && lineStart > node.start && restOfLine !== undefined) {
    return { start: lineStart, end: nextLine(text, restOfLine), text: '' }
  }
  const before = node.items[index - 1]
  if (index === node.items.length - 1 && before !== undefined) return removeLast(text, before, item)
  if (node.items.length === 1) return removeOnly(text, node, start, behind)
  return { start, end: skipBlanks(text, behind), text: '' }
}

function removeLast(text: string, before: Item, item: Item): Patch {
  const behind = item.comma < 0 ? item.value.end : item.comma + 1
  const start = startOf(item)
  const gap = text.slice(before.comma + 1, start)
  // A comment between the two stays, and the comma in front of it becomes a trailing one.
  if (gap.trim() !== '') return { start, end: behind, text: '' }
  return { start: item.comma < 0 ? before.comma : before.comma + 1, end: behind, text: '' }
}

function removeOnly(text: string, node: Bracketed, start: number, behind: number): Patch {
  const isBare = text.slice(node.start + 1, start).trim() === '' && text.slice(behind, node.end - 1).trim() === ''
  return isBare ? { start: node.start + 1, end: node.end - 1, text: '' } : { start, end: behind, text: '' }
}

function startOf(item: Item | Entry): number {
  return 'keys' in item ? (item.keys[0]?.start ?? item.value.start) : item.value.start
}

function skipBlanks(text: string, offset: number): number {
  let end = offset
  while (text[end] === ' ' || text[end] === '\t') end++
  return end
}

/** The offset of the line end, if nothing but blanks and a comment is before it. */
function skipToLineEnd(text: string, offset: number): number | undefined {
  const end = skipBlanks(text, offset)
  if (text[end] === '#') return endOfLine(text, end)
  return text[end] === '\n' || text[end] === '\r' ? end : undefined
}

/** The blanks in front of `offset`, if nothing else is on its line before it. */
export function indentOf(text: string, offset: number): string | undefined {
  const before = text.slice(startOfLine(text, offset), offset)
  return before.trim() === '' ? before : undefined
}

export function startOfLine(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
}

/** In front of the line end. */
export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  if (end < 0) return text.length
  return text[end - 1] === '\r' && end > offset ? end - 1 : end
}

/** Behind the line end. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end < 0 ? text.length : end + 1
}
