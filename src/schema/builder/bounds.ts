import { invalid } from './node.ts'

/** A number that a schema can hold. @throws ConfigError SCHEMA_INVALID */
export function bound(value: number): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw invalid(`a bound must be a finite number, not ${String(value)}`)
}

/** A number of characters, elements or keys. @throws ConfigError SCHEMA_INVALID */
export function size(value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw invalid(`a length must be a whole number from 0, not ${String(value)}`)
}

/** What a number may be a multiple of. @throws ConfigError SCHEMA_INVALID */
export function step(value: number): number {
  if (bound(value) > 0) return value
  throw invalid(`a step must be more than 0, not ${value}`)
}
