import { CHOMPING_MODE, SCALAR_STYLE } from 'js-yaml'
import type { EntryNode, MapNode, Node } from '../yaml/nodes.ts'
import { lineEnd, lineStart } from '../yaml/scan.ts'
import type { Layout } from './print.ts'

/** One replacement in a text. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Applies splices that do not overlap, in any order. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const parts: string[] = []
  let at = 0
  for (const splice of splices.toSorted((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, splice.start), splice.text)
    at = splice.end
  }
  return parts.join('') + text.slice(at)
}

/** Behind the last character of a value, comments and blank lines after it not included. */
export function contentEnd(node: Node, text: string): number {
  let current = node
  let end = node.range.end
  while ((current.kind === 'map' || current.kind === 'list') && !current.flow) {
    const last: { readonly value: Node } | undefined = current.kind === 'map' ? current.entries.at(-1) : current.items.at(-1)
    if (last === undefined) return end
    end = Math.max('colonEnd' in last ? (last as EntryNode).colonEnd : 0, last.value.range.end)
    current = last.value
  }
  if (current.kind === 'map' && !current.braces && current.flow) return pairEnd(current, text)
  return isBlockScalar(current) ? blockScalarEnd(current, text) : end
}

function pairEnd(map: MapNode, text: string): number {
  const last = map.entries.at(-1)
  return last === undefined ? map.range.end : Math.max(last.colonEnd, contentEnd(last.value, text))
}

export function isBlockScalar(node: Node): boolean {
  return (
    node.kind === 'scalar' &&
    node.event.valueStart >= 0 &&
    (node.event.style === SCALAR_STYLE.LITERAL_BLOCK || node.event.style === SCALAR_STYLE.FOLDED_BLOCK)
  )
}

/** Blank lines at the end belong to a block scalar only when its header says `+`, or when they are wider than its indentation. */
function blockScalarEnd(node: Node, text: string): number {
  const { start, end } = node.range
  if (node.kind !== 'scalar') return end
  if (node.event.chomping === CHOMPING_MODE.KEEP) return end - lineBreakBefore(text, end)
  const widest = node.event.indent < 0 ? Number.POSITIVE_INFINITY : node.event.indent
  let last = end
  while (last > start) {
    const begin = lineStart(text, last)
    if (begin <= start || last - begin > widest || /[^ ]/.test(text.slice(begin, last))) break
    last = begin - lineBreakBefore(text, begin)
  }
  return last
}

function lineBreakBefore(text: string, offset: number): number {
  if (text[offset - 1] === '\n') return text[offset - 2] === '\r' ? 2 : 1
  return text[offset - 1] === '\r' ? 1 : 0
}

/** Characters between the beginning of the line and `offset`. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

/** True when nothing but white space is before `offset` on its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset))
}

/** The rest of the line behind a value: a comment with the blanks before it, or nothing. */
export function tailOf(text: string, offset: number): string {
  const rest = text.slice(offset, lineEnd(text, offset))
  return rest.trim().startsWith('#') ? rest : ''
}

/** Reads the indentation of a file from its first nested map and its first list. */
export function layoutOf(root: Node | undefined, text: string): Layout {
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  let indent: number | undefined
  let listIndent: number | undefined
  const stack: Node[] = root ? [root] : []
  for (let node = stack.pop(); node !== undefined && (indent === undefined || listIndent === undefined); node = stack.pop()) {
    if (node.kind === 'list' && !node.flow) for (const item of node.items.toReversed()) stack.push(item.value)
    if (node.kind !== 'map' || node.flow) continue
    for (const entry of node.entries.toReversed()) {
      const { value } = entry
      if (value.kind === 'scalar' || value.kind === 'alias') continue
      stack.push(value)
      if (value.flow || !isFirstOnLine(text, value.range.start)) continue
      const step = columnOf(text, value.range.start) - columnOf(text, entry.start)
      if (value.kind === 'map') indent = step
      else listIndent = step
    }
  }
  return { indent: clamp(indent ?? 2, 1), listIndent: clamp(listIndent ?? indent ?? 2, 0), eol, blockScalars: true }
}

function clamp(step: number, least: number): number {
  return Math.min(9, Math.max(least, step))
}

/** True when lines follow that a block scalar would take as its own: indented comments, or blanks. */
export function isBeforeLooseLines(text: string, offset: number): boolean {
  const from = lineEnd(text, offset)
  let at = from
  while (at < text.length && /\s/.test(text[at] as string)) at++
  if (/[ \t][\r\n]/.test(text.slice(from, at))) return true
  return at < text.length ? text[at] === '#' && columnOf(text, at) > 0 : /[ \t]$/.test(text.slice(from))
}
