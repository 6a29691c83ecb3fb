import type { Value } from '../../values/value.ts'

/** The types that a sealed value names. */
export const plainTypes = ['str', 'int', 'float', 'bool', 'time', 'comment', 'bytes'] as const

export type PlainType = (typeof plainTypes)[number]

/** A value as SOPS seals it: its type, and the bytes that are encrypted and go into the authentication code. */
export interface PlainScalar {
  readonly type: PlainType
  readonly bytes: Uint8Array
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function scalarOf(type: PlainType, text: string): PlainScalar {
  return { type, bytes: encoder.encode(text) }
}

/** A text whose bytes are made when somebody wants them: of a value that is sealed, nobody does. */
class LazyText implements PlainScalar {
  readonly type = 'str'
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  get bytes(): Uint8Array {
    return encoder.encode(this.text)
  }
}

/** A sealed value as it stands in a file. */
export function sealedText(text: string): PlainScalar {
  return new LazyText(text)
}

/** The text of a scalar; `undefined` when its bytes are no UTF-8. */
export function textOf(scalar: PlainScalar): string | undefined {
  if (scalar instanceof LazyText) return scalar.text
  try {
    return decoder.decode(scalar.bytes)
  } catch {
    return undefined
  }
}

export function boolScalar(value: boolean): PlainScalar {
  return scalarOf('bool', value ? 'True' : 'False')
}

/** Shortest digits that give the number back, never with an exponent, as Go prints them. */
export function floatScalar(value: number): PlainScalar {
  return scalarOf('float', floatText(value))
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  if (Object.is(value, -0)) return '-0'
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(String(value))
  if (match === null) return String(value)
  const [, sign = '', whole = '', fraction = '', exponent = ''] = match
  const point = whole.length + Number(exponent)
  const digits = whole + fraction
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return digits.length <= point
    ? sign + digits + '0'.repeat(point - digits.length)
    : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/
const trueTexts = new Set(['1', 't', 'T', 'TRUE', 'true', 'True'])
const falseTexts = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False'])

/** The configuration value that an opened scalar stands for; `undefined` when its bytes are none of its type. */
export function valueOfScalar(scalar: PlainScalar): Value | undefined {
  const text = textOf(scalar)
  if (text === undefined) return scalar.type === 'bytes' || scalar.type === 'str' ? latin(scalar.bytes) : undefined
  switch (scalar.type) {
    case 'int':
      return intValue(text)
    case 'float':
      return floatValue(text)
    case 'bool':
      return trueTexts.has(text) ? true : falseTexts.has(text) ? false : undefined
    case 'time':
      return moment.test(text) ? text : undefined
    default:
      return text
  }
}

/** Bytes that are no text stay what they are, one character a byte. */
function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

function intValue(text: string): number | bigint | undefined {
  if (!/^-?\d{1,20}$/.test(text)) return undefined
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}

export function floatValue(text: string): number | undefined {
  if (text === 'NaN') return Number.NaN
  if (/^[+-]?Inf$/.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined
}

/** The same value as it goes into the authentication code: some writers were liberal in how they spelled booleans. */
export function canonicalScalar(scalar: PlainScalar): PlainScalar | undefined {
  if (scalar.type === 'str') return scalar // Any bytes are a text, or stay bytes.
  const value = valueOfScalar(scalar)
  if (value === undefined) return undefined
  if (typeof value === 'boolean') return boolScalar(value)
  if (scalar.type === 'int') return scalarOf('int', String(value))
  return scalar.type === 'float' ? floatScalar(value as number) : scalar
}
