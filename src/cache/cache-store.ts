import type { Awaitable } from '../runtime/awaitable.ts'

/**
 * Where cached bytes are kept. A store may forget anything at any time, and gives back nothing it is not sure of: an
 * entry that is damaged is not there, and is reported to the logger as CACHE_CORRUPT. Methods may answer at once or
 * later. They fail with a ConfigError when the store as a whole cannot be used.
 */
export interface CacheStore {
  /** For logs and statistics: `memory`, `file:/home/me/.cache/app`. Without credentials. */
  readonly name: string
  /** `undefined` when there is none, or when it is gone by the store's clock. Its bytes are shared: do not write into them. */
  get(key: string): Awaitable<CacheEntry | undefined>
  /** Replaces what was there. Entries that are larger than the store allows are not kept, and nothing is kept of the old one. */
  set(key: string, entry: CacheEntry): Awaitable<void>
  /** Whether there was one. */
  delete(key: string): Awaitable<boolean>
  /** Removes entries that carry one of these tags and were stored before the call. Says how many. */
  invalidate(tags: readonly string[]): Awaitable<number>
  clear(): Awaitable<void>
  /** Removes what is gone and what is over the limits. */
  prune(): Awaitable<PruneReport>
  statistics(): Awaitable<StoreStatistics>
  /** Ends work in the background. The entries stay where they are. */
  close(): Awaitable<void>
}

/** Bytes with an age. All times are milliseconds since 1970; `Infinity` is never. */
export interface CacheEntry {
  readonly bytes: Uint8Array
  readonly storedAt: number
  /** Fresh before this time, stale from it on. */
  readonly expiresAt: number
  /** From this time on it is not given out any more. */
  readonly goneAt: number
  /** At most 250. */
  readonly tags: readonly string[]
  /** It was looked for, and there is nothing: the bytes mean nothing then. */
  readonly absent: boolean
}

export interface PruneReport {
  readonly removed: number
  /** What they took. */
  readonly bytes: number
}

/** What a store holds, and what happened in it since it was made. */
export interface StoreStatistics {
  readonly name: string
  readonly entries: number
  readonly bytes: number
  readonly hits: number
  readonly misses: number
  /** Removed to make room. */
  readonly evictions: number
  /** Found to be gone by age. */
  readonly expirations: number
  readonly corrupt: number
  /** When the oldest and the newest entry were stored. */
  readonly oldestAt: number | undefined
  readonly newestAt: number | undefined
  /** Of a store that is made of others. */
  readonly stores?: readonly StoreStatistics[]
}

export const maxTags = 250
