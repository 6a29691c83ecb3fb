import { defineOwn } from '../../values/safe-keys.ts'
import type { Value, ValueMap } from '../../values/value.ts'

/** Wider maps built key by key leave the engine's fast mode. */
const widestPlain = 20

/** And these in any case, so that they are built in the faster way. */
const dictionary = 1_100

/** Own keys, in the engine's fast mode. Of a key that stands twice, the last value. */
export function buildMap(keys: readonly string[], values: readonly Value[]): ValueMap {
  if (keys.length > widestPlain && keys.length < dictionary)
    return Object.fromEntries(keys.map((key, index) => [key, values[index] as Value]))
  const map: { [key: string]: Value } = {}
  for (let index = 0; index < keys.length; index++) defineOwn(map, keys[index] as string, values[index])
  return map
}
