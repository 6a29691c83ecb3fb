/** A decimal number taken apart exactly: `digits × 10^exponent`, without zeros at either end. */
export interface Decimal {
  readonly negative: boolean
  /** Empty for zero. */
  readonly digits: string
  readonly exponent: number
}

const grammar = /^([+-]?)(\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,15}))?$/

/** Reads `12`, `-0.5`, `.5`, `1e3`. `undefined` for anything else: hexadecimal, separators, spaces, a point at the end. */
export function readDecimal(text: string): Decimal | undefined {
  const match = grammar.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = '', power = '0'] = match
  if (whole === '' && fraction === '') return undefined

  const all = whole + fraction
  const start = firstNonZero(all)
  const end = lastNonZero(all)
  if (start > end) return { negative: sign === '-', digits: '', exponent: 0 }
  const exponent = Number(power) - fraction.length + (all.length - 1 - end)
  return { negative: sign === '-', digits: all.slice(start, end + 1), exponent }
}

/** The number if a double says exactly the same decimal digits; `undefined` where it would be another number. */
export function exactNumber(decimal: Decimal): number | undefined {
  if (decimal.digits === '') return decimal.negative ? -0 : 0
  const value = Number(`${decimal.negative ? '-' : ''}${decimal.digits}e${decimal.exponent}`)
  if (!Number.isFinite(value)) return undefined
  const again = readDecimal(String(value))
  return again !== undefined && again.digits === decimal.digits && again.exponent === decimal.exponent ? value : undefined
}

function firstNonZero(digits: string): number {
  let at = 0
  while (at < digits.length && digits[at] === '0') at++
  return at
}

function lastNonZero(digits: string): number {
  let at = digits.length - 1
  while (at >= 0 && digits[at] === '0') at--
  return at
}
