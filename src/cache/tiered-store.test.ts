import { describe, expect, it } from 'vitest'
import { failingStore } from '../testing/contracts/cache-stores.fixture.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import type { CacheEntry, CacheStore } from './cache-store.ts'
import { createCache } from './create-cache.ts'
import { memoryStore } from './memory-store.ts'
import { tieredStore } from './tiered-store.ts'

const clock = fakeClock(0)
const make = (): CacheStore => memoryStore({ clock })

function entry(content: string, parts: Partial<CacheEntry> = {}): CacheEntry {
  return { bytes: Buffer.from(content), storedAt: 0, expiresAt: 10, goneAt: 20, tags: ['x'], absent: false, ...parts }
}
const textOf = (found: CacheEntry | undefined): string | undefined => found && Buffer.from(found.bytes).toString()

/** A store whose reads wait until they are let go, with what was there when they began. */
function heldStore(store: CacheStore): CacheStore & { letGo(): void } {
  const waiting: (() => void)[] = []
  const same = ['set', 'delete', 'invalidate', 'clear', 'prune', 'statistics', 'close'] as const
  const rest = Object.fromEntries(same.map((name) => [name, (store[name] as () => unknown).bind(store)]))
  return {
    // All methods of a store are among the names above, and the two below.
    ...(rest as unknown as CacheStore),
    name: 'held',
    get: (key) => {
      const found = store.get(key)
      return new Promise((resolve) => waiting.push(() => resolve(found)))
    },
    letGo: () => {
      for (const go of waiting.splice(0)) go()
    },
  }
}

describe('a tiered store', () => {
  it('answers from the front without asking the back: no disk, no network', async () => {
    let isDown = false
    const back = failingStore(make(), () => isDown)
    const cache = createCache({ store: tieredStore(make(), back), clock })
    await cache.set('a', { port: 1 })
    isDown = true
    expect(() => back.get('a')).toThrow('the disk is on fire')
    expect(cache.get('a')).toEqual({ port: 1 })
    expect(await cache.getOrLoad('a', () => Promise.reject(new Error('not loaded')))).toEqual({ port: 1 })
  })

  it('puts in front what only the back has, with its times and tags', async () => {
    const [front, back] = [make(), make()]
    const store = tieredStore(front, back)
    await back.set('a', entry('content'))
    expect(textOf(await store.get('a'))).toBe('content')
    expect(await front.get('a')).toMatchObject({ storedAt: 0, expiresAt: 10, goneAt: 20, tags: ['x'] })
  })

  it.each<[string, (store: CacheStore) => unknown, string | undefined]>([
    ['replaced', (store) => store.set('a', entry('new')), 'new'],
    ['deleted', (store) => store.delete('a'), undefined],
    ['invalidated', (store) => store.invalidate(['x']), undefined],
    ['cleared', (store) => store.clear(), undefined],
  ])('does not bring back what was %s while it was read', async (_, change, expected) => {
    const held = heldStore(make())
    await held.set('a', entry('old'))
    const store = tieredStore(make(), held)
    const reading = store.get('a')
    await change(store)
    held.letGo()
    await reading
    const again = store.get('a')
    held.letGo()
    expect(textOf(await again)).toBe(expected)
  })

  it('changes the front also when the back fails, and says that it failed', async () => {
    const front = make()
    const store = tieredStore(front, failingStore())
    await front.set('a', entry('old'))
    await expect(store.delete('a')).rejects.toThrow('the disk is on fire')
    expect(await front.get('a')).toBeUndefined()
    await expect(store.set('b', entry('new'))).rejects.toThrow('the disk is on fire')
    expect(textOf(await front.get('b'))).toBe('new')
    expect(() => store.get('c')).toThrow('the disk is on fire')
  })

  it('changes the back also when the front fails', async () => {
    const back = make()
    const store = tieredStore(failingStore(), back)
    await back.set('a', entry('old'))
    await expect(store.clear()).rejects.toThrow('the disk is on fire')
    expect(await back.get('a')).toBeUndefined()
  })

  it('reads again after a read of the back failed', async () => {
    const held = heldStore(make())
    const back: CacheStore = { ...held, get: () => Promise.reject(new Error('broken pipe')) }
    const store = tieredStore(make(), back)
    await expect(store.get('a')).rejects.toThrow('broken pipe')
    await expect(store.get('a')).rejects.toThrow('broken pipe')
  })

  it('shows the figures of both', async () => {
    const store = tieredStore(make(), make())
    await store.set('a', entry('content'))
    await store.get('a')
    await store.get('none')
    const { name, entries, hits, misses, stores } = await store.statistics()
    expect({ name, entries, hits, misses }).toEqual({ name: 'memory+memory', entries: 1, hits: 1, misses: 1 })
    expect(stores?.map((each) => each.entries)).toEqual([1, 1])
  })
})
