import type { ListNode, MapNode } from '../yaml/nodes.ts'
import { lineEnd, lineStart, skipBlank } from '../yaml/scan.ts'
import type { PlainValue } from './plain-value.ts'
import { entryText, flowEntryText, flowText, itemText, type Layout } from './print.ts'
import { columnOf, contentEnd, type Splice } from './text.ts'

/** Adds a key behind the last one of a map, laid out like its siblings. The map has entries, or braces. */
export function insertEntry(map: MapNode, key: string, value: PlainValue, text: string, layout: Layout): Splice {
  const last = map.entries.at(-1)
  if (map.flow) return insertInFlow(map, last?.start, flowEntryText(key, value), text, layout)
  const first = map.entries[0]?.start ?? map.range.start
  const column = columnOf(text, first)
  return newLine(map, column, entryText(key, value, column, layout), text, layout)
}

/** Adds an item behind the last one of a list. The list has items, or brackets. */
export function insertItem(list: ListNode, value: PlainValue, text: string, layout: Layout): Splice {
  if (list.flow) return insertInFlow(list, list.items.at(-1)?.start, flowText(value, 'flow'), text, layout)
  const column = columnOf(text, list.range.start)
  return newLine(list, column, itemText(value, column, layout), text, layout)
}

/** Behind the last line of a block collection, and before comments that follow it. */
function newLine(node: MapNode | ListNode, column: number, written: string, text: string, layout: Layout): Splice {
  const at = lineEnd(text, contentEnd(node, text))
  return { start: at, end: at, text: layout.eol + ' '.repeat(column) + written }
}

function insertInFlow(
  node: MapNode | ListNode,
  lastStart: number | undefined,
  written: string,
  text: string,
  layout: Layout,
): Splice {
  if (lastStart === undefined) return { start: node.range.start + 1, end: node.range.start + 1, text: written }

  const behindLast = flowContentEnd(node, text)
  const next = skipBlank(text, behindLast)
  const hasComma = text[next] === ','
  const end = hasComma ? next + 1 : behindLast
  const isSpread = lineStart(text, lastStart) > node.range.start && lineEnd(text, end) < node.range.end - 1
  if (!isSpread) return { start: end, end, text: hasComma ? ` ${written}` : `, ${written}` }

  // A line of its own, as its siblings have; a comment behind the last one stays with it.
  const line = lineEnd(text, end)
  const own = `${layout.eol}${text.slice(lineStart(text, lastStart), lastStart).replace(/[^ \t]/g, ' ')}${written}`
  return { start: end, end: line, text: hasComma ? `${text.slice(end, line)}${own},` : `,${text.slice(end, line)}${own}` }
}

/** Behind the last value of a flow collection. */
export function flowContentEnd(node: MapNode | ListNode, text: string): number {
  if (node.kind === 'list') {
    const last = node.items.at(-1)
    return last === undefined ? node.range.start + 1 : contentEnd(last.value, text)
  }
  const last = node.entries.at(-1)
  return last === undefined ? node.range.start + 1 : Math.max(last.colonEnd, contentEnd(last.value, text))
}
