import { type Awaitable, andThen, isPromise } from '../runtime/awaitable.ts'
import type { CacheEntry, CacheStore, PruneReport, StoreStatistics } from './cache-store.ts'
import { joinedStatistics } from './joined-statistics.ts'
import { checkStore } from './limits.ts'

/**
 * A quick store in front of a lasting one, such as memory in front of files. What the front has is answered without the
 * back; what only the back has is put in front, with the times and tags it has. Everything that changes goes to both.
 * @throws ConfigError OPTION_INVALID
 */
export function tieredStore(front: CacheStore, back: CacheStore): CacheStore {
  checkStore(front, 'the store in front')
  checkStore(back, 'the store behind')
  return new TieredStore(front, back)
}

class TieredStore implements CacheStore {
  readonly name: string
  readonly #front: CacheStore
  readonly #back: CacheStore
  /** Reads of the back under way, by key. One that is not here any more when it ends brings something outdated. */
  readonly #reads = new Map<string, object>()

  constructor(front: CacheStore, back: CacheStore) {
    this.name = `${front.name}+${back.name}`
    this.#front = front
    this.#back = back
  }

  get(key: string): Awaitable<CacheEntry | undefined> {
    return andThen(this.#front.get(key), (entry) => entry ?? this.#promote(key))
  }

  set(key: string, entry: CacheEntry): Awaitable<void> {
    this.#reads.delete(key)
    return both(
      () => this.#front.set(key, entry),
      () => this.#back.set(key, entry),
      () => undefined,
    )
  }

  delete(key: string): Awaitable<boolean> {
    this.#reads.delete(key)
    return both(
      () => this.#front.delete(key),
      () => this.#back.delete(key),
      (front, back) => front || back,
    )
  }

  invalidate(tags: readonly string[]): Awaitable<number> {
    this.#reads.clear()
    return both(
      () => this.#front.invalidate(tags),
      () => this.#back.invalidate(tags),
      // What is in front is in the back as well, unless the back has lost it.
      (front, back) => {
        this.#reads.clear()
        return Math.max(front, back)
      },
    )
  }

  clear(): Awaitable<void> {
    this.#reads.clear()
    return both(
      () => this.#front.clear(),
      () => this.#back.clear(),
      () => this.#reads.clear(),
    )
  }

  prune(): Awaitable<PruneReport> {
    return both(
      () => this.#front.prune(),
      () => this.#back.prune(),
      (front, back) => ({ removed: front.removed + back.removed, bytes: front.bytes + back.bytes }),
    )
  }

  statistics(): Awaitable<StoreStatistics> {
    return both(
      () => this.#front.statistics(),
      () => this.#back.statistics(),
      (front, back) => ({
        ...joinedStatistics(this.name, [front, back]),
        // The back has what the front has. A look in front that finds nothing goes on to the back.
        entries: Math.max(front.entries, back.entries),
        misses: back.misses,
      }),
    )
  }

  close(): Awaitable<void> {
    return both(
      () => this.#front.close(),
      () => this.#back.close(),
      () => undefined,
    )
  }

  #promote(key: string): Awaitable<CacheEntry | undefined> {
    const read = {}
    this.#reads.set(key, read)
    let found: Awaitable<CacheEntry | undefined>
    try {
      found = this.#back.get(key)
    } catch (error) {
      this.#reads.delete(key)
      throw error
    }
    if (!isPromise(found)) return this.#arrived(key, read, found)
    return found.then(
      (entry) => this.#arrived(key, read, entry),
      (error: unknown) => {
        if (this.#reads.get(key) === read) this.#reads.delete(key)
        throw error
      },
    )
  }

  #arrived(key: string, read: object, entry: CacheEntry | undefined): Awaitable<CacheEntry | undefined> {
    if (this.#reads.get(key) !== read) return entry
    this.#reads.delete(key)
    return entry === undefined ? undefined : andThen(this.#front.set(key, entry), () => entry)
  }
}

/** Both are done, whatever becomes of the first; then the first failure is thrown. */
function both<A, B, R>(first: () => Awaitable<A>, second: () => Awaitable<B>, join: (first: A, second: B) => R): Awaitable<R> {
  let one: Awaitable<A>
  try {
    one = first()
  } catch (error) {
    one = Promise.reject(error)
  }
  let two: Awaitable<B>
  try {
    two = second()
  } catch (error) {
    two = Promise.reject(error)
  }
  if (!isPromise(one) && !isPromise(two)) return join(one, two)
  return Promise.allSettled([one, two]).then(async () => join(await one, await two))
}
