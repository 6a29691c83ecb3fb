import type { CacheStore } from '../../cache/cache-store.ts'

/** The same store, but every answer comes later, as from a server. */
export function laterStore(store: CacheStore): CacheStore {
  const later = async <T>(answer: () => T | Promise<T>): Promise<T> => {
    await Promise.resolve()
    return answer()
  }
  return {
    name: `later ${store.name}`,
    get: (key) => later(() => store.get(key)),
    set: (key, entry) => later(() => store.set(key, entry)),
    delete: (key) => later(() => store.delete(key)),
    invalidate: (tags) => later(() => store.invalidate(tags)),
    clear: () => later(() => store.clear()),
    prune: () => later(() => store.prune()),
    statistics: () => later(() => store.statistics()),
    close: () => later(() => store.close()),
  }
}

/** A store whose every method throws, while `isDown` says so. */
export function failingStore(store?: CacheStore, isDown: () => boolean = () => true): CacheStore {
  const ask = <T>(answer: (store: CacheStore) => T): T => {
    if (store === undefined || isDown()) throw new Error('the disk is on fire')
    return answer(store)
  }
  return {
    name: `failing ${store?.name ?? 'store'}`,
    get: (key) => ask((inner) => inner.get(key)),
    set: (key, entry) => ask((inner) => inner.set(key, entry)),
    delete: (key) => ask((inner) => inner.delete(key)),
    invalidate: (tags) => ask((inner) => inner.invalidate(tags)),
    clear: () => ask((inner) => inner.clear()),
    prune: () => ask((inner) => inner.prune()),
    statistics: () => ask((inner) => inner.statistics()),
    close: () => ask((inner) => inner.close()),
  }
}
