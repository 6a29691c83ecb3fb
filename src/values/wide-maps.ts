import { defineOwn } from './safe-keys.ts'
import type { Value, ValueMap } from './value.ts'

/**
 * Wide maps are dictionaries inside the engine: to list their keys, it sorts them by age each time, and to list values it does
 * so twice. Looking up by keys that are known costs a tenth of that.
 */
const dictionary = 100

/** From here on keys are remembered: of maps made here, to which nobody writes any more. */
const wide = 1_000

const remembered = new WeakMap<ValueMap, readonly string[]>()

export function keysOf(map: ValueMap): readonly string[] {
  return remembered.get(map) ?? Object.keys(map)
}

/** The values of a map in the order of its keys. */
export function valuesOf(map: ValueMap, keys: readonly string[]): readonly Value[] {
  return keys.length < dictionary ? Object.values(map) : keys.map((key) => map[key] as Value)
}

/** A copy with other values for some keys, and with keys that are new. Not to be written to. */
export function withEntries(map: ValueMap, entries: readonly (readonly [string, Value])[]): ValueMap {
  const keys = keysOf(map)
  const out = keys.length < wide ? { ...map } : copied(map, keys)
  for (const [key, value] of entries) defineOwn(out, key, value)
  if (keys.length >= wide && entries.every(([key]) => Object.hasOwn(map, key))) remembered.set(out, keys)
  return out
}

/** Key by key is faster than at once, where the copy becomes a dictionary anyway. */
function copied(map: ValueMap, keys: readonly string[]): { [key: string]: Value } {
  const out: { [key: string]: Value } = {}
  for (const key of keys) defineOwn(out, key, map[key])
  return out
}
