import type { EntryOptions, LoadOptions } from './cache.ts'
import type { CacheEntry } from './cache-store.ts'
import { timeOf } from './limits.ts'

/** All times of an entry, as numbers. */
export interface Lifetime {
  readonly ttlMs: number
  readonly staleMs: number
  readonly staleIfErrorMs: number
  readonly negativeTtlMs: number
  readonly refreshAheadMs: number
}

/** Times that were given, or those of the cache. */
export function lifetimeOf(options: LoadOptions & EntryOptions, defaults: Lifetime): Lifetime {
  return {
    ttlMs: timeOf('ttlMs', options.ttlMs, defaults.ttlMs),
    staleMs: timeOf('staleMs', options.staleMs, defaults.staleMs),
    staleIfErrorMs: timeOf('staleIfErrorMs', options.staleIfErrorMs, defaults.staleIfErrorMs),
    negativeTtlMs: timeOf('negativeTtlMs', options.negativeTtlMs, defaults.negativeTtlMs),
    refreshAheadMs: timeOf('refreshAheadMs', options.refreshAheadMs, defaults.refreshAheadMs),
  }
}

/** Clocks of machines that share a store may differ by so much. */
const skewMs = 60_000

/**
 * How long an entry is still fresh, in milliseconds. One from the future, as after a clock that was set back, counts as
 * just too old: it would live for as much longer than it may.
 */
export function freshFor({ storedAt, expiresAt }: CacheEntry, now: number): number {
  return storedAt - now > skewMs && expiresAt !== Number.POSITIVE_INFINITY ? 0 : expiresAt - now
}

export const foreverFresh: Lifetime = {
  ttlMs: Number.POSITIVE_INFINITY,
  staleMs: 0,
  staleIfErrorMs: 0,
  negativeTtlMs: 0,
  refreshAheadMs: 0,
}
