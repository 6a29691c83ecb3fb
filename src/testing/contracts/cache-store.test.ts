import { randomBytes } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import type { CacheEntry, CacheStore } from '../../cache/cache-store.ts'
import { failOverStore } from '../../cache/fail-over-store.ts'
import { type FileStoreOptions, fileStore } from '../../cache/file-store.ts'
import { memoryStore } from '../../cache/memory-store.ts'
import { tieredStore } from '../../cache/tiered-store.ts'
import { fakeClock } from '../fake-clock.ts'
import { createSandbox } from '../sandbox.ts'
import { type CacheStoreSubject, cacheStoreContract } from './cache-store.ts'
import { failingStore, laterStore } from './cache-stores.fixture.ts'

const sandbox = createSandbox()
afterAll(() => sandbox[Symbol.dispose]())
let folders = 0
const keys = [{ id: 'k1', key: randomBytes(32) }]

function inFiles(options: Partial<FileStoreOptions> = {}): CacheStoreSubject {
  const clock = fakeClock()
  const folder = sandbox.path(`cache ${folders++}`)
  const open = (): CacheStore => fileStore({ folder, clock, ...options })
  return { store: open(), clock, reopen: open }
}

function over(make: (clock: ReturnType<typeof fakeClock>) => CacheStore): CacheStoreSubject {
  const clock = fakeClock()
  return { store: make(clock), clock }
}

function tiered(): CacheStoreSubject {
  const { clock, store, reopen } = inFiles()
  return {
    clock,
    store: tieredStore(memoryStore({ clock }), store),
    ...(reopen && { reopen: () => tieredStore(memoryStore({ clock }), reopen()) }),
  }
}

const subjects: Readonly<Record<string, () => CacheStoreSubject>> = {
  'memory store, lru': () => over((clock) => memoryStore({ clock })),
  'memory store, lfu': () => over((clock) => memoryStore({ clock, policy: 'lfu' })),
  'memory store, fifo': () => over((clock) => memoryStore({ clock, policy: 'fifo' })),
  'memory store, ttl': () => over((clock) => memoryStore({ clock, policy: 'ttl' })),
  'file store': () => inFiles(),
  'file store, encrypted': () => inFiles({ keys }),
  'file store, not compressed': () => inFiles({ compressFrom: Number.POSITIVE_INFINITY }),
  'tiered store': tiered,
  'tiered store of stores that answer later': () =>
    over((clock) => tieredStore(laterStore(memoryStore({ clock })), laterStore(memoryStore({ clock })))),
  'fail-over store': () => over((clock) => failOverStore([memoryStore({ clock }), memoryStore({ clock })], { clock })),
  'fail-over store whose first store is down': () =>
    over((clock) => failOverStore([failingStore(), memoryStore({ clock })], { clock })),
}

describe.each(Object.keys(subjects))('the %s', (kind) => {
  for (const { name, run } of cacheStoreContract) it(name, () => run(subjects[kind] as () => CacheStoreSubject))
})

describe('the contract of cache stores', () => {
  async function brokenPromises(change: (store: CacheStore) => Partial<CacheStore>): Promise<readonly string[]> {
    const broken: string[] = []
    for (const { name, run } of cacheStoreContract) {
      const clock = fakeClock()
      const inner = memoryStore({ clock })
      const store = { ...laterStore(inner), ...change(inner) }
      try {
        await run(() => ({ store, clock, reopen: () => store }))
      } catch {
        broken.push(name)
      }
    }
    return broken
  }
  const outlives = 'that outlives the program has everything when it is opened again'

  it('has nothing against a good store, except that memory does not outlive the program', async () => {
    expect(await brokenPromises(() => ({}))).toEqual([outlives])
  })

  it.each<[string, (store: CacheStore) => Partial<CacheStore>]>([
    ['has a name, without credentials', () => ({ name: 'redis://me:secret@example.test' })],
    ['has nothing that was not stored', () => ({ delete: () => true })],
    [
      'keeps the bytes as they were, whatever happens to the buffer later',
      () => {
        const kept = new Map<string, CacheEntry>()
        return { set: (key, entry) => void kept.set(key, entry), get: (key) => kept.get(key) }
      },
    ],
    [
      'takes every text as a key, and keeps all of them apart',
      (store) => ({
        get: (key) => store.get(key.toLowerCase()),
        set: (key, entry) => store.set(key.toLowerCase(), entry),
      }),
    ],
    [
      'gives nothing out that is gone, and keeps what is only stale',
      (store) => ({ set: (key, entry) => store.set(key, { ...entry, goneAt: Number.POSITIVE_INFINITY }) }),
    ],
    ['deletes one entry', (store) => ({ delete: async (key) => (await store.get(key)) !== undefined })],
    ['invalidates by tag, and says how many entries that were', () => ({ invalidate: () => 0 })],
    ['is empty after it was cleared, and can be used again', () => ({ clear: () => undefined })],
    ['prunes what is gone and keeps the rest', () => ({ prune: () => ({ removed: 0, bytes: 0 }) })],
    [
      'counts what it holds, hits and misses',
      (store) => ({ statistics: async () => ({ ...(await store.statistics()), hits: 0 }) }),
    ],
  ])('finds a store that breaks: %s', async (promise, change) => {
    expect(await brokenPromises(change)).toContain(promise)
  })
})
