import { ConfigError } from '../errors/config-error.ts'
import { parseWellFormed } from '../formats/json/well-formed.ts'
import { DateTime, type DateTimeKind } from '../values/date-time.ts'
import { type Path, printPath } from '../values/path.ts'
import { isList, isMap, type Value } from '../values/value.ts'

/** The types that `set --type` knows. */
export type ValueType = 'string' | 'number' | 'boolean' | 'null' | 'date' | 'list' | 'json'

/** Where a map is, one value would be put in place of many: only when that is asked for. */
type GuessedType = ValueType | 'map'

/**
 * The type that a new value has when none is named: that of the value it replaces; for a new key, whatever the
 * text reads as (`8080`, `true`, `null`, else text). In formats that hold only text it is text.
 */
export function typeFor(current: Value | undefined, textOnly: boolean, text: string): GuessedType {
  if (isMap(current)) return 'map'
  if (isList(current)) return 'list'
  if (textOnly) return 'string'
  if (typeof current === 'string') return 'string'
  if (typeof current === 'number' || typeof current === 'bigint') return 'number'
  if (typeof current === 'boolean') return 'boolean'
  if (current instanceof DateTime) return 'date'
  return typeOfText(text)
}

function typeOfText(text: string): ValueType {
  if (text === 'null') return 'null'
  if (text === 'true' || text === 'false') return 'boolean'
  // Digits that begin with a zero are a code of some kind, which would lose it as a number.
  if (/^[+-]?0\d/.test(text)) return 'string'
  return readers.number(text) === undefined ? 'string' : 'number'
}

/**
 * The text as a value of that type.
 * @throws ConfigError VALUE_TYPE; the text itself is not repeated, it may be a secret
 */
export function readTyped(path: Path, text: string, type: GuessedType, asked: boolean): Value {
  const value = readers[type](text)
  if (value !== undefined) return value
  throw new ConfigError({
    code: 'VALUE_TYPE',
    severity: 'error',
    message: `the new value of ${printPath(path)} cannot be read as ${words[type]}`,
    path,
    expected: words[type],
    hint: asked
      ? `correct the value, or choose another --type`
      : `the value there now is ${kinds[type]}; to change its type, add --type ${typeOfText(text)}`,
  })
}

const kinds: Readonly<Record<GuessedType, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
  date: 'a date',
  list: 'a list',
  json: 'JSON',
  map: 'a map',
}

/** With how to write it, where that is not plain. */
const words: Readonly<Record<GuessedType, string>> = {
  ...kinds,
  date: 'a date such as 1979-05-27, 07:32:00 or 1979-05-27T07:32:00Z',
  list: 'a list such as a,b or ["a", "b"]',
  map: 'a map such as {"a": 1}',
}

const readers: Readonly<Record<GuessedType, (text: string) => Value | undefined>> = {
  string: (text) => text,
  number: readNumber,
  boolean: readBoolean,
  null: (text) => (text === 'null' || text === '' ? null : undefined),
  date: readDate,
  list: readList,
  json: readJson,
  map: readMap,
}

/** Decimal, with exponent if need be; whole numbers beyond 2^53 exactly. */
function readNumber(text: string): Value | undefined {
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text)) return undefined
  const number = Number(text)
  if (!Number.isFinite(number)) return undefined
  return /^[+-]?\d+$/.test(text) && !Number.isSafeInteger(number) ? BigInt(text.replace(/^\+/, '')) : number
}

function readBoolean(text: string): Value | undefined {
  const lower = text.toLowerCase()
  if (['true', 'yes', 'on', '1'].includes(lower)) return true
  return ['false', 'no', 'off', '0'].includes(lower) ? false : undefined
}

/** The shapes of TOML's dates: https://toml.io/en/v1.0.0#offset-date-time */
const dateShapes: readonly (readonly [DateTimeKind, RegExp])[] = [
  ['local-date', /^\d{4}-\d\d-\d\d$/],
  ['local-time', /^\d\d:\d\d:\d\d(\.\d+)?$/],
  ['local-date-time', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?$/],
  ['offset-date-time', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/],
]

function readDate(text: string): Value | undefined {
  const kind = dateShapes.find(([, shape]) => shape.test(text))?.[0]
  return kind && isRealDate(kind, text) ? new DateTime(kind, text) : undefined
}

/** No 30 February and no 25 o'clock. */
function isRealDate(kind: DateTimeKind, text: string): boolean {
  const day = kind === 'local-time' ? '2000-01-01' : text.slice(0, 10)
  const time = kind === 'local-date' ? '00:00:00' : (/\d\d:\d\d:\d\d/.exec(text)?.[0] ?? '')
  const instant = new Date(`${day}T${time}Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day)
}

function readList(text: string): Value | undefined {
  if (text.trimStart().startsWith('[')) {
    const value = readJson(text)
    return isList(value) ? value : undefined
  }
  return text === '' ? [] : text.split(',').map((item) => item.trim())
}

/** By the reader of JSON files, which keeps whole numbers beyond 2^53. */
function readJson(text: string): Value | undefined {
  try {
    return parseWellFormed(text, '')?.value
  } catch (error) {
    if (ConfigError.is(error)) return undefined // A number beyond the range of a double cannot be read either.
    throw error
  }
}

function readMap(text: string): Value | undefined {
  const value = readJson(text)
  return isMap(value) ? value : undefined
}
