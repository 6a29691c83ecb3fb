import type { CacheEntry } from '../cache-store.ts'

/** An entry in memory. */
export interface KeptEntry extends CacheEntry {
  /** `goneAt` is not infinite: a number of its own lies elsewhere in memory, which a hit need not look at then. */
  readonly ages: boolean
  /** Its place on a shelf that numbers them, which sets it. */
  node: number
  /** When it was used, on a shelf that writes that down. */
  usedAt: number
}

/**
 * Entries in memory within limits, and the choice of which has to go when there is no room.
 */
export interface Shelf {
  /** Counts as a use. */
  get(key: string): KeptEntry | undefined
  /** Does not. */
  peek(key: string): KeptEntry | undefined
  /** Puts it in the place of the old one, and removes others until it fits. It must fit by itself. */
  set(key: string, entry: KeptEntry, options: { readonly size: number }): unknown
  delete(key: string): boolean
  clear(): void
  /** How many there are. */
  readonly size: number
  /** The sum of their sizes. */
  readonly calculatedSize: number
  /** How often `get` found an entry. Counted here, because a shelf may know it without counting each time. */
  readonly uses: number
  keys(): Iterable<string>
}

export interface ShelfOptions {
  readonly maxEntries: number
  readonly maxBytes: number
  /** Called for what goes to make room. */
  readonly onEvict: (key: string, entry: KeptEntry) => void
}
