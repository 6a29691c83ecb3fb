import { LRUCache } from 'lru-cache'
import type { KeptEntry, Shelf, ShelfOptions } from './shelf.ts'

/** What was not used for the longest time goes first. */
export function lruShelf({ maxEntries, maxBytes, onEvict }: ShelfOptions): Shelf {
  return new LRUCache<string, KeptEntry>({
    max: maxEntries,
    maxSize: maxBytes,
    dispose: (entry, key, reason) => {
      if (reason === 'evict') onEvict(key, entry)
    },
  })
}
