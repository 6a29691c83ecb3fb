import type { DateTime } from './date-time.ts'
import type { Secret } from './secret.ts'

/** A value with nothing inside it. */
export type Scalar = null | boolean | number | bigint | string | DateTime | Secret

/** What a configuration can hold: plain data, so `===`, `JSON.stringify` and spread work on it. */
export type Value = Scalar | readonly Value[] | ValueMap

/** A map with its keys in the order they were written. */
export interface ValueMap {
  readonly [key: string]: Value
}

/** True for a map: neither a list nor a {@link DateTime} nor a {@link Secret}. */
export function isMap(value: unknown): value is ValueMap {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** True for a list. */
export function isList(value: unknown): value is readonly Value[] {
  return Array.isArray(value)
}

/** The word people use for the kind of a value, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (isList(value)) return 'list'
  if (isMap(value)) return 'map'
  if (typeof value === 'bigint') return 'number'
  if (typeof value === 'object') return value.constructor?.name === 'DateTime' ? 'date' : 'secret'
  return typeof value
}
