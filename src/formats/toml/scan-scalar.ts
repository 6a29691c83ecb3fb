import { type Cursor, isControl } from './cursor.ts'
import type { ScalarNode, ScalarType } from './nodes.ts'
import { scanString } from './scan-string.ts'

const dateTime = /(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(:(\d\d)(?:\.\d+)?)?([Zz]|[+-]\d\d:\d\d)?)?/y
const time = /(\d\d):(\d\d)(:(\d\d)(?:\.\d+)?)?/y
const word = /[\w+.:-]+/y
const decimal = /^[+-]?(?:0|[1-9][\d_]*)(\.\d[\d_]*)?([eE][+-]?\d[\d_]*)?$/
const otherBase = /^0(?:x[\da-fA-F][\da-fA-F_]*|o[0-7][0-7_]*|b[01][01_]*)$/
/** More digits, even with underscores between them, are too many for 64 bits; making them a number takes long. */
export const longestInteger = 1000
const looseUnderscore = /__|_(?![\da-fA-F])/

/** Steps over a string, number, boolean, date or time. */
export function scanScalar(cursor: Cursor): ScalarNode {
  const start = cursor.offset
  const type = scanType(cursor)
  return { kind: 'scalar', type, start, end: cursor.offset }
}

function scanType(cursor: Cursor): ScalarType {
  const code = cursor.code
  if (code === 0x22 || code === 0x27) {
    scanString(cursor)
    return 'string'
  }
  return (isDigit(code) ? (scanDateTime(cursor) ?? scanTime(cursor)) : undefined) ?? scanWord(cursor)
}

function scanDateTime(cursor: Cursor): ScalarType | undefined {
  dateTime.lastIndex = cursor.offset
  const found = dateTime.exec(cursor.text)
  if (found === null) return undefined
  const [text, year, month, day, hour, minute, seconds, second, offset] = found
  const range = { start: cursor.offset, end: cursor.offset + text.length }
  if (!isDay(Number(year), Number(month), Number(day))) cursor.fail(range, 'there is no such day in the calendar')
  cursor.offset = range.end
  if (hour === undefined) return 'local-date'
  checkTime(cursor, range.start, hour, minute, seconds, second)
  if (offset === undefined) return 'local-date-time'
  const [offsetHours, offsetMinutes] = offset.slice(1).split(':')
  if (Number(offsetHours ?? 0) > 23 || Number(offsetMinutes ?? 0) > 59) cursor.fail(range, 'there is no such offset from UTC')
  return 'offset-date-time'
}

function scanTime(cursor: Cursor): ScalarType | undefined {
  time.lastIndex = cursor.offset
  const found = time.exec(cursor.text)
  if (found === null) return undefined
  const start = cursor.offset
  cursor.offset += found[0].length
  checkTime(cursor, start, found[1], found[2], found[3], found[4])
  return 'local-time'
}

function checkTime(cursor: Cursor, start: number, hour?: string, minute?: string, seconds?: string, second = '0'): void {
  const range = { start, end: cursor.offset }
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) cursor.fail(range, 'there is no such time of day')
  if (seconds === undefined && cursor.version === '1.0') {
    cursor.fail(range, 'a time without seconds is TOML 1.1, and this file is read as TOML 1.0', {
      hint: 'add the seconds: 07:32:00',
    })
  }
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return day <= (month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31)
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function scanWord(cursor: Cursor): ScalarType {
  word.lastIndex = cursor.offset
  const text = word.exec(cursor.text)?.[0] ?? ''
  const type = typeOfWord(text)
  if (type === undefined) failWord(cursor, text)
  if (type === 'integer' && text.length > longestInteger && /^[+-]?\d\d/.test(text)) failInteger(cursor, text.length)
  if (type === 'float' && isTooLarge(text)) failFloat(cursor, text.length)
  cursor.offset += text.length
  return type
}

/** `1e999` must not become infinite without a word; `inf` says so itself. */
function isTooLarge(text: string): boolean {
  return !text.endsWith('inf') && Math.abs(Number(text.replaceAll('_', ''))) === Infinity
}

function failFloat(cursor: Cursor, length: number): never {
  cursor.fail({ start: cursor.offset, end: cursor.offset + length }, 'a number beyond the range of a double', {
    code: 'FORMAT_UNSUPPORTED_VALUE',
    hint: 'write a smaller number, or put quotes around it',
  })
}

function failInteger(cursor: Cursor, length: number): never {
  cursor.fail({ start: cursor.offset, end: cursor.offset + length }, 'the integer does not fit in 64 bits', {
    code: 'FORMAT_UNSUPPORTED_VALUE',
    hint: 'write it as a float, or in quotes',
  })
}

function typeOfWord(text: string): ScalarType | undefined {
  if (text === 'true' || text === 'false') return 'boolean'
  if (/^[+-]?(?:inf|nan)$/.test(text)) return 'float'
  if (text.includes('_') && looseUnderscore.test(text)) return undefined
  if (otherBase.test(text)) return 'integer'
  const found = decimal.exec(text)
  if (found === null) return undefined
  // In a decimal, `_` before an exponent passes the loose test because `e` is also a hexadecimal digit.
  if (/_[eE]/.test(text)) return undefined
  return found[1] === undefined && found[2] === undefined ? 'integer' : 'float'
}

/** Says what is wrong with a word that is no value. Never repeats it: it may be a password without quotes. */
function failWord(cursor: Cursor, text: string): never {
  if (text === '') failNothing(cursor)
  const range = { start: cursor.offset, end: cursor.offset + text.length }
  if (/^(?:true|false)$/i.test(text))
    cursor.fail(range, 'true and false are written in lower case', { hint: `write ${text.toLowerCase()}` })
  if (/^(?:null|nil|none)$/i.test(text)) cursor.fail(range, 'TOML has no null', { hint: 'remove the line' })
  if (/^[+-]?0\d+$/.test(text))
    cursor.fail(range, 'a number may not begin with 0', { hint: 'write it without the 0, as 0o for octal, or in quotes' })
  if (/^[+-]?\d/.test(text)) {
    cursor.fail(range, text.includes('_') ? 'an underscore must stand between two digits' : 'this is not a number or a date', {
      hint: 'put quotes around it if it is text',
    })
  }
  cursor.fail(range, 'this is not a value', { hint: 'put quotes around it if it is text' })
}

function failNothing(cursor: Cursor): never {
  const found = cursor.text[cursor.offset]
  if (found === undefined || found === '\n' || found === '\r' || found === '#')
    cursor.failAt('a value is missing here', { hint: 'write "" for an empty text' })
  if (isControl(cursor.code)) cursor.failAt('a control character cannot stand here', { hint: 'remove the character' })
  cursor.failAt('a value cannot begin with this character', { hint: 'put quotes around the value if it is text' })
}
