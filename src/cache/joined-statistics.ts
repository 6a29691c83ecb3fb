import type { StoreStatistics } from './cache-store.ts'

/** The figures of several stores as those of one: counts add up, ages span. */
export function joinedStatistics(name: string, stores: readonly StoreStatistics[]): StoreStatistics {
  const sum = (figure: (store: StoreStatistics) => number): number => stores.reduce((total, store) => total + figure(store), 0)
  const times = (figure: (store: StoreStatistics) => number | undefined): number[] =>
    stores.map(figure).filter((time) => time !== undefined)
  const oldest = times((store) => store.oldestAt)
  const newest = times((store) => store.newestAt)
  return {
    name,
    entries: sum((store) => store.entries),
    bytes: sum((store) => store.bytes),
    hits: sum((store) => store.hits),
    misses: sum((store) => store.misses),
    evictions: sum((store) => store.evictions),
    expirations: sum((store) => store.expirations),
    corrupt: sum((store) => store.corrupt),
    oldestAt: oldest.length === 0 ? undefined : Math.min(...oldest),
    newestAt: newest.length === 0 ? undefined : Math.max(...newest),
    stores,
  }
}
