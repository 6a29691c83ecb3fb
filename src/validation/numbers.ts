import { exactNumber, readDecimal } from '../values/decimal.ts'

/** Longer numbers are no configuration, and turning them into digits takes long. */
const mostDigits = 1000

/**
 * The number that a whole text writes in decimal: `8080`, `-0.5`, `.5`, `1e3`. `undefined` for hexadecimal, separators, a
 * sign of plus, zeros in front (octal to some readers), and wherever the number would not be exactly the one written.
 */
export function readNumber(text: string): number | undefined {
  if (!isDecimal(text)) return undefined
  const decimal = readDecimal(text)
  return decimal === undefined ? undefined : exactNumber(decimal)
}

/** A whole number: `8080`, `1e3`, `5.0`; beyond what a number holds exactly, a bigint. */
export function readInteger(text: string): number | bigint | undefined {
  const value = readNumber(text)
  if (value !== undefined && Number.isSafeInteger(value)) return value
  return /^-?[1-9]\d*$/.test(text) && text.length <= mostDigits ? BigInt(text) : undefined
}

function isDecimal(text: string): boolean {
  return text.length <= mostDigits && /^-?(?:0|[1-9]\d*|(?=\.))(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)
}
