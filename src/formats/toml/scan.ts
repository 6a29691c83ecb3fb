import type { Issue } from '../../errors/issue.ts'
import { LineIndex } from '../../text/position.ts'
import { Cursor, Failure, type TomlVersion } from './cursor.ts'
import { defineEntry, defineHeader } from './define.ts'
import { type Entry, type Header, newTable, type Section, type Table } from './nodes.ts'
import { scanKey } from './scan-string.ts'
import { expectEquals, scanValue } from './scan-value.ts'

/** A TOML text taken apart: every key and value with its place, and the problems. */
export interface Scan {
  readonly text: string
  readonly lines: () => LineIndex
  readonly sections: readonly Section[]
  readonly root: Table
  /** Empty for a text that is valid in the version asked for. */
  readonly issues: readonly Issue[]
}

const maxIssues = 20
const nextStatement = /(?<=\n)[ \t]*(?:\[\[?[ \t]*["'\w-]|["'\w-][^=\n]*=)/g

/** Reads the structure of a text. Values are stepped over and checked, not computed. Linear, without recursion. */
export function scan(text: string, file: string, version: TomlVersion, maxDepth: number): Scan {
  let index: LineIndex | undefined
  const lines = (): LineIndex => {
    index ??= new LineIndex(text)
    return index
  }
  const cursor = new Cursor(text, file, version, maxDepth, lines)
  const reader = new StatementReader(cursor)
  const issues = collectIssues(cursor, reader)
  return { text, lines, sections: reader.sections, root: reader.root, issues }
}

/** After a statement that fails, goes on with the next line that looks like the beginning of one. */
function collectIssues(cursor: Cursor, reader: StatementReader): Issue[] {
  const issues: Issue[] = []
  while (issues.length < maxIssues) {
    try {
      while (reader.readStatement());
      break
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      issues.push(error.issue)
      nextStatement.lastIndex = cursor.offset
      const next = error.recoverable ? nextStatement.exec(cursor.text) : null
      if (next === null) break
      cursor.offset = next.index
    }
  }
  return issues
}

class StatementReader {
  readonly root: Table = newTable('root')
  readonly sections: Section[]
  readonly #cursor: Cursor
  #table: Table
  #section: Section

  constructor(cursor: Cursor) {
    this.#cursor = cursor
    this.#table = this.root
    this.#section = { header: undefined, entries: [] }
    this.sections = [this.#section]
    this.root.section = this.#section
    this.root.sections.push(this.#section)
  }

  /** Reads a header or an entry with its line end; false at the end of the text. */
  readStatement(): boolean {
    const cursor = this.#cursor
    cursor.skipBlankLines()
    if (cursor.atEnd) return false
    if (cursor.is('[')) this.#readHeader()
    else this.#readEntry()
    cursor.skipBlanks()
    cursor.skipComment()
    if (!cursor.atEnd && !cursor.skipLineEnd()) {
      cursor.failAt('the line should end here', { hint: 'one key to a line; put quotes around text that is a value' })
    }
    return true
  }

  #readHeader(): void {
    const cursor = this.#cursor
    const start = cursor.offset
    const array = cursor.text[start + 1] === '['
    cursor.offset += array ? 2 : 1
    cursor.skipBlanks()
    // Until the header is understood, what follows belongs to no table: it must not seem to repeat keys.
    this.#table = newTable('header')
    this.#section = { header: undefined, entries: [] }
    const keys = scanKey(cursor)
    const close = array ? ']]' : ']'
    if (!cursor.text.startsWith(close, cursor.offset)) cursor.failAt(`the header is not closed with ${JSON.stringify(close)}`)
    cursor.offset += close.length
    const header: Header = { keys, array, start, end: cursor.offset }
    const section: Section = { header, entries: [] }
    this.#section = section
    this.#table = defineHeader(cursor, this.root, header, section)
    this.sections.push(section)
    this.root.sections.push(section)
  }

  #readEntry(): void {
    const cursor = this.#cursor
    const keys = scanKey(cursor)
    expectEquals(cursor)
    const entry: Entry = { keys, value: scanValue(cursor), comma: -1 }
    defineEntry(cursor, this.#table, entry)
    this.#section.entries.push(entry)
  }
}
