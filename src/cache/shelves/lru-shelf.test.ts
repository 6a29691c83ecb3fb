import fc from 'fast-check'
import { LRUCache } from 'lru-cache'
import { describe, expect, it } from 'vitest'
import type { CacheEntry } from '../cache-store.ts'
import { type MemoryStore, memoryStore } from '../memory-store.ts'
import { LruShelf } from './lru-shelf.ts'
import type { KeptEntry } from './shelf.ts'

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

  it('keeps the order of many uses of many entries', () => {
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

  it('counts hits, and not what was too old', () => {
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

/** A shelf and its peer, to which the same happens, and what each of them evicts. */
class Twins {
  readonly #shelf: LruShelf
  readonly #peer: LRUCache<string, number>
  readonly #evicted: [string, number][] = []
  readonly #expected: [string, number][] = []
  #number = 0
  #seed = 1

  constructor(limits: { readonly maxEntries: number; readonly maxBytes: number }, lastTime?: number) {
    const onEvict = (key: string, entry: KeptEntry): unknown => this.#evicted.push([key, entry.storedAt])
    this.#shelf = new LruShelf({ ...limits, onEvict }, lastTime)
    this.#peer = new LRUCache<string, number>({
      max: limits.maxEntries,
      maxSize: limits.maxBytes,
      dispose: (number, key, reason) => reason === 'evict' && this.#expected.push([key, number]),
    })
  }

  random(below: number): number {
    this.#seed = (this.#seed * 48_271) % 2_147_483_647
    return this.#seed % below
  }

  set(key: string, size = 1): void {
    const storedAt = this.#number++
    const times = { storedAt, expiresAt: 0, goneAt: 0 }
    const entry: KeptEntry = { ...times, bytes: noBytes, tags: [], absent: false, ages: false, node: 0, usedAt: 0 }
    this.#shelf.set(key, entry, { size })
    this.#peer.set(key, storedAt, { size })
  }

  get(key: string): void {
    if (this.#shelf.get(key)?.storedAt !== this.#peer.get(key)) throw new Error(`another entry for ${key}`)
  }

  delete(key: string): void {
    if (this.#shelf.delete(key) !== this.#peer.delete(key)) throw new Error(`only one had ${key}`)
  }

  /** Evicts everything that is left, too: the order of all of it counts. */
  expectSame(): void {
    expect([this.#shelf.size, this.#shelf.calculatedSize]).toEqual([this.#peer.size, this.#peer.calculatedSize])
    for (let index = 0; index < this.#peer.max; index++) this.set(`last ${index}`)
    expect(this.#evicted).toEqual(this.#expected)
  }
}

const noBytes = new Uint8Array(0)

describe('the shelf', () => {
  it('evicts what lru-cache evicts, in the same order, while entries are used, replaced and deleted', () => {
    const twins = new Twins({ maxEntries: 2000, maxBytes: 6000 })
    for (let step = 0; step < 300_000; step++) {
      const key = `key ${twins.random(5000)}`
      const what = twins.random(100)
      if (what < 60) twins.get(key)
      else if (what < 98) twins.set(key, 1 + twins.random(5))
      else twins.delete(key)
    }
    twins.expectSame()
  })

  it('finds the oldest after all were used in another order, once or many times', () => {
    const count = 3000
    const twins = new Twins({ maxEntries: count, maxBytes: 1_000_000 })
    for (let index = 0; index < count; index++) twins.set(`key ${index}`)
    for (const uses of [count, 20 * count, 100, 2 * count]) {
      for (let round = 0; round < 10; round++) {
        for (let use = 0; use < uses; use++) twins.get(`key ${twins.random(count)}`)
        twins.set(`new ${uses} ${round}`)
      }
    }
    twins.expectSame()
  })

  it('evicts in order what is left when most was deleted', () => {
    const twins = new Twins({ maxEntries: 10_000, maxBytes: 10_000 })
    for (let index = 0; index < 10_000; index++) twins.set(`key ${index}`)
    for (let use = 0; use < 5000; use++) twins.get(`key ${twins.random(10_000)}`)
    for (let index = 0; index < 10_000; index++) if (index % 97 > 0) twins.delete(`key ${index}`)
    for (let use = 0; use < 50; use++) twins.get(`key ${97 * twins.random(100)}`)
    for (let index = 0; index < 200; index++) twins.set(`large ${index}`, 500 + twins.random(3000))
    twins.expectSame()
  })

  it('keeps its order when time begins anew', () => {
    const law = fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 60, max: 200 }),
      fc.array(fc.record({ what: fc.integer({ min: 0, max: 9 }), key: fc.integer({ min: 0, max: 60 }) }), {
        minLength: 300,
        maxLength: 600,
      }),
      (maxEntries, lastTime, steps) => {
        const twins = new Twins({ maxEntries, maxBytes: 1000 }, lastTime)
        for (const { what, key } of steps) {
          if (what < 6) twins.get(`key ${key}`)
          else if (what < 9) twins.set(`key ${key}`)
          else twins.delete(`key ${key}`)
        }
        twins.expectSame()
      },
    )
    fc.assert(law, { numRuns: 300 })
  })

  it('counts uses across the beginnings of time', () => {
    const shelf = new LruShelf({ maxEntries: 3, maxBytes: 100, onEvict: () => undefined }, 10)
    const entry: KeptEntry = {
      bytes: noBytes,
      storedAt: 0,
      expiresAt: 0,
      goneAt: 0,
      tags: [],
      absent: false,
      ages: false,
      node: 0,
      usedAt: 0,
    }
    shelf.set('a', { ...entry }, { size: 1 })
    shelf.set('b', { ...entry }, { size: 1 })
    for (let use = 0; use < 1000; use++) shelf.get(use % 3 === 0 ? 'a' : 'b')
    shelf.get('absent')
    expect(shelf.uses).toBe(1000)
  })
})
