import { invalid } from './node.ts'

/** A number that a schema can hold. @throws ConfigError SCHEMA_INVALID */
export function bound(value: number): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw invalid(`a bound must be a finite number, not ${String(value)}`)
}
