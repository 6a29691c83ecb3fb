import type { Cursor } from './cursor.ts'
import { defineEntry } from './define.ts'
import { type Entry, type Item, type KeyPart, newTable, type Table, type ValueNode } from './nodes.ts'
import { scanScalar } from './scan-scalar.ts'
import { scanKey } from './scan-string.ts'

/** An array or inline table whose closing bracket has not been reached. */
type Open =
  | { readonly kind: 'array'; readonly start: number; readonly items: Item[] }
  | { readonly kind: 'inline'; readonly start: number; readonly items: Entry[]; readonly table: Table; keys: readonly KeyPart[] }

/** Steps over a value, however deeply nested, without recursion. */
export function scanValue(cursor: Cursor): ValueNode {
  const stack: Open[] = []
  for (;;) {
    const complete = beginValue(cursor, stack)
    const root = complete && attach(cursor, stack, complete)
    if (root !== undefined) return root
  }
}

/** Reads a scalar, or opens a container; an empty container is complete at once. */
function beginValue(cursor: Cursor, stack: Open[]): ValueNode | undefined {
  const start = cursor.offset
  if (!cursor.is('[') && !cursor.is('{')) return scanScalar(cursor)
  if (stack.length >= cursor.maxDepth) {
    const message = `nested deeper than ${cursor.maxDepth} levels`
    cursor.failAt(message, { code: 'FORMAT_TOO_DEEP', hint: 'flatten the data, or raise maxDepth', recoverable: false })
  }
  const open: Open = cursor.is('[')
    ? { kind: 'array', start, items: [] }
    : { kind: 'inline', start, items: [], table: newTable('inline'), keys: [] }
  cursor.offset++
  stack.push(open)
  return nextItem(cursor, stack, open)
}

/** Goes to the next item, or closes the container and gives it back. */
function nextItem(cursor: Cursor, stack: Open[], open: Open): ValueNode | undefined {
  skipInside(cursor, open)
  if (cursor.is(open.kind === 'array' ? ']' : '}')) return close(cursor, stack, open)
  if (cursor.atEnd) failUnclosed(cursor, open)
  if (open.kind === 'inline') open.keys = scanInlineKey(cursor)
  return undefined
}

function close(cursor: Cursor, stack: Open[], open: Open): ValueNode {
  cursor.offset++
  stack.pop()
  const { start, items } = open
  const end = cursor.offset
  return open.kind === 'array'
    ? { kind: 'array', start, end, items }
    : { kind: 'inline', start, end, items: open.items, table: open.table }
}

/** Puts a complete value into its container; closes every container that ends here. */
function attach(cursor: Cursor, stack: Open[], first: ValueNode): ValueNode | undefined {
  for (let value: ValueNode | undefined = first; value !== undefined; ) {
    const open = stack.at(-1)
    if (open === undefined) return value
    const item = addItem(cursor, open, value)
    skipInside(cursor, open)
    if (cursor.is(',')) {
      item.comma = cursor.offset++
      value = nextItem(cursor, stack, open)
      if (value?.kind === 'inline' && cursor.version === '1.0') failTrailingComma(cursor, item.comma)
    } else if (cursor.is(open.kind === 'array' ? ']' : '}')) {
      value = close(cursor, stack, open)
    } else {
      if (cursor.atEnd) failUnclosed(cursor, open)
      cursor.failAt('a comma or the closing bracket is missing before this', { recoverable: false })
    }
  }
  return undefined
}

function addItem(cursor: Cursor, open: Open, value: ValueNode): Item {
  if (open.kind === 'array') {
    const item: Item = { value, comma: -1 }
    open.items.push(item)
    return item
  }
  const entry: Entry = { keys: open.keys, value, comma: -1 }
  defineEntry(cursor, open.table, entry)
  open.items.push(entry)
  return entry
}

/** Inline tables must be on one line in TOML 1.0 (https://toml.io/en/v1.0.0#inline-table). */
function skipInside(cursor: Cursor, open: Open): void {
  if (open.kind === 'array' || cursor.version === '1.1') {
    cursor.skipBlankLines()
    return
  }
  cursor.skipBlanks()
  if (cursor.is('\n') || cursor.is('\r') || cursor.is('#')) {
    cursor.failAt('an inline table over several lines is TOML 1.1, and this file is read as TOML 1.0', {
      hint: 'write it on one line, or as a [table]',
      recoverable: false,
    })
  }
}

function scanInlineKey(cursor: Cursor): readonly KeyPart[] {
  const keys = scanKey(cursor)
  expectEquals(cursor)
  return keys
}

/** Steps over `=` and the blanks around it. */
export function expectEquals(cursor: Cursor): void {
  cursor.skipBlanks()
  if (!cursor.is('='))
    cursor.failAt('"=" is missing behind the key', { hint: 'write key = value; a key with blanks needs quotes' })
  cursor.offset++
  cursor.skipBlanks()
}

function failTrailingComma(cursor: Cursor, offset: number): never {
  cursor.fail(
    { start: offset, end: offset + 1 },
    'a comma behind the last entry of an inline table is TOML 1.1, and this file is read as TOML 1.0',
    {
      hint: 'remove the comma',
    },
  )
}

function failUnclosed(cursor: Cursor, open: Open): never {
  const what = open.kind === 'array' ? 'array' : 'inline table'
  cursor.fail({ start: open.start, end: open.start + 1 }, `the ${what} is not closed`, {
    hint: `close it with ${open.kind === 'array' ? ']' : '}'}`,
    recoverable: false,
  })
}
