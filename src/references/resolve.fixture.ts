import type { Value } from '../values/value.ts'
import type { ResolveOptions } from './resolve.ts'

/** Options of a world in which only the tree is known. */
export const plainOptions: ResolveOptions = {
  resolvers: {},
  below: () => undefined,
  locate: () => undefined,
  seal: (value) => value,
  suggest: () => undefined,
  maxExpansion: 10_000,
  maxNodes: 1000,
}

/** A map of many keys, `k0` to `k<count - 1>`. */
export function wide(count: number, valueAt: (index: number) => Value): { readonly [key: string]: Value } {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, valueAt(index)]))
}
