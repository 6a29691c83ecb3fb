import { checkOptions } from '../errors/check-options.ts'
import { ConfigError } from '../errors/config-error.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Logger } from '../runtime/logger.ts'
import { nodeRuntime } from '../runtime/node-runtime.ts'
import type { CacheEntry, CacheStore, PruneReport, StoreStatistics } from './cache-store.ts'
import { joinedStatistics } from './joined-statistics.ts'
import { checkStore, invalid, timeOf } from './limits.ts'
import { MissedChanges } from './missed-changes.ts'

export interface FailOverStoreOptions {
  /** A store that failed is tried again after this long, then after twice as long, and so on. Default: 1 second. */
  readonly backOffMs?: number | undefined
  /** The longest time between two tries. Default: 1 minute. */
  readonly maxBackOffMs?: number | undefined
  /**
   * What a store that takes over has to begin with. `empty` (the default): it is cleared, so nothing comes back that was
   * invalidated while it was not asked. `kept`: it keeps what it has, except what this process deleted or invalidated, for
   * programs that would rather start with old values than with none.
   */
  readonly takeOver?: 'empty' | 'kept' | undefined
  readonly clock?: Clock | undefined
  readonly logger?: Logger | undefined
}

/**
 * Several stores, of which the first that works is used. When it fails the next one takes over, and the first is tried
 * again after a while; by then it has forgotten what was changed in the meantime.
 * @throws ConfigError OPTION_INVALID
 */
export function failOverStore(stores: readonly CacheStore[], options: FailOverStoreOptions = {}): CacheStore {
  checkOptions(options, ['backOffMs', 'maxBackOffMs', 'takeOver', 'clock', 'logger'], 'failOverStore')
  return new FailOverStore(stores, options)
}

interface Member {
  readonly store: CacheStore
  /** What changed since it was last in use; complete while `isTracked`. */
  readonly missed: MissedChanges
  isTracked: boolean
  /** It has nothing that is outdated, as far as this process can know. */
  isReady: boolean
  preparing: Promise<void> | undefined
  failures: number
  nextTryAt: number
}

/** What has to be remembered for stores that do not see a change. */
interface Missed {
  readonly isSet: boolean
  readonly remember: (missed: MissedChanges) => void
}

class FailOverStore implements CacheStore {
  readonly name: string
  readonly #members: readonly Member[]
  readonly #backOffMs: number
  readonly #maxBackOffMs: number
  readonly #keeps: boolean
  readonly #clock: Clock
  readonly #logger: Logger

  constructor(stores: readonly CacheStore[], options: FailOverStoreOptions) {
    if (!Array.isArray(stores) || stores.length === 0)
      throw invalid('a fail-over store needs a list of at least one store', 'name the stores, the preferred one first')
    for (const [index, store] of stores.entries()) checkStore(store, `store ${index + 1}`)
    this.#clock = options.clock ?? nodeRuntime().clock
    this.#logger = options.logger ?? nodeRuntime().logger
    this.name = stores.map(({ name }) => name).join('|')
    this.#backOffMs = timeOf('backOffMs', options.backOffMs, 1000)
    this.#maxBackOffMs = timeOf('maxBackOffMs', options.maxBackOffMs, 60_000)
    this.#keeps = options.takeOver === 'kept'
    this.#members = stores.map((store, index) => ({
      store,
      missed: new MissedChanges(),
      isTracked: this.#keeps,
      isReady: index === 0,
      preparing: undefined,
      failures: 0,
      nextTryAt: 0,
    }))
  }

  get(key: string): Promise<CacheEntry | undefined> {
    return this.#withFirst((store) => store.get(key))
  }

  set(key: string, entry: CacheEntry): Promise<void> {
    return this.#withFirst((store) => store.set(key, entry), { isSet: true, remember: (missed) => missed.key(key) })
  }

  delete(key: string): Promise<boolean> {
    return this.#withFirst((store) => store.delete(key), { isSet: false, remember: (missed) => missed.key(key) })
  }

  invalidate(tags: readonly string[]): Promise<number> {
    return this.#withFirst((store) => store.invalidate(tags), { isSet: false, remember: (missed) => missed.tags(tags) })
  }

  clear(): Promise<void> {
    return this.#withFirst((store) => store.clear(), { isSet: false, remember: (missed) => missed.everything() })
  }

  prune(): Promise<PruneReport> {
    return this.#withFirst((store) => store.prune())
  }

  /** Of the store that is in use. */
  async statistics(): Promise<StoreStatistics> {
    return joinedStatistics(this.name, [await this.#withFirst((store) => store.statistics())])
  }

  async close(): Promise<void> {
    for (const { store } of this.#members) {
      try {
        await store.close()
      } catch (error) {
        this.#logger.warn('a cache could not be closed', { code: 'CACHE_UNAVAILABLE', source: store.name, error })
      }
    }
  }

  /** Asks the first store that works; those that do not see the change remember it. */
  async #withFirst<T>(act: (store: CacheStore) => T | Promise<T>, missed?: Missed): Promise<T> {
    let cause: unknown
    for (const [index, member] of this.#members.entries()) {
      if (member.nextTryAt > this.#clock.now()) {
        missed?.remember(member.missed)
        continue
      }
      try {
        if (!member.isReady) await this.#prepare(member)
        const result = await act(member.store)
        this.#worked(member, index, missed)
        return result
      } catch (error) {
        // The caller's mistake would be one in every store.
        if (ConfigError.is(error) && error.code === 'OPTION_INVALID') throw error
        cause = error
        this.#failed(member, error)
        missed?.remember(member.missed)
      }
    }
    throw unavailable(this.name, cause)
  }

  #prepare(member: Member): Promise<void> {
    member.preparing ??= (async () => {
      if (!member.isTracked) member.missed.everything()
      member.isTracked = true
      await member.missed.apply(member.store)
      member.isReady = true
    })().finally(() => {
      member.preparing = undefined
    })
    return member.preparing
  }

  #worked(member: Member, index: number, missed: Missed | undefined): void {
    if (member.failures > 0) this.#logger.info('a cache answers again', { source: member.store.name })
    member.failures = 0
    for (const behind of this.#members.slice(index + 1)) {
      behind.isReady = false
      if (!this.#keeps) behind.isTracked = false
      else if (missed?.isSet === false) missed.remember(behind.missed)
    }
  }

  #failed(member: Member, error: unknown): void {
    const waitMs = Math.min(this.#backOffMs * 2 ** member.failures, this.#maxBackOffMs)
    if (member.failures === 0)
      this.#logger.warn('a cache failed; the next one is used until it answers again', {
        code: 'CACHE_UNAVAILABLE',
        source: member.store.name,
        waitMs,
        error,
      })
    member.failures++
    // From here on it does not see what changes, and all of that is remembered.
    if (member.isReady) member.isTracked = true
    member.isReady = false
    member.nextTryAt = this.#clock.now() + waitMs
  }
}

function unavailable(name: string, cause: unknown): ConfigError {
  const message = 'no store of the cache answers'
  const hint = 'look at the cause, and at what was logged before'
  return new ConfigError({ code: 'CACHE_UNAVAILABLE', severity: 'error', message, source: name, hint }, { cause })
}
