import { boolScalar, floatScalar, type PlainScalar, scalarOf } from '../plain-scalar.ts'
import { timeText } from './times.ts'

/** Says that a text is an integer that has no type in a sealed file. */
export const noInteger: unique symbol = Symbol('an integer above 64 bits')

const nulls = new Set(['', '~', 'null', 'Null', 'NULL'])
const trues = new Set(['true', 'True', 'TRUE'])
const falses = new Set(['false', 'False', 'FALSE'])
const infinities = /^[-+]?\.(?:inf|Inf|INF)$/
const notANumber = new Set(['.nan', '.NaN', '.NAN'])
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
/** Behind a point the reader leaves underscores to Go, which has them between digits. */
const pointFloat = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/
const integer = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]([0-7]+)|0([0-7]+)|(0|[1-9][0-9]*))$/
/** Their sign may also stand behind the mark. */
const signBehindMark = /^0([bo])([-+])([0-7]+)$/

/**
 * What a plain scalar is to the YAML reader of the SOPS command, which decides the type and the authentication code. It is
 * neither the core schema of YAML 1.2 nor YAML 1.1: `017` is octal, `08` is a float, underscores in numbers do not count,
 * dates are times, and `yes` is a text.
 */
export function plainYamlScalar(text: string): PlainScalar | undefined | typeof noInteger {
  if (nulls.has(text)) return undefined
  if (trues.has(text) || falses.has(text)) return boolScalar(trues.has(text))
  if (infinities.test(text)) return floatScalar(text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY)
  if (notANumber.has(text)) return floatScalar(Number.NaN)
  if (!/^[-+.0-9]/.test(text)) return scalarOf('str', text)
  const time = timeText(text)
  if (time !== undefined) return scalarOf('time', time)
  return numberScalar(text) ?? scalarOf('str', text)
}

function numberScalar(text: string): PlainScalar | typeof noInteger | undefined {
  const digits =
    text.startsWith('.') && !pointFloat.test(text) ? text : text.replaceAll('_', '').replace(signBehindMark, '$20$1$3')
  const whole = readInteger(digits)
  if (whole !== undefined && BigInt.asIntN(64, whole) === whole) return scalarOf('int', String(whole))
  if (whole !== undefined && whole > 0n && BigInt.asUintN(64, whole) === whole) return noInteger
  return float.test(digits) && Number.isFinite(Number(digits)) ? floatScalar(Number(digits)) : undefined
}

/** No number in a file has so many digits; reading them takes more than linear time. */
const mostDigits = 400

function readInteger(text: string): bigint | undefined {
  const match = text.length > mostDigits ? null : integer.exec(text)
  if (match === null) return undefined
  const [, sign, hex, binary, octal, oldOctal, decimal] = match
  const magnitude = hex ? `0x${hex}` : binary ? `0b${binary}` : (octal ?? oldOctal) ? `0o${octal ?? oldOctal}` : (decimal ?? '0')
  return sign === '-' ? -BigInt(magnitude) : BigInt(magnitude)
}

/** A scalar with a tag of the core schema: `!!int "7"`. `undefined` as in {@link plainYamlScalar}. */
export function taggedYamlScalar(text: string, tag: string): PlainScalar | undefined | typeof noInteger {
  switch (tag) {
    case '!!str':
    case '!':
      return scalarOf('str', text)
    case '!!binary':
      return { type: 'str', bytes: Buffer.from(text, 'base64') }
    case '!!float': {
      const found = plainYamlScalar(text)
      return typeof found === 'object' && found.type === 'int' ? floatScalar(Number(Buffer.from(found.bytes).toString())) : found
    }
    case '!!int':
    case '!!bool':
    case '!!null':
    case '!!timestamp':
      return plainYamlScalar(text)
    default:
      return scalarOf('str', text)
  }
}
