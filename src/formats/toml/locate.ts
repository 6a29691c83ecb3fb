import type { Span } from '../../text/position.ts'
import type { Path } from '../../values/path.ts'
import { type Found, findNode } from './find.ts'
import type { Range, Section, Table } from './nodes.ts'
import type { Scan } from './scan.ts'

/**
 * The place of the value at `path`, or of its key. A table with a header reaches from the header to its last own
 * entry; one made by dotted keys or by headers below it is where its name is first written.
 */
export function locate(result: Scan, file: string, path: Path, part: 'value' | 'key' = 'value'): Span | undefined {
  const found = findNode(result.root, path)
  const range = found && (part === 'key' ? keyRange(found) : valueRange(found, result.text))
  return range && result.lines().span(file, range.start, range.end)
}

function keyRange(found: Found): Range | undefined {
  if (found.kind === 'value') return found.key
  if (found.kind === 'tables') return found.tables.key
  return found.table.origin === 'element' ? undefined : found.table.key
}

function valueRange(found: Found, text: string): Range | undefined {
  if (found.kind === 'value') return found.node
  if (found.kind === 'table') return tableRange(found.table, text)
  const { elements } = found.tables
  const [first, last] = [elements[0]?.section, elements.at(-1)?.section]
  return first?.header && last && { start: first.header.start, end: endOfSection(last) }
}

function tableRange(table: Table, text: string): Range | undefined {
  if (table.origin === 'root') return { start: 0, end: text.length }
  const header = table.section?.header
  return header && table.section ? { start: header.start, end: endOfSection(table.section) } : table.key
}

/** Behind the last entry, or behind the header of an empty section. */
export function endOfSection(section: Section): number {
  return section.entries.at(-1)?.value.end ?? section.header?.end ?? 0
}
