/** A number exactly as it is written in decimals: `digits * 10 ** exponent`. Binary fractions know no 0.01. */
export interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}

export function exactDecimal(value: number | bigint): Decimal | undefined {
  if (typeof value === 'bigint') return { digits: value, exponent: 0 }
  const match = /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value))
  if (match === null) return undefined // NaN and the infinities.
  const [, whole = '0', fraction = '', exponent = '0'] = match
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length }
}

export function isMultiple(value: number | bigint, step: Decimal): boolean {
  if (step.exponent === 0 && Number.isSafeInteger(value)) return BigInt(value) % step.digits === 0n
  const amount = exactDecimal(value)
  if (amount === undefined) return false
  const lower = Math.min(amount.exponent, step.exponent)
  return (amount.digits * 10n ** BigInt(amount.exponent - lower)) % (step.digits * 10n ** BigInt(step.exponent - lower)) === 0n
}
