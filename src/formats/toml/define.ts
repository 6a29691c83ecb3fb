import { printPath } from '../../values/path.ts'
import type { Cursor } from './cursor.ts'
import { type Child, type Entry, type Header, type KeyPart, newTable, type Section, type Table, type Tables } from './nodes.ts'

/** Adds `a.b = value` to the table of its section or to its inline table. @throws Failure FORMAT_DUPLICATE_KEY */
export function defineEntry(cursor: Cursor, start: Table, entry: Entry): void {
  let table = start
  const last = entry.keys.length - 1
  for (let index = 0; index < last; index++) table = dottedStep(cursor, table, entry, index)
  const key = entry.keys[last] as KeyPart
  const before = table.children.get(key.name)
  if (before !== undefined) failTwice(cursor, entry.keys, last, before)
  table.children.set(key.name, { kind: 'leaf', key, entry })
}

/** Dotted keys may go on only in tables that dotted keys made (https://toml.io/en/v1.1.0#table). */
function dottedStep(cursor: Cursor, table: Table, entry: Entry, index: number): Table {
  const key = entry.keys[index] as KeyPart
  const before = table.children.get(key.name)
  if (before === undefined) {
    const made = newTable('dotted', key)
    made.entries.push(entry)
    table.children.set(key.name, made)
    return made
  }
  if (before.kind !== 'table' || before.origin !== 'dotted') failTwice(cursor, entry.keys, index, before)
  before.entries.push(entry)
  return before
}

/** The table that the entries below `header` belong to. @throws Failure FORMAT_DUPLICATE_KEY */
export function defineHeader(cursor: Cursor, root: Table, header: Header, section: Section): Table {
  let table = root
  const last = header.keys.length - 1
  const passed: Table[] = []
  for (let index = 0; index < last; index++) {
    table = headerStep(cursor, table, header, index)
    passed.push(table)
  }
  const own = header.array ? addElement(cursor, table, header) : nameTable(cursor, table, header)
  own.section = section
  for (const each of [...passed, own]) each.sections.push(section)
  return own
}

function headerStep(cursor: Cursor, table: Table, header: Header, index: number): Table {
  const key = header.keys[index] as KeyPart
  const before = table.children.get(key.name)
  if (before === undefined) {
    const made = newTable('implicit', key)
    table.children.set(key.name, made)
    return made
  }
  if (before.kind === 'tables') return before.elements.at(-1) as Table
  if (before.kind === 'leaf') failTwice(cursor, header.keys, index, before)
  return before
}

function nameTable(cursor: Cursor, parent: Table, header: Header): Table {
  const last = header.keys.length - 1
  const key = header.keys[last] as KeyPart
  const before = parent.children.get(key.name)
  if (before === undefined) {
    const made = newTable('header', key)
    parent.children.set(key.name, made)
    return made
  }
  if (before.kind !== 'table' || before.origin !== 'implicit') failTwice(cursor, header.keys, last, before)
  before.origin = 'header'
  before.key = key
  return before
}

function addElement(cursor: Cursor, parent: Table, header: Header): Table {
  const last = header.keys.length - 1
  const key = header.keys[last] as KeyPart
  const before = parent.children.get(key.name)
  const element = newTable('element', key)
  if (before === undefined) {
    const made: Tables = { kind: 'tables', key, elements: [element] }
    parent.children.set(key.name, made)
  } else if (before.kind === 'tables') {
    before.elements.push(element)
  } else {
    failTwice(cursor, header.keys, last, before)
  }
  return element
}

function failTwice(cursor: Cursor, keys: readonly KeyPart[], index: number, before: Child): never {
  const key = keys[index] as KeyPart
  const name = printPath(keys.slice(0, index + 1).map((part) => part.name))
  cursor.fail(key, `the key ${JSON.stringify(name)} ${howTwice(before, index < keys.length - 1)}`, {
    code: 'FORMAT_DUPLICATE_KEY',
    hint: 'remove or rename one of the two',
    ...(before.key === undefined ? {} : { first: before.key }),
  })
}

function howTwice(before: Child, through: boolean): string {
  if (!through) return 'is written twice'
  if (before.kind !== 'leaf') return 'is a table that is complete elsewhere and cannot be added to here'
  return `has a value already and cannot be added to${before.entry.value.kind === 'inline' ? ': an inline table is complete' : ''}`
}
