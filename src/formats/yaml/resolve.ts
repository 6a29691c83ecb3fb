import type { Scalar } from '../../values/value.ts'

/** Says that a text is not of the tag it was given, or is a number nobody should compute. */
export const notResolved: unique symbol = Symbol('not resolved')

const words = new Map<string, Scalar>([
  ['', null],
  ['~', null],
  ...['null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
])

const integer = /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
const explicitInteger = /^[-+]?(?:[0-9]+|0b[01]+|0o[0-7]+|0x[0-9a-fA-F]+)$/

/** No number in a configuration has so many digits; reading them takes more than linear time. */
const maxDigits = 4300

/**
 * The value of a plain scalar by the core schema (https://yaml.org/spec/1.2.2/#103-core-schema). Integers beyond
 * 2^53 become bigint. A float too large for a double stays text, so that it is never taken as infinite.
 */
export function resolvePlain(text: string): Scalar | typeof notResolved {
  const first = text.charCodeAt(0)
  // The first character decides for nearly all texts: digits, sign and dot may begin a number; nN tT fF and ~ a word.
  if ((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46) return resolveNumber(text)
  if (text.length > 5) return text
  const word = words.get(text)
  return word === undefined ? text : word
}

function resolveNumber(text: string): Scalar | typeof notResolved {
  if (integer.test(text)) return readInteger(text)
  if (float.test(text)) {
    const value = Number(text)
    return Number.isFinite(value) ? value : text
  }
  const word = words.get(text)
  return word === undefined ? text : word
}

function readInteger(text: string): number | bigint | typeof notResolved {
  if (text.length < 16) return Number(text)
  if (text.length > maxDigits) return notResolved
  const negative = text.startsWith('-')
  const exact = BigInt(/^[-+]/.test(text) ? text.slice(1) : text)
  const value = negative ? -exact : exact
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** The value of a scalar with a tag of the core schema (`int` for `!!int`), however it is quoted. */
export function resolveTagged(text: string, tag: string): Scalar | typeof notResolved {
  switch (tag) {
    case 'str':
      return text
    case 'null':
      return words.get(text) === null ? null : notResolved
    case 'bool': {
      const value = words.get(text)
      return typeof value === 'boolean' ? value : notResolved
    }
    case 'int':
      return explicitInteger.test(text) ? readSignedInteger(text) : notResolved
    case 'float':
      return readFloat(text)
    default:
      return notResolved
  }
}

/** With the tag, hexadecimal, octal and binary numbers may have a sign. */
function readSignedInteger(text: string): number | bigint | typeof notResolved {
  if (!/^[-+]?0[box]/.test(text)) return readInteger(text)
  const magnitude = readInteger(text.replace(/^[-+]/, ''))
  return text.startsWith('-') && magnitude !== notResolved ? -magnitude : magnitude
}

function readFloat(text: string): number | typeof notResolved {
  const value = float.test(text) ? Number(text) : words.get(text)
  if (typeof value !== 'number') return notResolved
  return float.test(text) && !Number.isFinite(value) ? notResolved : value
}
