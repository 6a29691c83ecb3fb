import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import type { CacheEntry } from './cache-store.ts'
import { type EvictionPolicy, type MemoryStore, memoryStore } from './memory-store.ts'

const policies: readonly EvictionPolicy[] = ['lru', 'lfu', 'fifo', 'ttl']

function entry(parts: Partial<CacheEntry> = {}): CacheEntry {
  const never = Number.POSITIVE_INFINITY
  return { bytes: Buffer.from('content'), storedAt: 0, expiresAt: never, goneAt: never, tags: [], absent: false, ...parts }
}

function keysIn(store: MemoryStore, among = 'abcdefgh'): string {
  return [...among].filter((key) => store.get(key) !== undefined).join('')
}

/** `a` stores, `A` uses. */
function play(policy: EvictionPolicy, script: string, maxEntries = 3): string {
  const store = memoryStore({ policy, maxEntries, clock: fakeClock(0) })
  for (const [index, letter] of [...script].entries()) {
    const key = letter.toLowerCase()
    if (key === letter) store.set(key, entry({ storedAt: index }))
    else store.get(key)
  }
  return keysIn(store)
}

describe('a full store', () => {
  it.each<[EvictionPolicy, string, string, string]>([
    ['lru', 'abcAd', 'acd', 'what was not used for longest'],
    ['lru', 'abcad', 'acd', 'storing again counts as a use'],
    ['lfu', 'abcAABCCd', 'acd', 'what was used least often'],
    ['lfu', 'abcAd', 'acd', 'among equals what was used longest ago'],
    ['lfu', 'abcAABBCCdefgh', 'bch', 'newcomers make room for newcomers, after the first'],
    ['fifo', 'abcAAAd', 'bcd', 'what was stored first, however much it is used'],
    ['fifo', 'abcad', 'acd', 'storing again begins anew'],
    ['ttl', 'abcAAAd', 'bcd', 'what was stored first, when all live as long'],
  ])('with %s after %s has %s: %s go first', (policy, script, left) => {
    expect(play(policy, script)).toBe(left)
  })

  it('with ttl lets go what would be gone soonest', () => {
    const store = memoryStore({ policy: 'ttl', maxEntries: 3, clock: fakeClock(0) })
    for (const [key, goneAt] of Object.entries({ a: 300, b: 100, c: 200, d: 400, e: 50 })) store.set(key, entry({ goneAt }))
    expect(keysIn(store)).toBe('ade')
    store.set('e', entry({ goneAt: 500 }))
    store.set('f', entry({ goneAt: 350 }))
    expect(keysIn(store)).toBe('def')
  })

  it('with lfu forgets old popularity in time', () => {
    const store = memoryStore({ policy: 'lfu', maxEntries: 2, clock: fakeClock(0) })
    store.set('a', entry())
    for (let use = 0; use < 900; use++) store.get('a')
    store.set('b', entry())
    for (let use = 0; use < 5000; use++) store.get('b')
    store.set('c', entry())
    expect(keysIn(store)).toBe('bc')
  })

  it('with lfu keeps the order of popularity when counts are halved', () => {
    const store = memoryStore({ policy: 'lfu', maxEntries: 4, clock: fakeClock(0) })
    const uses: Readonly<Record<string, number>> = { a: 1, b: 2, c: 3, d: 995 }
    for (const key of Object.keys(uses)) store.set(key, entry())
    for (const [key, times] of Object.entries(uses)) for (let use = 0; use < times; use++) store.get(key)
    // After the halving a, b and c are equal or nearly so; d is far above them.
    for (const key of 'efg') store.set(key, entry())
    expect(keysIn(store)).toContain('d')
    store.clear()
    expect(store.statistics()).toMatchObject({ entries: 0, bytes: 0 })
    store.set('a', entry())
    expect(keysIn(store)).toBe('a')
  })

  it.each(policies)('with %s counts what it let go', (policy) => {
    const store = memoryStore({ policy, maxEntries: 2, clock: fakeClock(0) })
    for (const key of 'abcde') store.set(key, entry({ tags: ['all'] }))
    expect(store.statistics()).toMatchObject({ entries: 2, evictions: 3 })
    expect(store.invalidate(['all'])).toBe(2)
  })

  it.each(policies)('with %s stays within its bytes, also when an entry grows', (policy) => {
    const store = memoryStore({ policy, maxBytes: 1000, clock: fakeClock(0) })
    for (const key of 'abcdefgh') store.set(key, entry({ bytes: Buffer.alloc(200) }))
    expect(store.statistics().bytes).toBeLessThanOrEqual(1000)
    expect(store.statistics().entries).toBe(4)
    store.set('h', entry({ bytes: Buffer.alloc(700) }))
    expect(keysIn(store)).toContain('h')
    expect(store.statistics().bytes).toBeLessThanOrEqual(1000)
    store.set('h', entry({ bytes: Buffer.alloc(1001) }))
    expect(keysIn(store)).not.toContain('h')
  })
})

describe.each(policies)('a store with %s', (policy) => {
  it('never has more than it may, and never another value than the last that was stored', () => {
    const step = fc.record({
      act: fc.constantFrom('get', 'set', 'set', 'delete', 'invalidate', 'wait', 'prune'),
      key: fc.constantFrom(...'abcdefgh'),
      size: fc.integer({ min: 0, max: 60 }),
      tag: fc.constantFrom('x', 'y'),
      ms: fc.integer({ min: 0, max: 20 }),
    })
    const law = fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      let now = 0
      const clock = { now: () => now, sleep: () => Promise.resolve() }
      const store = memoryStore({ policy, maxEntries: 5, maxBytes: 200, clock })
      const model = new Map<string, CacheEntry>()
      for (const [index, { act, key, size, tag, ms }] of steps.entries()) {
        if (act === 'wait') now += ms
        if (act === 'prune') store.prune()
        if (act === 'delete') {
          store.delete(key)
          model.delete(key)
        }
        if (act === 'invalidate') {
          store.invalidate([tag])
          for (const [each, { tags }] of model) if (tags.includes(tag)) model.delete(each)
        }
        if (act === 'set') {
          const stored = entry({ bytes: Buffer.alloc(size, index), storedAt: now, goneAt: now + 30, tags: [tag] })
          store.set(key, stored)
          model.set(key, stored)
          expect(store.get(key)).toBeDefined()
        }
        const found = store.get(key)
        const expected = model.get(key)
        if (found !== undefined) {
          expect(expected && Buffer.compare(found.bytes, expected.bytes)).toBe(0)
          expect(found.goneAt).toBeGreaterThan(now)
        }
        const { entries, bytes } = store.statistics()
        expect(entries).toBeLessThanOrEqual(5)
        expect(bytes).toBeLessThanOrEqual(200)
      }
    })
    fc.assert(law, { numRuns: 300 })
  })

  it('takes the same time for each step however much it holds', () => {
    const timeOf = (count: number): number => {
      const store = memoryStore({ policy, maxEntries: count, clock: fakeClock(0) })
      const kept = entry({ bytes: Buffer.alloc(1) })
      for (let index = 0; index < count; index++) store.set(`key ${index}`, kept)
      let best = Number.POSITIVE_INFINITY
      for (let round = 0; round < 5; round++) {
        const started = process.cpuUsage()
        for (let index = 0; index < 2000; index++) {
          store.get(`key ${(index * 7919) % count}`)
          store.set(`new ${round} ${index}`, kept)
        }
        const { user, system } = process.cpuUsage(started)
        best = Math.min(best, user + system)
      }
      return best
    }
    timeOf(1000)
    // A sweep over all entries at each step would make this a hundred.
    expect(timeOf(100_000) / timeOf(1000)).toBeLessThan(20)
  })
})

describe('options of a memory store', () => {
  it.each([
    ['a policy that does not exist', { policy: 'random' as EvictionPolicy }],
    ['no entries', { maxEntries: 0 }],
    ['half an entry', { maxEntries: 1.5 }],
    ['fewer than no bytes', { maxBytes: -1 }],
  ])('refuse %s', (_, options) => {
    expect(() => memoryStore(options)).toThrow(ConfigError)
  })

  it('are all optional', () => {
    const store = memoryStore()
    store.set('a', entry({ goneAt: 0 }))
    expect(store.get('a')).toBeUndefined()
    expect(store.statistics()).toMatchObject({ entries: 0, expirations: 1 })
  })
})
