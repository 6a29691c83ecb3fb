import { LRUCache } from 'lru-cache'
import type { CacheEntry } from '../src/cache/cache-store.ts'
import { bytesCodec } from '../src/cache/codecs.ts'
import { createCache } from '../src/cache/create-cache.ts'
import { type EvictionPolicy, memoryStore } from '../src/cache/memory-store.ts'
import { LruShelf } from '../src/cache/shelves/lru-shelf.ts'
import type { KeptEntry } from '../src/cache/shelves/shelf.ts'
import { type Case, measure, ratioOf } from './measure.ts'
import type { Effort, Row } from './row.ts'

const never = Number.POSITIVE_INFINITY
const bytes = Buffer.from('{"port":8080,"host":"localhost"}')

/** Hits and stores in memory against a Map and the library of the field, and how often values are found (G16). */
export function cacheRows(effort: Effort): readonly Row[] {
  return [...[100, 1000, 10_000].flatMap((count) => speedRows(count, effort)), ...scaleRows(effort), ...hitRateRows(effort)]
}

function speedRows(count: number, effort: Effort): readonly Row[] {
  const samples = measure([...hitCases(count), ...setCases(count)], effort.calls)
  const row = (what: string, over: string, base: string, atMost?: number): Row => ({
    goal: atMost === undefined ? '-' : 'G16',
    what: `cache of ${count}: ${what}`,
    ratio: ratioOf(samples, over, base),
    unit: 'x',
    target: atMost === undefined ? undefined : { atMost },
  })
  return [
    row('a hit in the memory store / Map.get', 'store', 'map', 1.3),
    row('a hit on the shelf itself / Map.get', 'shelf', 'map', 1.3),
    row('a hit in the store of an entry that ages / lru-cache get with ttl', 'store, ttl', 'lru-cache, ttl', 1),
    row('lru-cache get / Map.get', 'lru-cache', 'map'),
    row('cache.get / Map.get', 'cache', 'map'),
    row('cache.get in a namespace / Map.get', 'namespace', 'map'),
    row('set and evict on the shelf / lru-cache set with sizes', 'shelf, set', 'lru-cache, sized set', 1),
    row('the same / lru-cache set without sizes', 'shelf, set', 'lru-cache, set'),
    row('set and evict in the store, which copies / lru-cache set of a copy, with sizes', 'store, set', 'lru-cache, copying set'),
  ]
}

function entryOf(goneAt: number): KeptEntry {
  return {
    bytes,
    storedAt: Date.now(),
    expiresAt: goneAt,
    goneAt,
    tags: [],
    absent: false,
    ages: goneAt !== never,
    node: 0,
    usedAt: 0,
  }
}

function hitCases(count: number): readonly Case[] {
  const keys = Array.from({ length: count }, (_, index) => `configuration:key:${index}`)
  const order = Array.from({ length: 1024 }, (_, index) => keys[(index * 7919) % count] as string)
  const soon = Date.now() + 3_600_000

  const map = new Map<string, CacheEntry>()
  const shelf = new LruShelf({ maxEntries: count, maxBytes: 67_108_864, onEvict: () => undefined })
  const [store, ageing] = [memoryStore({ maxEntries: count }), memoryStore({ maxEntries: count })]
  const lru = new LRUCache<string, CacheEntry>({ max: count })
  const ageingLru = new LRUCache<string, CacheEntry>({ max: count, ttl: 3_600_000 })
  const cache = createCache({ store: memoryStore({ maxEntries: count }), codec: bytesCodec })
  const part = createCache({ store: memoryStore({ maxEntries: count }), codec: bytesCodec }).namespace('part')
  for (const key of keys) {
    map.set(key, entryOf(never))
    shelf.set(key, entryOf(never), { size: 64 })
    store.set(key, entryOf(never))
    ageing.set(key, entryOf(soon))
    lru.set(key, entryOf(never))
    ageingLru.set(key, entryOf(never))
    void cache.set(key, bytes)
    void part.set(key, bytes)
  }
  return [
    eachOf('map', order, (key) => map.get(key)),
    eachOf('shelf', order, (key) => shelf.get(key)),
    eachOf('store', order, (key) => store.get(key)),
    eachOf('lru-cache', order, (key) => lru.get(key)),
    eachOf('store, ttl', order, (key) => ageing.get(key)),
    eachOf('lru-cache, ttl', order, (key) => ageingLru.get(key)),
    eachOf('cache', order, (key) => cache.get(key)),
    eachOf('namespace', order, (key) => part.get(key)),
  ]
}

/** New keys in what is full. */
function setCases(count: number): readonly Case[] {
  const maxBytes = 67_108_864
  const shelf = new LruShelf({ maxEntries: count, maxBytes, onEvict: () => undefined })
  const store = memoryStore({ maxEntries: count })
  const lru = new LRUCache<string, CacheEntry>({ max: count })
  const sizedLru = new LRUCache<string, CacheEntry>({ max: count, maxSize: maxBytes })
  const copyingLru = new LRUCache<string, CacheEntry>({ max: count, maxSize: maxBytes })
  const stored = entryOf(never)
  const next = newKeys()
  const size = { size: 64 }
  const cases: readonly Case[] = [
    { name: 'shelf, set', run: () => shelf.set(next(), { ...stored }, size) },
    { name: 'store, set', run: () => store.set(next(), stored) },
    { name: 'lru-cache, set', run: () => lru.set(next(), { ...stored }) },
    { name: 'lru-cache, sized set', run: () => sizedLru.set(next(), { ...stored }, size) },
    { name: 'lru-cache, copying set', run: () => copyingLru.set(next(), { ...stored, bytes: new Uint8Array(bytes) }, size) },
  ]
  for (const { run } of cases) for (let index = 0; index < count; index++) run()
  return cases
}

/** What a hit and a new entry cost in a store a hundred times as large. */
function scaleRows(effort: Effort): readonly Row[] {
  const policies: readonly EvictionPolicy[] = ['lru', 'lfu', 'fifo', 'ttl']
  const stored: CacheEntry = { bytes, storedAt: 0, expiresAt: never, goneAt: never, tags: [], absent: false }
  return policies.map((policy) => {
    const caseOf = (count: number): Case => {
      const store = memoryStore({ policy, maxEntries: count })
      const next = newKeys()
      for (let index = 0; index < count; index++) store.set(next(), stored)
      return { name: String(count), run: () => store.set(next(), stored) }
    }
    const samples = measure([caseOf(1000), caseOf(100_000)], effort.calls)
    return {
      goal: 'G16',
      what: `cache: set and evict with ${policy}, 100,000 entries / 1,000 entries`,
      ratio: ratioOf(samples, '100000', '1000'),
      unit: 'x',
      target: { atMost: 10 },
    }
  })
}

/**
 * The workload of docs/cache.md: 10,000 keys by Zipf's law (exponent 1), 1,000 questions a second, values that are fresh for
 * five minutes.
 */
function hitRateRows({ quick }: Effort): readonly Row[] {
  const requests = quick ? 400_000 : 1_000_000
  const rate = (policy: EvictionPolicy, maxEntries: number): number => {
    let now = 0
    const clock = { now: () => now, sleep: () => Promise.resolve() }
    const store = memoryStore({ policy, maxEntries, clock })
    const ask = zipf(10_000)
    let hits = 0
    for (let index = 0; index < requests; index++) {
      now = index
      const key = `key ${ask()}`
      if (store.get(key) !== undefined) hits++
      else store.set(key, { bytes, storedAt: now, expiresAt: now + 300_000, goneAt: now + 300_000, tags: [], absent: false })
    }
    return (100 * hits) / requests
  }
  const row = (what: string, percent: number, atLeast?: number): Row => ({
    goal: '-',
    what,
    ratio: { median: percent, low: percent, high: percent },
    unit: '%',
    target: atLeast === undefined ? undefined : { atLeast },
  })
  return [
    row('cache: hit rate of the documented workload, room for all keys', rate('lru', 10_000), 95),
    ...(['lru', 'lfu', 'fifo', 'ttl'] as const).map((policy) =>
      row(`cache: the same with room for a fifth of the keys, ${policy}`, rate(policy, 2000)),
    ),
  ]
}

/** Ranks from 0, each asked for in proportion to 1 / (rank + 1). Always the same sequence. */
function zipf(count: number): () => number {
  const sums = new Float64Array(count)
  let sum = 0
  for (let rank = 0; rank < count; rank++) {
    sum += 1 / (rank + 1)
    sums[rank] = sum
  }
  let state = 1
  return () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    const wanted = (((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * sum
    let [low, high] = [0, count - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] as number) < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

function newKeys(): () => string {
  let number = 0
  return () => `configuration:new:${number++}`
}

/** Asks for all in turn; the loop is compiled for this case alone. */
function eachOf(name: string, keys: readonly string[], get: (key: string) => unknown): Case {
  const loop = new Function(
    'keys',
    'get',
    `return function all_${name.replace(/\W/g, '_')}() { let last; for (let i = 0; i < keys.length; i++) last = get(keys[i]); return last }`,
  ) as (keys: readonly string[], get: (key: string) => unknown) => () => unknown
  return { name, run: loop(keys, get) }
}
