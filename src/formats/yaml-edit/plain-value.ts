import { ConfigError } from '../../errors/config-error.ts'
import { type Path, printPath } from '../../values/path.ts'
import { defineOwn } from '../../values/safe-keys.ts'
import { isMap, kindOf, type Value } from '../../values/value.ts'
import type { Limits } from '../format.ts'

/** What remains of a {@link Value} when it is written in YAML: no dates, no secrets. */
export type PlainValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue }

/**
 * The value as it will be read back: dates as their text, small bigints as numbers.
 * @throws ConfigError FORMAT_UNSUPPORTED_VALUE, FORMAT_TOO_DEEP, FORMAT_TOO_LARGE (a value that contains itself, too)
 */
export function plainValue(value: Value, limits: Limits): PlainValue {
  const budget = { left: limits.maxNodes }
  return convert(value, [], limits, budget)
}

function convert(value: unknown, path: Path, limits: Limits, budget: { left: number }): PlainValue {
  if (budget.left-- <= 0) throw refused('FORMAT_TOO_LARGE', `more than ${limits.maxNodes} values`, path)
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (typeof value !== 'object') throw unsupported(typeof value, path)
  if (!Array.isArray(value) && !isMap(value)) {
    if (kindOf(value) === 'date') return String(value)
    throw unsupported(kindOf(value), path)
  }
  if (path.length >= limits.maxDepth)
    throw refused('FORMAT_TOO_DEEP', `nested deeper than ${limits.maxDepth} levels`, path.slice(0, 20))
  if (Array.isArray(value))
    return (value as readonly unknown[]).map((child, index) => convert(child, [...path, index], limits, budget))
  const map: { [key: string]: PlainValue } = {}
  for (const key of Object.keys(value)) defineOwn(map, key, convert(value[key], [...path, key], limits, budget))
  return map
}

function unsupported(kind: string, path: Path): ConfigError {
  return refused(
    'FORMAT_UNSUPPORTED_VALUE',
    `YAML has no words for the ${kind}${path.length > 0 ? ` at ${printPath(path)}` : ''}`,
    path,
  )
}

function refused(
  code: 'FORMAT_UNSUPPORTED_VALUE' | 'FORMAT_TOO_DEEP' | 'FORMAT_TOO_LARGE',
  message: string,
  path: Path,
): ConfigError {
  const hint =
    code === 'FORMAT_UNSUPPORTED_VALUE'
      ? 'give a text, number, boolean, null, list or map'
      : 'check that the value does not contain itself'
  return new ConfigError({ code, severity: 'error', message, path, hint })
}
