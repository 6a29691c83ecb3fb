import fc from 'fast-check'
import { LRUCache } from 'lru-cache'
import { describe, expect, it } from 'vitest'
import type { CacheEntry } from '../cache-store.ts'
import { type MemoryStore, memoryStore } from '../memory-store.ts'

const letters = [...'abcdefghijkl']

const step = fc.record({
  act: fc.constantFrom('get', 'get', 'set', 'set', 'set', 'delete', 'wait', 'prune', 'clear', 'shrink'),
  key: fc.constantFrom(...letters),
  size: fc.integer({ min: 0, max: 60 }),
  ms: fc.integer({ min: 2, max: 20 }),
  ages: fc.boolean(),
})

interface Pair {
  readonly store: MemoryStore
  readonly peer: LRUCache<string, Uint8Array>
  readonly evicted: string[]
  now: number
}

function pairOf(maxEntries: number, maxBytes: number): Pair {
  const evicted: string[] = []
  const pair: Pair = {
    now: 1,
    evicted,
    store: memoryStore({ maxEntries, maxBytes, clock: { now: () => pair.now, sleep: () => Promise.resolve() } }),
    peer: new LRUCache<string, Uint8Array>({
      max: maxEntries,
      maxSize: maxBytes,
      ttlResolution: 0,
      perf: { now: () => pair.now },
      dispose: (_, key, reason) => {
        if (reason === 'evict') evicted.push(key)
      },
    }),
  }
  return pair
}

function set({ store, peer, now }: Pair, key: string, bytes: Uint8Array, ttl: number): void {
  const goneAt = now + ttl
  store.set(key, { bytes, storedAt: now, expiresAt: goneAt, goneAt, tags: [], absent: false })
  // An entry is gone when its time is over; in the peer, a moment later.
  const age = Number.isFinite(ttl) ? { ttl: ttl - 1 } : {}
  peer.set(key, bytes, { size: bytes.length + key.length + 1, ...age })
}

function same(found: CacheEntry | undefined, expected: Uint8Array | undefined): void {
  expect(found && [...found.bytes]).toEqual(expected && [...expected])
}

describe('lru', () => {
  it('has the contents, evictions and sizes that lru-cache has after the same steps', () => {
    const law = fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 60, max: 250 }),
      fc.array(step, { maxLength: 120 }),
      (maxEntries, maxBytes, steps) => {
        const pair = pairOf(maxEntries, maxBytes)
        const { store, peer } = pair
        for (const [index, { act, key, size, ms, ages }] of steps.entries()) {
          if (act === 'wait') pair.now += ms
          if (act === 'set') set(pair, key, new Uint8Array(size).fill(index), ages ? ms + 2 : Number.POSITIVE_INFINITY)
          if (act === 'get') same(store.get(key), peer.get(key))
          if (act === 'delete') {
            store.delete(key)
            peer.delete(key)
          }
          if (act === 'shrink') set(pair, key, new Uint8Array(0), Number.POSITIVE_INFINITY)
          if (act === 'clear' && index % 5 === 0) {
            store.clear()
            peer.clear()
          }
          if (act === 'prune') {
            store.prune()
            peer.purgeStale()
          }
          const { entries, bytes, evictions } = store.statistics()
          expect({ entries, bytes, evictions }).toEqual({
            entries: peer.size,
            bytes: peer.calculatedSize,
            evictions: pair.evicted.length,
          })
        }
        for (const key of letters) same(store.get(key), peer.get(key))
      },
    )
    fc.assert(law, { numRuns: 1000 })
  })

  it('keeps the order of more uses than it puts in order at once, in more nodes than it began with', () => {
    const pair = pairOf(3000, 1_000_000)
    const bytes = new Uint8Array(1)
    let state = 1
    const random = (below: number): number => {
      state = (state * 48_271) % 2_147_483_647
      return state % below
    }
    for (let round = 0; round < 30; round++) {
      for (let index = 0; index < 400; index++) set(pair, `key ${random(6000)}`, bytes, Number.POSITIVE_INFINITY)
      for (let index = 0; index < 5000; index++) {
        const key = `key ${random(6000)}`
        same(pair.store.get(key), pair.peer.get(key))
      }
    }
    for (let index = 0; index < 6000; index++) same(pair.store.get(`key ${index}`), pair.peer.get(`key ${index}`))
    expect(pair.store.statistics()).toMatchObject({ entries: 3000, evictions: pair.evicted.length })
  })

  it('counts hits, also of more uses than it puts in order at once, and not what was too old', () => {
    const pair = pairOf(10, 1000)
    set(pair, 'a', new Uint8Array(1), Number.POSITIVE_INFINITY)
    set(pair, 'b', new Uint8Array(1), 5)
    for (let index = 0; index < 10_000; index++) pair.store.get('a')
    pair.store.get('b')
    pair.now += 5
    pair.store.get('b')
    pair.store.clear()
    pair.store.get('a')
    expect(pair.store.statistics()).toMatchObject({ hits: 10_001, misses: 2, expirations: 1 })
  })
})
