import { checkOptions } from '../errors/check-options.ts'
import { ConfigError } from '../errors/config-error.ts'
import { type Awaitable, isPromise } from '../runtime/awaitable.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Cache, CacheStatistics, EntryOptions, Load, LoadOptions, WarmItem, WarmOptions, WarmReport } from './cache.ts'
import { CacheCounts } from './cache-counts.ts'
import type { CacheEntry, CacheStore } from './cache-store.ts'
import type { Flights } from './flights.ts'
import { type CacheKey, namespacePrefix, printKey } from './key.ts'
import { freshFor, type Lifetime, lifetimeOf } from './lifetime.ts'
import { checkTagNames, entryOptionNames, invalid, limitOf } from './limits.ts'
import type { Found, Loader, Order } from './loader.ts'

/** What all namespaces of a cache share. */
export interface CacheCore<T> {
  readonly store: CacheStore
  readonly clock: Clock
  readonly loader: Loader<T>
  /** Reads of stores that answer later, together with what they lead to. */
  readonly reads: Flights<T | undefined>
  readonly state: { isClosed: boolean }
}

/** A cache, or a namespace of one. */
export class CacheView<T> implements Cache<T> {
  readonly #core: CacheCore<T>
  readonly #namespaces: readonly string[]
  readonly #prefix: string
  readonly #defaults: Lifetime
  readonly #counts: CacheCounts

  constructor(core: CacheCore<T>, namespaces: readonly string[], defaults: Lifetime, counts: CacheCounts) {
    this.#core = core
    this.#namespaces = namespaces
    this.#prefix = namespacePrefix(namespaces)
    this.#defaults = defaults
    this.#counts = counts
  }

  get(key: CacheKey): Awaitable<T | undefined> {
    const text = this.#keyOf(key)
    const entry = this.#read(text)
    return isPromise(entry) ? entry.then((read) => this.#fresh(text, read)) : this.#fresh(text, entry)
  }

  async getOrLoad(key: CacheKey, load: Load<T>, options: LoadOptions = {}): Promise<T | undefined> {
    const order = this.#order(key, load, options)
    options.signal?.throwIfAborted()
    const entry = this.#read(order.key)
    if (!isPromise(entry)) return this.#serve(order, entry, options.signal)
    // Shared from here on, or a caller whose read ends after the load of another would start a second one.
    if (this.#core.reads.has(order.key)) this.#counts.add('sharedLoads')
    return this.#core.reads.join(order.key, { signal: options.signal, tags: order.tags }, async ({ signal }) =>
      this.#serve(order, await entry, signal),
    )
  }

  async set(key: CacheKey, value: T, options: EntryOptions = {}): Promise<void> {
    const text = this.#keyOf(key)
    checkOptions(options, entryOptionNames, 'an entry')
    const entry = this.#core.loader.encode(value, lifetimeOf(options, this.#defaults), this.#tagsOf(options.tags))
    this.#forget((flights) => flights.forget(text))
    await this.#asked(() => this.#core.store.set(text, entry))
  }

  async delete(key: CacheKey): Promise<boolean> {
    const text = this.#keyOf(key)
    this.#forget((flights) => flights.forget(text))
    return this.#asked(() => this.#core.store.delete(text))
  }

  async invalidate(tags: readonly string[]): Promise<number> {
    this.#refuseClosed()
    checkTagNames(tags)
    const own = tags.map((tag) => this.#tagOf(tag))
    this.#forget((flights) => flights.forgetTagged(own))
    return this.#asked(() => this.#core.store.invalidate(own))
  }

  async clear(): Promise<void> {
    this.#refuseClosed()
    const { store } = this.#core
    if (this.#namespaces.length === 0) {
      this.#forget((flights) => flights.forgetAll())
      await this.#asked(() => store.clear())
    } else {
      const tag = namespaceTag(this.#prefix)
      this.#forget((flights) => flights.forgetTagged([tag]))
      await this.#asked(() => store.invalidate([tag]))
    }
  }

  namespace(name: string): Cache<T> {
    if (name === '' || typeof name !== 'string') throw invalid('a namespace needs a name', 'name it after what is in it')
    return new CacheView(this.#core, [...this.#namespaces, name], this.#defaults, new CacheCounts(this.#counts))
  }

  prefetch(key: CacheKey, load: Load<T>, options: LoadOptions = {}): void {
    const order = this.#order(key, load, options)
    const { loader, clock } = this.#core
    void (async () => {
      const entry = await this.#read(order.key)
      if (entry === undefined || freshFor(entry, clock.now()) <= order.lifetime.refreshAheadMs) loader.refresh(order)
    })()
  }

  async warm(items: Iterable<WarmItem<T>>, options: WarmOptions = {}): Promise<WarmReport> {
    checkOptions(options, ['concurrency', 'signal'], 'warm')
    const lanes = limitOf('concurrency', options.concurrency, 4)
    const { signal } = options
    const failed: { key: CacheKey; error: unknown }[] = []
    let ready = 0
    if (typeof items?.[Symbol.iterator] !== 'function')
      throw invalid('warm needs a list of what to load', 'write warm([{ key, load }])')
    const rest = items[Symbol.iterator]()
    const work = async (): Promise<void> => {
      for (let next = rest.next(); next.done !== true; next = rest.next()) {
        signal?.throwIfAborted()
        const { key, load, options: own } = next.value
        try {
          await this.getOrLoad(key, load, { ...own, ...(signal && { signal }) })
          ready++
        } catch (error) {
          signal?.throwIfAborted()
          failed.push({ key, error })
        }
      }
    }
    await Promise.all(Array.from({ length: lanes }, work))
    return { ready, failed }
  }

  async statistics(): Promise<CacheStatistics> {
    const store = await this.#asked(() => this.#core.store.statistics())
    const { hits, negativeHits, staleHits, misses, hitRate, loads, failedLoads, sharedLoads } = this.#counts
    const ageOf = (time: number | undefined): number | undefined => time && this.#core.clock.now() - time
    const ages = { oldestMs: ageOf(store.oldestAt), newestMs: ageOf(store.newestAt) }
    return { hits, negativeHits, staleHits, misses, hitRate, loads, failedLoads, sharedLoads, ...ages, store }
  }

  async close(): Promise<void> {
    const { state, reads, loader, store } = this.#core
    if (state.isClosed) return
    state.isClosed = true
    for (const flights of [reads, loader.flights]) flights.abort(closed())
    await this.#asked(() => store.close())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** What is there may be good enough; else it is loaded, and when that fails, it may be good enough after all. */
  async #serve(order: Order<T>, entry: CacheEntry | undefined, signal: AbortSignal | undefined): Promise<T | undefined> {
    const { loader, clock } = this.#core
    const { staleMs, staleIfErrorMs, refreshAheadMs } = order.lifetime
    const found = entry && loader.decode(order.key, entry)
    const leftMs = found ? freshFor(found.entry, clock.now()) : Number.NEGATIVE_INFINITY
    if (found && leftMs > -staleMs) {
      this.#count(found, leftMs <= 0)
      if (leftMs <= Math.max(0, refreshAheadMs)) loader.refresh(order)
      return found.value
    }
    try {
      const loaded = await loader.load(order, signal)
      this.#counts.add('misses')
      return loaded.value
    } catch (error) {
      if (found === undefined || leftMs <= -staleIfErrorMs || signal?.aborted) {
        this.#counts.add('misses')
        throw error
      }
      loader.servesStale(error)
      this.#count(found, true)
      return found.value
    }
  }

  #fresh(text: string, entry: CacheEntry | undefined): T | undefined {
    const isFresh = entry && (entry.expiresAt === Number.POSITIVE_INFINITY || freshFor(entry, this.#core.clock.now()) > 0)
    const found = isFresh ? this.#core.loader.decode(text, entry) : undefined
    this.#count(found)
    return found?.value
  }

  /** A store that cannot be read has nothing. */
  #read(text: string): Awaitable<CacheEntry | undefined> {
    const { store, loader } = this.#core
    try {
      const entry = store.get(text)
      return isPromise(entry) ? loader.attempt('read', () => entry) : entry
    } catch (error) {
      loader.storeFailed('read', error)
      return undefined
    }
  }

  /** Stores are written by others, and may throw anything. */
  async #asked<R>(act: () => Awaitable<R>): Promise<R> {
    try {
      return await act()
    } catch (error) {
      throw ConfigError.is(error) ? error : unavailable(this.#core.store.name, error)
    }
  }

  #order(key: CacheKey, load: Load<T>, options: LoadOptions): Order<T> {
    if (typeof load !== 'function') throw invalid('load must be a function', 'write getOrLoad(key, async () => …)')
    checkOptions(options, entryOptionNames, 'an entry')
    if (options.signal !== undefined && typeof options.signal?.throwIfAborted !== 'function')
      throw invalid('signal must be an AbortSignal', 'give the signal of an AbortController')
    const lifetime = lifetimeOf(options, this.#defaults)
    return { key: this.#keyOf(key), load, lifetime, tags: this.#tagsOf(options.tags), counts: this.#counts }
  }

  #keyOf(key: CacheKey): string {
    this.#refuseClosed()
    return printKey(this.#prefix, key)
  }

  #tagOf(tag: string): string {
    return printKey(this.#prefix, tag)
  }

  /** Those that were given, and one for each namespace around, by which it is cleared. */
  #tagsOf(tags: readonly string[] = []): readonly string[] {
    const around = this.#namespaces.map((_, index) => namespaceTag(namespacePrefix(this.#namespaces.slice(0, index + 1))))
    checkTagNames(tags)
    if (tags.length > 200) throw invalid(`an entry can carry 200 tags, not ${tags.length}`, 'tag what is invalidated together')
    return [...tags.map((tag) => this.#tagOf(tag)), ...around]
  }

  #count(found: Found<T> | undefined, isStale = false): void {
    this.#counts.add(found === undefined ? 'misses' : isStale ? 'staleHits' : 'hits')
    if (found?.entry.absent) this.#counts.add('negativeHits')
  }

  #forget(forget: (flights: Flights<unknown>) => void): void {
    // Reads first: what they start must not be missed.
    for (const flights of [this.#core.reads, this.#core.loader.flights]) forget(flights)
  }

  #refuseClosed(): void {
    if (this.#core.state.isClosed) throw closed()
  }
}

/** No tag of a user begins so: they are escaped like keys. */
function namespaceTag(prefix: string): string {
  return `\u0001namespace:${prefix}`
}

function unavailable(source: string, cause: unknown): ConfigError {
  const hint = 'look at the cause of this error'
  return new ConfigError({ code: 'CACHE_UNAVAILABLE', severity: 'error', message: 'the cache failed', source, hint }, { cause })
}

function closed(): ConfigError {
  const hint = 'keep the cache open for as long as it is used'
  return new ConfigError({ code: 'CONFIG_CLOSED', severity: 'error', message: 'the cache was closed', hint })
}
