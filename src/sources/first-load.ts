import type { Source } from './source.ts'

const marked = new WeakSet<Source>()

/**
 * Marks a source of ours that the first load may read: it answers at once, with JSON or with values, and reading it has no
 * effect, so that it can be read again if there is more to it.
 */
export function forFirstLoad(source: Source): Source {
  marked.add(source)
  return source
}

export function isForFirstLoad(source: Source): boolean {
  return marked.has(source)
}
