import type { Path } from '../../values/path.ts'

/**
 * What was done in a tree, kept with the subtrees it was done in: a subtree that did not change keeps its notes, and the
 * whole list is put together only when somebody asks.
 */
export interface Notes<N> {
  readonly own?: N
  readonly below: readonly (readonly [key: string | number, notes: Notes<N>])[]
}

/** A note and where it was made. */
export type Noted<N> = N & { readonly path: Path }

/** All notes with their paths, in the order in which they were made. Iterative. */
export function listNotes<N extends object>(notes: Notes<N> | undefined): readonly Noted<N>[] {
  if (notes === undefined) return []
  const found: Noted<N>[] = []
  const stack: { notes: Notes<N>; path: Path }[] = [{ notes, path: [] }]
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const { own, below } = step.notes
    if (own !== undefined) found.push({ ...own, path: step.path })
    for (const [key, inner] of below.toReversed()) stack.push({ notes: inner, path: [...step.path, key] })
  }
  return found
}

/** A value that came out of something done to a subtree, and what was done. */
export interface Done<V, N> {
  readonly value: V
  readonly notes: Notes<N> | undefined
}

/** Remembers what came of a subtree in a field; both may go away when nobody else holds them. */
export class SubtreeMemo<K extends object, T> {
  readonly #byField = new WeakMap<K, WeakMap<object, T>>()

  get(field: K, subtree: object): T | undefined {
    return this.#byField.get(field)?.get(subtree)
  }

  set(field: K, subtree: object, result: T): T {
    const known = this.#byField.get(field)
    if (known !== undefined) known.set(subtree, result)
    else this.#byField.set(field, new WeakMap([[subtree, result]]))
    return result
  }
}
