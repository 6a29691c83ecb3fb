import type { CacheEntry } from '../cache-store.ts'

/** Entries in memory within limits, and the choice of which has to go when there is no room. */
export interface Shelf {
  /** Counts as a use. */
  get(key: string): CacheEntry | undefined
  /** Does not. */
  peek(key: string): CacheEntry | undefined
  /** Puts it in the place of the old one, and removes others until it fits. It must fit by itself. */
  set(key: string, entry: CacheEntry, size: number): void
  delete(key: string): boolean
  clear(): void
  readonly entries: number
  /** The sum of the sizes. */
  readonly bytes: number
  keys(): readonly string[]
}

export interface ShelfOptions {
  readonly maxEntries: number
  readonly maxBytes: number
  /** Called for what goes to make room. */
  readonly onEvict: (key: string, entry: CacheEntry) => void
}
