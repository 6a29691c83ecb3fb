import { type Decimal, readDecimal } from './decimal.ts'

/** An amount in a unit, in whole smallest units: exact, and `undefined` where it is not whole or too large to be safe. */
export function wholeUnits(amount: string, perUnit: bigint): number | undefined {
  const decimal = readDecimal(amount)
  if (decimal === undefined || decimal.negative || decimal.digits.length > longestDigits) return undefined
  const units = timesPower(decimal, perUnit)
  return units !== undefined && units <= Number.MAX_SAFE_INTEGER ? Number(units) : undefined
}

/** More digits than any safe number of the smallest unit can need. */
const longestDigits = 40

function timesPower({ digits, exponent }: Decimal, factor: bigint): bigint | undefined {
  if (digits === '') return 0n
  if (exponent > longestDigits || exponent < -longestDigits) return undefined
  const product = BigInt(digits) * factor
  if (exponent >= 0) return product * 10n ** BigInt(exponent)
  const divisor = 10n ** BigInt(-exponent)
  return product % divisor === 0n ? product / divisor : undefined
}
