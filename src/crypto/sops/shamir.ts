import { randomBytes } from 'node:crypto'
import { malformed } from '../failures.ts'

/**
 * Shamir's secret sharing over GF(2^8) with the polynomial 0x11B, as Vault does it: a share is the value of a polynomial
 * for each byte of the secret, and one last byte that says at which x.
 */
export function splitSecret(secret: Uint8Array, shares: number, threshold: number): readonly Uint8Array[] {
  const parts = Array.from({ length: shares }, () => new Uint8Array(secret.length + 1))
  for (const [index, part] of parts.entries()) part[secret.length] = index + 1
  for (const [at, byte] of secret.entries()) {
    const coefficients = [byte, ...randomBytes(threshold - 1)]
    for (const [index, part] of parts.entries()) part[at] = evaluate(coefficients, index + 1)
  }
  return parts
}

/** @throws ConfigError CRYPTO_MALFORMED for shares that cannot belong together */
export function combineShares(shares: readonly Uint8Array[]): Uint8Array {
  const [first] = shares
  if (first === undefined || shares.length < 2 || first.length < 2) throw malformed('there are too few shares of the data key')
  const places = shares.map((share) => share.at(-1) as number) // at least two bytes long
  if (shares.some((share) => share.length !== first.length) || new Set(places).size !== places.length || places.includes(0))
    throw malformed('the shares of the data key do not belong together')

  const secret = new Uint8Array(first.length - 1)
  for (const at of secret.keys()) {
    let sum = 0
    for (const [index, share] of shares.entries()) sum ^= multiply(share[at] as number, weightAtZero(places, index))
    secret[at] = sum
  }
  return secret
}

/** Lagrange's basis polynomial at zero. */
function weightAtZero(places: readonly number[], index: number): number {
  const own = places[index] as number
  let weight = 1
  for (const [other, place] of places.entries()) {
    if (other !== index) weight = multiply(weight, divide(place, place ^ own))
  }
  return weight
}

function evaluate(coefficients: readonly number[], x: number): number {
  let result = 0
  for (const coefficient of coefficients.toReversed()) result = multiply(result, x) ^ coefficient
  return result
}

/** Without branches on the operands: they are secret. */
function multiply(left: number, right: number): number {
  let product = 0
  let shifted = left
  for (let bit = 0; bit < 8; bit++) {
    product ^= -((right >> bit) & 1) & shifted
    shifted = ((shifted << 1) ^ (-(shifted >> 7) & 0x11b)) & 0xff
  }
  return product
}

/** x^254 is the inverse of x. */
function divide(left: number, right: number): number {
  let inverse = 1
  for (let bit = 7; bit >= 0; bit--) {
    inverse = multiply(inverse, inverse)
    if ((254 >> bit) & 1) inverse = multiply(inverse, right)
  }
  return multiply(left, inverse)
}
