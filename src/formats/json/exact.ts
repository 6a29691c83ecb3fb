import type { Value } from '../../values/value.ts'
import { places } from './places.ts'

/**
 * Up to this length the values are looked at instead of the text. A pattern has to be compiled first, and a loop over
 * every letter makes the engine optimise it: both cost a start-up more than the few values.
 */
const shortText = 16_384

/** Only a text with one of these in it can hold a whole number that JavaScript rounds, or one beyond its range. */
const wholeNumber = /(?:^|[-\s:,[])\d{16}/
const largeExponent = /[eE]\+?\d{3}/

/** Spelled out, the engine looks at every sixteenth character; `\d{16}` takes ten times as long. */
const sixteenDigits = /\d\d\d\d\d\d\d\d\d\d\d\d\d\d\d\d/

/**
 * What `JSON.parse` made of strict JSON, or a tree built anew where the engine cannot be relied on: whole numbers
 * beyond 2^53 are rounded by it, larger ones become infinite, and V8 takes some keys with escapes for another
 * key (https://github.com/nodejs/node/issues/63785). `strict` is what was parsed, `text` what is in the file.
 * @throws ConfigError FORMAT_UNSUPPORTED_VALUE for numbers beyond the range of a double
 */
export function exactValue(parsed: Value, strict: string, text: string, file: string): Value {
  const mayHoldInexact =
    strict.length < shortText || (sixteenDigits.test(strict) && wholeNumber.test(strict)) || largeExponent.test(strict)
  return (strict.includes('\\') && hasEscapedKey(strict)) || (mayHoldInexact && holdsInexact(parsed))
    ? places().build(text, file)
    : parsed
}

/** True when a number is beyond those that JavaScript holds exactly. */
export function holdsInexact(root: Value): boolean {
  const stack: Value[] = [root]
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (typeof value === 'number') {
      if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) return true
    } else if (typeof value === 'object' && value !== null) {
      for (const child of Array.isArray(value) ? (value as readonly Value[]) : Object.values(value)) {
        if (typeof child === 'object' || typeof child === 'number') stack.push(child)
      }
    }
  }
  return false
}

/** In strict JSON a backslash is always in a string: whether that is a key, the colon behind it tells. */
function hasEscapedKey(text: string): boolean {
  let at = text.indexOf('\\')
  while (at >= 0) {
    while (at < text.length && text.charCodeAt(at) !== 0x22) at += text.charCodeAt(at) === 0x5c ? 2 : 1
    do at++
    while (text.charCodeAt(at) <= 0x20)
    if (text.charCodeAt(at) === 0x3a) return true
    at = text.indexOf('\\', at)
  }
  return false
}
