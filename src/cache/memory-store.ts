import { checkOptions } from '../errors/check-options.ts'
import type { Clock } from '../runtime/clock.ts'
import { coarseClock } from '../runtime/coarse-clock.ts'
import type { CacheEntry, CacheStore, PruneReport, StoreStatistics } from './cache-store.ts'
import { checkTags, invalid, limitOf } from './limits.ts'
import { fifoOrder } from './shelves/fifo-order.ts'
import { lfuOrder } from './shelves/lfu-order.ts'
import { LruShelf } from './shelves/lru-shelf.ts'
import { rankedShelf } from './shelves/ranked-shelf.ts'
import type { Shelf, ShelfOptions } from './shelves/shelf.ts'
import { ttlOrder } from './shelves/ttl-order.ts'
import { TagIndex } from './tag-index.ts'

/** Which entry goes when there is no room: not used for longest, used least often, stored first, or gone soonest. */
export type EvictionPolicy = 'lru' | 'lfu' | 'fifo' | 'ttl'

export interface MemoryStoreOptions {
  /** Default: `lru`. */
  readonly policy?: EvictionPolicy | undefined
  /** Default: 10,000. */
  readonly maxEntries?: number | undefined
  /** The sum of contents and keys. Default: 64 MiB. */
  readonly maxBytes?: number | undefined
  /** Default: the machine's, which is asked at most once in a turn of the event loop. */
  readonly clock?: Clock | undefined
}

const shelves: Readonly<Record<EvictionPolicy, (options: ShelfOptions) => Shelf>> = {
  lru: (options) => new LruShelf(options),
  lfu: (options) => rankedShelf(lfuOrder(), options),
  fifo: (options) => rankedShelf(fifoOrder(), options),
  ttl: (options) => rankedShelf(ttlOrder(), options),
}

/** Entries in the memory of this process. Every method answers at once. */
export interface MemoryStore extends CacheStore {
  get(key: string): CacheEntry | undefined
  set(key: string, entry: CacheEntry): void
  delete(key: string): boolean
  invalidate(tags: readonly string[]): number
  clear(): void
  prune(): PruneReport
  statistics(): StoreStatistics
  close(): void
}

/** @throws ConfigError OPTION_INVALID */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  checkOptions(options, ['policy', 'maxEntries', 'maxBytes', 'clock'], 'memoryStore')
  return new Memory(options)
}

class Memory implements MemoryStore {
  readonly name = 'memory'
  readonly #clock: Clock
  readonly #shelf: Shelf
  readonly #maxBytes: number
  readonly #tags = new TagIndex()
  /** There was an entry that ages. */
  #hasAgeing = false
  /** What the shelf had and was too old. */
  #late = 0
  #misses = 0
  #evictions = 0
  #expirations = 0

  constructor({ policy = 'lru', maxEntries, maxBytes, clock }: MemoryStoreOptions) {
    if (!Object.hasOwn(shelves, policy))
      throw invalid(`there is no policy "${policy}"`, `use one of ${Object.keys(shelves).join(', ')}`)
    this.#clock = clock ?? coarseClock
    this.#maxBytes = limitOf('maxBytes', maxBytes, 67_108_864)
    this.#shelf = shelves[policy]({
      maxEntries: limitOf('maxEntries', maxEntries, 10_000),
      maxBytes: this.#maxBytes,
      onEvict: (key, entry) => {
        this.#evictions++
        if (entry.tags.length > 0) this.#tags.remove(key, entry.tags)
      },
    })
  }

  get(key: string): CacheEntry | undefined {
    const entry = this.#shelf.get(key)
    // Short, so that the engine puts it into the caller. Neither the entry nor the clock is looked at without need.
    if (entry === undefined || (this.#hasAgeing && entry.ages && entry.goneAt <= this.#clock.now()))
      return this.#missed(key, entry)
    return entry
  }

  set(key: string, entry: CacheEntry): void {
    checkTags(entry.tags)
    const old = this.#shelf.peek(key)
    if (old !== undefined && old.tags.length > 0) this.#tags.remove(key, old.tags)
    const size = entry.bytes.length + key.length + 1
    if (size > this.#maxBytes) {
      this.#shelf.delete(key)
      return
    }
    // A copy: the caller may go on writing into the buffer, or it may be a small view of a large one.
    const { storedAt, expiresAt, goneAt, tags, absent } = entry
    const ages = goneAt !== Number.POSITIVE_INFINITY
    this.#hasAgeing ||= ages
    const bytes = new Uint8Array(entry.bytes)
    this.#shelf.set(key, { bytes, storedAt, expiresAt, goneAt, tags, absent, ages, node: 0, usedAt: 0 }, { size })
    if (entry.tags.length > 0) this.#tags.add(key, entry.tags)
  }

  delete(key: string): boolean {
    const entry = this.#shelf.peek(key)
    if (entry === undefined) return false
    this.#remove(key, entry)
    return entry.goneAt > this.#clock.now()
  }

  invalidate(tags: readonly string[]): number {
    const keys = this.#tags.find(tags)
    for (const key of keys) this.delete(key)
    return keys.size
  }

  clear(): void {
    this.#shelf.clear()
    this.#tags.clear()
  }

  prune(): PruneReport {
    const now = this.#clock.now()
    const before = this.#shelf.calculatedSize
    let removed = 0
    for (const key of [...this.#shelf.keys()]) {
      const entry = this.#shelf.peek(key)
      if (entry === undefined || entry.goneAt > now) continue
      this.#remove(key, entry)
      removed++
    }
    this.#expirations += removed
    return { removed, bytes: before - this.#shelf.calculatedSize }
  }

  statistics(): StoreStatistics {
    let [oldestAt, newestAt]: (number | undefined)[] = []
    for (const key of this.#shelf.keys()) {
      const storedAt = this.#shelf.peek(key)?.storedAt
      if (storedAt === undefined) continue
      if (oldestAt === undefined || storedAt < oldestAt) oldestAt = storedAt
      if (newestAt === undefined || storedAt > newestAt) newestAt = storedAt
    }
    return {
      name: this.name,
      entries: this.#shelf.size,
      bytes: this.#shelf.calculatedSize,
      hits: this.#shelf.uses - this.#late,
      misses: this.#misses,
      evictions: this.#evictions,
      expirations: this.#expirations,
      corrupt: 0,
      oldestAt,
      newestAt,
    }
  }

  close(): void {
    this.clear()
  }

  #missed(key: string, gone: CacheEntry | undefined): undefined {
    this.#misses++
    if (gone === undefined) return
    this.#late++
    this.#expirations++
    this.#remove(key, gone)
  }

  #remove(key: string, entry: CacheEntry): void {
    this.#shelf.delete(key)
    this.#tags.remove(key, entry.tags)
  }
}
