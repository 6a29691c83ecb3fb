import { LRUCache } from 'lru-cache'
import type { CacheEntry } from '../cache-store.ts'
import type { Shelf, ShelfOptions } from './shelf.ts'

/** What was not used for the longest time goes first. */
export function lruShelf({ maxEntries, maxBytes, onEvict }: ShelfOptions): Shelf {
  const cache = new LRUCache<string, CacheEntry>({
    max: maxEntries,
    maxSize: maxBytes,
    dispose: (entry, key, reason) => {
      if (reason === 'evict') onEvict(key, entry)
    },
  })
  return {
    get: (key) => cache.get(key),
    peek: (key) => cache.peek(key),
    set: (key, entry, size) => void cache.set(key, entry, { size }),
    delete: (key) => cache.delete(key),
    clear: () => cache.clear(),
    get entries() {
      return cache.size
    },
    get bytes() {
      return cache.calculatedSize
    },
    keys: () => [...cache.keys()],
  }
}
