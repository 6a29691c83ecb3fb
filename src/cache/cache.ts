import type { Awaitable } from '../runtime/awaitable.ts'
import type { StoreStatistics } from './cache-store.ts'
import type { CacheKey } from './key.ts'

/** How long an entry is good for, and what it belongs to. */
export interface EntryOptions {
  /** Fresh for so long. Default: what the cache was made with, else for ever. */
  readonly ttlMs?: number | undefined
  /** After that it is still served for so long, while it is loaded again in the background. Default: 0. */
  readonly staleMs?: number | undefined
  /** After that it is still served for so long when loading it again fails. Default: 0. */
  readonly staleIfErrorMs?: number | undefined
  /** Names by which it can be invalidated together with others. At most 200. */
  readonly tags?: readonly string[] | undefined
}

export interface LoadOptions extends EntryOptions {
  /** Remember for so long that there is nothing: `load` returned `undefined`. Default: 0, which asks every time. */
  readonly negativeTtlMs?: number | undefined
  /** A fresh entry with no more than this left to live is loaded again in the background when it is asked for. Default: 0. */
  readonly refreshAheadMs?: number | undefined
  /** Ends the wait of this caller. The load goes on for others who wait for it. */
  readonly signal?: AbortSignal | undefined
}

/** Gets a value where it comes from. `undefined`: it was looked for, and there is none. */
export type Load<T> = (context: LoadContext) => Awaitable<T | undefined>

export interface LoadContext {
  /** Aborted when nobody waits for the value any more. */
  readonly signal: AbortSignal
}

/** One value that a cache is warmed with. */
export interface WarmItem<T> {
  readonly key: CacheKey
  readonly load: Load<T>
  readonly options?: LoadOptions
}

export interface WarmReport {
  /** Values that are there now. */
  readonly ready: number
  readonly failed: readonly { readonly key: CacheKey; readonly error: unknown }[]
}

export interface WarmOptions {
  /** How many are loaded at once. Default: 4. */
  readonly concurrency?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** What was asked of a cache since it was made, its namespaces included, and what its store holds. */
export interface CacheStatistics {
  /** Fresh values, among them those that say that there is nothing. */
  readonly hits: number
  readonly negativeHits: number
  /** Values that were served although they were not fresh. */
  readonly staleHits: number
  readonly misses: number
  /** Hits and stale hits among all. 0 when nothing was asked. */
  readonly hitRate: number
  readonly loads: number
  readonly failedLoads: number
  /** Callers that waited for the load of another. */
  readonly sharedLoads: number
  /** How old the oldest and the newest entry are. */
  readonly oldestMs: number | undefined
  readonly newestMs: number | undefined
  readonly store: StoreStatistics
}

/**
 * Values by key, kept in a store for as long as they are good. What cannot be kept or read is loaded: `get` and
 * `getOrLoad` do not fail because of a store. `set`, `delete`, `invalidate` and `clear` do, because a program has to know
 * when something outdated stays.
 */
export interface Cache<T> extends AsyncDisposable {
  /** A fresh value; at once when the store answers at once. */
  get(key: CacheKey): Awaitable<T | undefined>
  /**
   * The value, from the store or from `load`. Callers that need the same value at the same time share one load.
   * @throws what `load` throws when there is no value to serve instead; the reason of the signal
   */
  getOrLoad(key: CacheKey, load: Load<T>, options?: LoadOptions): Promise<T | undefined>
  /** @throws ConfigError */
  set(key: CacheKey, value: T, options?: EntryOptions): Promise<void>
  /** Whether there was one. Loads of it that run now are not kept. */
  delete(key: CacheKey): Promise<boolean>
  /** Removes everything with one of these tags, in this namespace. Says how many entries that were. */
  invalidate(tags: readonly string[]): Promise<number>
  /** Removes everything in this namespace, or in the store when it is the whole cache. */
  clear(): Promise<void>
  /** A part of the cache with keys and tags of its own. */
  namespace(name: string): Cache<T>
  /** Says that a value will be needed soon: loads it in the background unless it is there and not near its end. */
  prefetch(key: CacheKey, load: Load<T>, options?: LoadOptions): void
  /** Loads what is not there yet. */
  warm(items: Iterable<WarmItem<T>>, options?: WarmOptions): Promise<WarmReport>
  statistics(): Promise<CacheStatistics>
  /** Aborts what is loading, and closes the store. */
  close(): Promise<void>
}
