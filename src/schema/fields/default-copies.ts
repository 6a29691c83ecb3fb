import { DateTime } from '../../values/date-time.ts'
import { deepFreeze } from '../../values/freeze.ts'
import { Secret } from '../../values/secret.ts'
import { isMap, type Value } from '../../values/value.ts'
import type { Field } from './field.ts'

/** Deeper than any configuration. */
const maxDepth = 500

const copies = new WeakMap<Field, { readonly value: Value | undefined }>()

/**
 * The default of a field as a frozen value of our own: the schema's object belongs to whoever gave us the schema. Made
 * once, so that the same default is the same object each time. `undefined` if there is none, or it is no data.
 */
export function defaultOf(field: Field): Value | undefined {
  const known = copies.get(field)
  if (known !== undefined) return known.value
  const value = field.default === undefined ? undefined : copyOf(field.default.value, 0)
  copies.set(field, { value: deepFreeze(value) })
  return value
}

function copyOf(value: unknown, depth: number): Value | undefined {
  if (depth > maxDepth) return undefined
  if (Array.isArray(value)) {
    const list = value.map((item) => copyOf(item, depth + 1))
    return list.every((item) => item !== undefined) ? list : undefined
  }
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, copyOf(item, depth + 1)] as const)
    // A key without a value is no key.
    return Object.fromEntries(entries.filter((entry): entry is [string, Value] => entry[1] !== undefined))
  }
  return isScalar(value) ? value : undefined
}

function isScalar(value: unknown): value is Value {
  if (value === null || value instanceof DateTime || value instanceof Secret) return true
  return ['boolean', 'number', 'bigint', 'string'].includes(typeof value)
}
