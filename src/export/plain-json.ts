import { DateTime } from '../values/date-time.ts'
import { isList, isMap, type Value } from '../values/value.ts'

/** What `JSON.stringify` can write: dates, infinite numbers and whole numbers too large for a double as text, secrets hidden. */
export function toPlainJson(value: Value): unknown {
  if (isList(value)) return value.map(toPlainJson)
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlainJson(item)]))
  if (value instanceof DateTime) return value.text
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}
