import { type Cursor, isControl } from './cursor.ts'
import type { KeyPart, Range } from './nodes.ts'

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  e: '\u001b',
  '"': '"',
  '\\': '\\',
}
const digitsOf: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** Steps over a string of any of the four kinds and checks every character of it. */
export function scanString(cursor: Cursor): Range {
  const start = cursor.offset
  const quote = cursor.text[start] as string
  if (cursor.text.startsWith(quote.repeat(3), start)) scanMultiLine(cursor, quote)
  else scanSingleLine(cursor, quote)
  return { start, end: cursor.offset }
}

function scanSingleLine(cursor: Cursor, quote: string): void {
  const start = cursor.offset++
  while (!cursor.atEnd) {
    const character = cursor.text[cursor.offset] as string
    if (character === quote) {
      cursor.offset++
      return
    }
    if (character === '\n' || character === '\r') break
    if (isControl(cursor.code)) failControl(cursor)
    if (character === '\\' && quote === '"') scanEscape(cursor)
    else cursor.offset++
  }
  cursor.fail({ start, end: cursor.offset }, 'the string is not closed on its line', {
    hint: `close it with ${quote}, or use ${quote.repeat(3)} for several lines`,
  })
}

function scanMultiLine(cursor: Cursor, quote: string): void {
  const start = cursor.offset
  cursor.offset += 3
  while (!cursor.atEnd) {
    const character = cursor.text[cursor.offset] as string
    if (character === quote) {
      if (closesMultiLine(cursor, quote)) return
    } else if (character === '\\' && quote === '"') {
      if (!skipContinuation(cursor)) scanEscape(cursor)
    } else if (!cursor.skipLineEnd()) {
      if (isControl(cursor.code)) failControl(cursor)
      cursor.offset++
    }
  }
  cursor.fail({ start, end: start + 3 }, 'the string is not closed', {
    hint: `close it with ${quote.repeat(3)}`,
    recoverable: false,
  })
}

/** One or two quotes may stand right before the closing three. */
function closesMultiLine(cursor: Cursor, quote: string): boolean {
  let run = 0
  while (run < 5 && cursor.text[cursor.offset + run] === quote) run++
  cursor.offset += run
  return run >= 3
}

/** A backslash at the end of a line takes the line end and the blanks behind it away. */
function skipContinuation(cursor: Cursor): boolean {
  const start = cursor.offset++
  cursor.skipBlanks()
  if (cursor.skipLineEnd()) return true
  cursor.offset = start
  return false
}

function scanEscape(cursor: Cursor): void {
  const start = cursor.offset
  const letter = cursor.text[start + 1] ?? ''
  const digits = digitsOf[letter]
  if (digits === undefined && !Object.hasOwn(escapes, letter)) {
    cursor.fail({ start, end: start + 2 }, 'a backslash is followed by a character that TOML has no escape for', {
      hint: "write \\\\ for a backslash, or use single quotes: '...'",
    })
  }
  if ((letter === 'x' || letter === 'e') && cursor.version === '1.0') {
    cursor.fail({ start, end: start + 2 }, `the escape \\${letter} is TOML 1.1, and this file is read as TOML 1.0`, {
      hint: 'write it as \\u and four digits',
    })
  }
  cursor.offset = start + 2
  if (digits !== undefined) scanCodePoint(cursor, start, digits)
}

function scanCodePoint(cursor: Cursor, start: number, digits: number): void {
  const text = cursor.text.slice(cursor.offset, cursor.offset + digits)
  const value = /^[0-9a-f]+$/i.test(text) && text.length === digits ? Number.parseInt(text, 16) : Number.NaN
  if (Number.isNaN(value)) cursor.fail({ start, end: cursor.offset }, `this escape needs ${digits} hexadecimal digits`)
  if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
    cursor.fail({ start, end: cursor.offset + digits }, 'this escape is no Unicode character', {
      hint: 'surrogates and values above 10FFFF are not characters',
    })
  }
  cursor.offset += digits
}

function failControl(cursor: Cursor): never {
  cursor.failAt('a string may not contain control characters', { hint: 'write it as \\u and four digits, in double quotes' })
}

const bareKey = /[A-Za-z0-9_-]+/y

/** Reads a key: `a`, `"a b"`, `a.'b'.c`. */
export function scanKey(cursor: Cursor): KeyPart[] {
  const parts: KeyPart[] = []
  for (;;) {
    parts.push(scanKeyPart(cursor))
    cursor.skipBlanks()
    if (!cursor.is('.')) return parts
    cursor.offset++
    cursor.skipBlanks()
  }
}

function scanKeyPart(cursor: Cursor): KeyPart {
  const start = cursor.offset
  const quote = cursor.text[start]
  if (quote === '"' || quote === "'") {
    if (cursor.text.startsWith(quote.repeat(3), start))
      cursor.failAt('a key cannot be a multi-line string', { hint: `use one ${quote}` })
    scanSingleLine(cursor, quote)
    const body = cursor.text.slice(start + 1, cursor.offset - 1)
    return { name: quote === '"' ? resolveEscapes(body) : body, start, end: cursor.offset }
  }
  bareKey.lastIndex = start
  if (!bareKey.test(cursor.text)) failKey(cursor)
  cursor.offset = bareKey.lastIndex
  return { name: cursor.text.slice(start, cursor.offset), start, end: cursor.offset }
}

function failKey(cursor: Cursor): never {
  const found = cursor.text[cursor.offset]
  if (found === undefined || found === '\n' || found === '\r') cursor.failAt('a key is missing here')
  if (found === '=' || found === '.' || found === ']') cursor.failAt(`a key is missing before ${JSON.stringify(found)}`)
  cursor.failAt('this character cannot stand in a bare key', { hint: 'put the key in quotes' })
}

/** The text of a checked basic string on one line. */
export function resolveEscapes(body: string): string {
  if (!body.includes('\\')) return body
  return body.replace(/\\(?:x(..)|u(....)|U(.{8})|(.))/g, (_, two?: string, four?: string, eight?: string, letter?: string) => {
    const digits = two ?? four ?? eight
    return digits === undefined ? (escapes[letter ?? ''] ?? '') : String.fromCodePoint(Number.parseInt(digits, 16))
  })
}
