import { insertLines, type Patch } from '../patches.ts'
import { endOfLine, indentOf, nextLine, startOfLine } from './edit-items.ts'
import { endOfSection } from './locate.ts'
import type { Entry, Section, Table } from './nodes.ts'
import type { Scan } from './scan.ts'

/** Lines for keys, put behind the last key of a section and in front of the blank lines that follow it. */
export function addLines(result: Scan, section: Section, lines: readonly string[], lineEnd: string): Patch {
  const { text } = result
  const last = section.entries.at(-1)
  if (last === undefined && section.header === undefined) return addFirstLines(result, lines, lineEnd)
  const at = nextLine(text, endOfSection(section))
  return insertLines(
    text,
    at,
    lines.map((line) => indentFor(text, section) + line),
    lineEnd,
  )
}

function indentFor(text: string, section: Section): string {
  const start = section.entries.at(-1)?.keys[0]?.start ?? section.header?.start ?? 0
  return indentOf(text, start) ?? ''
}

/** The first keys of a file: behind the comment that opens it, in front of the first header. */
function addFirstLines({ text, sections }: Scan, lines: readonly string[], lineEnd: string): Patch {
  if (sections.length === 1) return insertLines(text, text.length, lines, lineEnd)
  const opening = /^(?:[ \t]*#[^\n]*\n)+(?=[ \t]*\r?\n)/.exec(text)?.[0].length ?? 0
  if (opening > 0) return insertLines(text, opening, ['', ...lines], lineEnd)
  return insertLines(text, 0, /^[ \t]*\r?\n/.test(text) ? lines : [...lines, ''], lineEnd)
}

/** Sections put behind the last section of a table, so that they stay inside it. */
export function addSections(result: Scan, table: Table, names: readonly string[], sections: string, lineEnd: string): Patch {
  const { text } = result
  const lines = indentLike(text, table, names, sections.split('\n'))
  const last = table.sections.at(-1)
  if (last === undefined || last === result.sections.at(-1)) return insertLines(text, text.length, atTheEnd(text, lines), lineEnd)
  return insertLines(text, nextLine(text, endOfSection(last)), ['', ...lines], lineEnd)
}

/** New sections are indented as the last one of the same level. */
function indentLike(text: string, table: Table, names: readonly string[], lines: readonly string[]): readonly string[] {
  const model = table.sections.findLast((section) => section.header?.keys.length === names.length)
  const header = model?.header && indentOf(text, model.header.start)
  const firstKey = model?.entries[0]?.keys[0]
  const keys = firstKey ? indentOf(text, firstKey.start) : header
  return lines.map((line) => (line === '' ? line : ((line.startsWith('[') ? header : keys) ?? '') + line))
}

function atTheEnd(text: string, lines: readonly string[]): readonly string[] {
  return text === '' || /\n[ \t]*\r?\n$/.test(text) ? lines : ['', ...lines]
}

export function removeEntryLines(text: string, entry: Entry): Patch {
  return { start: startOfLine(text, entry.keys[0]?.start ?? entry.value.start), end: nextLine(text, entry.value.end), text: '' }
}

/**
 * A section from its header to its last key. Comments around it stay; so do the blank lines behind it where a
 * comment is right above it, or that would seem to speak of the next section.
 */
export function removeSection(text: string, section: Section): Patch {
  const start = startOfLine(text, section.header?.start ?? 0)
  let end = nextLine(text, endOfSection(section))
  const isBehindBlank = start === 0 || text.slice(startOfLine(text, start - 1), start).trim() === ''
  while (isBehindBlank && end < text.length && text.slice(end, endOfLine(text, end)).trim() === '') end = nextLine(text, end)
  return { start: end < text.length ? start : beforeBlankLines(text, start), end, text: '' }
}

function beforeBlankLines(text: string, offset: number): number {
  let start = offset
  while (start > 0) {
    const before = startOfLine(text, start - 1)
    if (text.slice(before, start).trim() !== '') break
    start = before
  }
  return start
}
