import { reading as comparing } from './later.ts'
import type { ValueReading } from './source.ts'

let readings = 0

/**
 * The previous reading if it says the same, else a new one with a new version. A number, not a hash: a hash of a
 * short secret in a log could be guessed.
 */
export function unlessUnchanged(reading: Omit<ValueReading, 'version' | 'kind'>, previous: unknown, names: string): ValueReading {
  const before = earlier.get(previous as ValueReading)
  if (before !== undefined && before.names === names && comparing().isEqual(before.reading.value, reading.value))
    return before.reading
  readings++
  const fresh: ValueReading = { kind: 'value', version: String(readings), ...reading }
  earlier.set(fresh, { reading: fresh, names })
  return fresh
}

/** Keeps no reading alive. */
const earlier = new WeakMap<ValueReading, { readonly reading: ValueReading; readonly names: string }>()
