import type { Source } from './source.ts'

const repeatable = new WeakSet<Source>()

/** Marks a source of ours whose reading has no effect: it may be tried, and done again if there is more to it. */
export function asRepeatable(source: Source): Source {
  repeatable.add(source)
  return source
}

export function isRepeatable(source: Source): boolean {
  return repeatable.has(source)
}
