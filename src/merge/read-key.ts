import type { Value, ValueMap } from '../values/value.ts'

/** A function of its own: V8 13 optimises and gives up `map[key]` inside a `for in` over wide maps without end. */
export function readKey(map: ValueMap, key: string): Value | undefined {
  return map[key]
}
