import { type AnyMap, isObject, plainOf } from '../kind.ts'
import { tooDeep } from '../too-deep.ts'

const deepest = 1000

/** Equality as JSON Schema has it, by a text that only equal values share: numbers by value, maps whatever their order. */
export function canonicalOf(value: unknown, depth = 0): string {
  const plain = plainOf(value)
  if (depth > deepest) throw tooDeep()
  if (Array.isArray(plain)) return `[${plain.map((item) => canonicalOf(item, depth + 1)).join()}]`
  if (isObject(plain)) return mapText(plain, depth)
  if (typeof plain === 'bigint') return Number.isSafeInteger(Number(plain)) ? String(Number(plain)) : `n${plain}`
  if (typeof plain === 'number') return numberText(plain)
  return JSON.stringify(plain) ?? String(plain)
}

function mapText(map: AnyMap, depth: number): string {
  const keys = Object.keys(map).filter((key) => map[key] !== undefined)
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalOf(map[key], depth + 1)}`)
    .join()}}`
}

/** Beyond the safe integers, a whole number is written out, so that it meets the `bigint` of the same value. */
function numberText(value: number): string {
  if (Object.is(value, -0)) return '0'
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? `n${BigInt(value)}` : String(value)
}

/** A value that a `Set` finds by itself. */
export function isPlainScalar(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number'
}
