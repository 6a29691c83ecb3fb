import type { Clock } from '../runtime/clock.ts'
import type { Logger } from '../runtime/logger.ts'
import type { Load } from './cache.ts'
import type { CacheCounts } from './cache-counts.ts'
import type { CacheEntry, CacheStore } from './cache-store.ts'
import type { CacheCodec } from './codecs.ts'
import { type FlightContext, Flights } from './flights.ts'
import type { Lifetime } from './lifetime.ts'
import { RetryPauses } from './retry-pauses.ts'

/** A value, or the knowledge that there is none. */
export interface Found<T> {
  readonly value: T | undefined
  readonly entry: CacheEntry
}

/** What is loaded, and how it is kept. */
export interface Order<T> {
  readonly key: string
  readonly load: Load<T>
  readonly lifetime: Lifetime
  readonly tags: readonly string[]
  readonly counts: CacheCounts
}

/** Loads values and keeps them: one load at a time for each key, and none that was outdated while it ran. */
export class Loader<T> {
  readonly flights = new Flights<Found<T>>()
  readonly #store: CacheStore
  readonly #codec: CacheCodec<T>
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #pauses: RetryPauses
  /** Values of entries that were decoded before: stores in memory give out the same entry again and again. */
  readonly #decoded = new WeakMap<CacheEntry, T>()

  constructor(store: CacheStore, codec: CacheCodec<T>, clock: Clock, logger: Logger, retryMs: number) {
    this.#store = store
    this.#codec = codec
    this.#clock = clock
    this.#logger = logger
    this.#pauses = new RetryPauses(retryMs)
  }

  /** Shares the load that runs, or starts one. */
  load(order: Order<T>, signal: AbortSignal | undefined): Promise<Found<T>> {
    if (this.flights.has(order.key)) order.counts.add('sharedLoads')
    return this.flights.join(order.key, { signal, tags: order.tags }, (context) => this.#run(order, context))
  }

  /** Loads in the background, unless that failed a moment ago. A failure is logged. */
  refresh(order: Order<T>): void {
    if (this.flights.has(order.key) || this.#pauses.isPausing(order.key, this.#clock.now())) return
    this.load(order, undefined).catch((error: unknown) => this.servesStale(error))
  }

  /** A load failed that nobody else is told of, because there is an older value. */
  servesStale(error: unknown): void {
    this.#logger.warn('a cached value could not be loaded again; the older one is served', { source: this.#store.name, error })
  }

  encode(value: T, lifetime: Lifetime, tags: readonly string[]): CacheEntry {
    const storedAt = this.#clock.now()
    const expiresAt = storedAt + lifetime.ttlMs
    const goneAt = expiresAt + Math.max(lifetime.staleMs, lifetime.staleIfErrorMs)
    return { bytes: this.#codec.encode(value), storedAt, expiresAt, goneAt, tags, absent: false }
  }

  /** `undefined` for an entry that is not what the codec expects: it counts as damaged, and is removed. */
  decode(key: string, entry: CacheEntry): Found<T> | undefined {
    if (entry.absent) return { value: undefined, entry }
    const known = this.#decoded.get(entry)
    if (known !== undefined) return { value: known, entry }
    try {
      const value = this.#codec.decode(entry.bytes)
      this.#decoded.set(entry, value)
      return { value, entry }
    } catch (error) {
      this.#logger.warn('a cached entry is not used: it cannot be decoded', {
        code: 'CACHE_CORRUPT',
        source: this.#store.name,
        error,
      })
      void this.attempt('removed', () => this.#store.delete(key))
      return undefined
    }
  }

  /** Asks the store for something that can be done without. */
  async attempt<R>(what: string, act: () => R | Promise<R>): Promise<R | undefined> {
    try {
      return await act()
    } catch (error) {
      this.storeFailed(what, error)
      return undefined
    }
  }

  storeFailed(what: string, error: unknown): void {
    this.#logger.warn(`a cached entry could not be ${what}`, { code: 'CACHE_UNAVAILABLE', source: this.#store.name, error })
  }

  async #run(order: Order<T>, context: FlightContext): Promise<Found<T>> {
    const { key, counts } = order
    counts.add('loads')
    let loaded: T | undefined
    try {
      loaded = await order.load({ signal: context.signal })
    } catch (error) {
      counts.add('failedLoads')
      this.#pauses.failed(key, this.#clock.now())
      throw error
    }
    this.#pauses.succeeded(key)
    return loaded === undefined ? this.#keepAbsence(order, context) : this.#keep(order, loaded, context)
  }

  async #keep({ key, lifetime, tags }: Order<T>, loaded: T, context: FlightContext): Promise<Found<T>> {
    const entry = this.encode(loaded, lifetime, tags)
    if (context.isCurrent() && entry.goneAt > entry.storedAt) await this.attempt('stored', () => this.#store.set(key, entry))
    // The first caller gets what later ones get: what came out of the codec.
    return { value: this.#codec.decode(entry.bytes), entry }
  }

  async #keepAbsence({ key, lifetime, tags }: Order<T>, context: FlightContext): Promise<Found<T>> {
    const storedAt = this.#clock.now()
    const expiresAt = storedAt + lifetime.negativeTtlMs
    const entry: CacheEntry = { bytes: new Uint8Array(), storedAt, expiresAt, goneAt: expiresAt, tags, absent: true }
    if (context.isCurrent()) {
      // What was there before is not there any more.
      if (lifetime.negativeTtlMs > 0) await this.attempt('stored', () => this.#store.set(key, entry))
      else await this.attempt('removed', () => this.#store.delete(key))
    }
    return { value: undefined, entry }
  }
}
