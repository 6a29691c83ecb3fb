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
  return insertLines(text, opening, [...(opening > 0 ? [''] : []), ...lines, ...(opening > 0 ? [] : [''])], lineEnd)
}

/** Sections put behind the last section of a table, so that they stay inside it. */
export function addSections(result: Scan, table: Table, sections: string, lineEnd: string): Patch {
  const { text } = result
  const lines = sections.split('\n')
  const last = table.sections.at(-1)
  if (last === undefined || last === result.sections.at(-1)) return insertLines(text, text.length, atTheEnd(text, lines), lineEnd)
  return insertLines(text, nextLine(text, endOfSection(last)), ['', ...lines], lineEnd)
}

function atTheEnd(text: string, lines: readonly string[]): readonly string[] {
  return text === '' || /\n[ \t]*\r?\n$/.test(text) ? lines : ['', ...lines]
}

export function removeEntryLines(text: string, entry: Entry): Patch {
  return { start: startOfLine(text, entry.keys[0]?.start ?? entry.value.start), end: nextLine(text, entry.value.end), text: '' }
}

/** A section from its header to its last key. The comments behind belong to what follows and stay. */
export function removeSection(text: string, section: Section): Patch {
  const start = startOfLine(text, section.header?.start ?? 0)
  let end = nextLine(text, endOfSection(section))
  while (end < text.length && text.slice(end, endOfLine(text, end)).trim() === '') end = nextLine(text, end)
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
