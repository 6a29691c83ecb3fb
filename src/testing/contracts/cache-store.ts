import assert from 'node:assert/strict'
import type { CacheEntry, CacheStore } from '../../cache/cache-store.ts'
import { ConfigError } from '../../errors/config-error.ts'
import type { FakeClock } from '../fake-clock.ts'
import type { ContractCase } from './contract.ts'

/** What a store's own tests hand to the contract. */
export interface CacheStoreSubject {
  /** Empty, with room for at least 100 entries and 200,000 bytes. */
  readonly store: CacheStore
  /** The clock that the store was made with. */
  readonly clock: FakeClock
  /** For a store that outlives the program: the same storage, opened by another. */
  readonly reopen?: () => CacheStore
}

/** Keys that have been trouble in stores that join, cut, fold or escape them. */
const troublesome = [
  '',
  ' ',
  'a',
  'A',
  'a/b',
  'a\\b',
  '../../etc/passwd',
  '.',
  'con',
  'a:b',
  'a\u0000b',
  'é',
  'e\u0301',
  '\ud800',
  '\ud801',
  '\ufffd',
  '😀',
  '__proto__',
  'constructor',
  'x'.repeat(10_000),
]

/**
 * What every store promises. `for (const { name, run } of cacheStoreContract) it(name, () => run(makeSubject))`
 */
export const cacheStoreContract: readonly ContractCase<CacheStoreSubject>[] = [
  using('has a name, without credentials', async ({ store }) => {
    assert.notEqual(store.name.trim(), '')
    assert.doesNotMatch(store.name, /\/\/[^/]*:[^/]*@/, 'no password in the name')
  }),
  using('has nothing that was not stored', async ({ store }) => {
    assert.equal(await store.get('never stored'), undefined)
    assert.equal(await store.delete('never stored'), false)
  }),
  using('gives back bytes, times, tags and absence as they were stored', async ({ store, clock }) => {
    const given = [
      entryAt(clock, { bytes: Uint8Array.from({ length: 256 }, (_, index) => index) }),
      entryAt(clock, { bytes: new Uint8Array() }),
      entryAt(clock, { bytes: new Uint8Array(100_000).fill(7), tags: ['one', 'zwei', '三'] }),
      entryAt(clock, { absent: true, expiresAt: clock.now() + 10, goneAt: clock.now() + 20 }),
      entryAt(clock, { expiresAt: Number.POSITIVE_INFINITY, goneAt: Number.POSITIVE_INFINITY }),
    ]
    for (const [index, entry] of given.entries()) await store.set(`entry ${index}`, entry)
    for (const [index, entry] of given.entries()) assertSame(await store.get(`entry ${index}`), entry)
  }),
  using('replaces what was there, its tags included', async ({ store, clock }) => {
    await store.set('a', entryAt(clock, { bytes: text('old'), tags: ['old'] }))
    await store.set('a', entryAt(clock, { bytes: text('new'), tags: ['new'] }))
    assert.equal(await store.invalidate(['old']), 0)
    assertSame(await store.get('a'), entryAt(clock, { bytes: text('new'), tags: ['new'] }))
  }),
  using('keeps the bytes as they were, whatever happens to the buffer later', async ({ store, clock }) => {
    const bytes = text('before')
    await store.set('a', entryAt(clock, { bytes }))
    bytes.fill(0)
    assertSame(await store.get('a'), entryAt(clock, { bytes: text('before') }))
  }),
  using('takes every text as a key, and keeps all of them apart', async ({ store, clock }) => {
    for (const [index, key] of troublesome.entries()) await store.set(key, entryAt(clock, { bytes: text(String(index)) }))
    for (const [index, key] of troublesome.entries()) {
      const found = await store.get(key)
      assert.equal(found && Buffer.from(found.bytes).toString(), String(index), `the key ${JSON.stringify(key.slice(0, 20))}`)
    }
  }),
  using('gives nothing out that is gone, and keeps what is only stale', async ({ store, clock }) => {
    const [expiresAt, goneAt] = [clock.now() + 10, clock.now() + 20]
    await store.set('a', entryAt(clock, { expiresAt, goneAt }))
    await clock.advance(15)
    assert.ok(await store.get('a'), 'stale')
    await clock.advance(4)
    assert.ok(await store.get('a'), 'stale until the last moment')
    await clock.advance(1)
    assert.equal(await store.get('a'), undefined, 'gone')
  }),
  using('deletes one entry', async ({ store, clock }) => {
    for (const key of ['a', 'b']) await store.set(key, entryAt(clock))
    assert.equal(await store.delete('a'), true)
    assert.equal(await store.delete('a'), false)
    assert.equal(await store.get('a'), undefined)
    assert.ok(await store.get('b'))
  }),
  using('invalidates by tag, and says how many entries that were', async ({ store, clock }) => {
    const tags: Readonly<Record<string, readonly string[]>> = { a: ['x'], b: ['x', 'y'], c: ['y'], d: [], e: ['x y'] }
    for (const [key, own] of Object.entries(tags)) await store.set(key, entryAt(clock, { tags: own }))
    assert.equal(await store.invalidate(['x', 'unknown']), 2)
    assert.deepEqual(await keysIn(store, Object.keys(tags)), ['c', 'd', 'e'])
    assert.equal(await store.invalidate(['x']), 0)
    assert.equal(await store.invalidate([]), 0)
  }),
  using('refuses more tags than an entry can carry', async ({ store, clock }) => {
    const tags = Array.from({ length: 251 }, (_, index) => `tag ${index}`)
    await assert.rejects(
      async () => store.set('a', entryAt(clock, { tags })),
      (error) => ConfigError.is(error) && error.code === 'OPTION_INVALID',
    )
    await store.set('a', entryAt(clock, { tags: tags.slice(1) }))
    assert.equal((await store.get('a'))?.tags.length, 250)
  }),
  using('is empty after it was cleared, and can be used again', async ({ store, clock }) => {
    for (const key of ['a', 'b']) await store.set(key, entryAt(clock, { tags: ['x'] }))
    await store.clear()
    assert.deepEqual(await keysIn(store, ['a', 'b']), [])
    assert.equal(await store.invalidate(['x']), 0)
    await store.set('a', entryAt(clock))
    assert.ok(await store.get('a'))
  }),
  using('prunes what is gone and keeps the rest', async ({ store, clock }) => {
    const soon = clock.now() + 10
    for (const key of ['a', 'b']) await store.set(key, entryAt(clock, { expiresAt: soon, goneAt: soon }))
    await store.set('c', entryAt(clock))
    await clock.advance(10)
    const { removed, bytes } = await store.prune()
    // A store made of others removes an entry from each of them.
    assert.ok(removed >= 2 && bytes > 0, `removed ${removed} entries, ${bytes} bytes`)
    assert.deepEqual(await keysIn(store, ['a', 'b', 'c']), ['c'])
    assert.deepEqual(await store.prune(), { removed: 0, bytes: 0 })
  }),
  using('counts what it holds, hits and misses', async ({ store, clock }) => {
    assert.deepEqual(figuresOf(await store.statistics()), { entries: 0, oldestAt: undefined, newestAt: undefined })
    const start = clock.now()
    for (const key of ['a', 'b', 'c']) {
      await store.set(key, entryAt(clock))
      await clock.advance(10)
    }
    await keysIn(store, ['a', 'b', 'none'])
    const statistics = await store.statistics()
    assert.deepEqual(figuresOf(statistics), { entries: 3, oldestAt: start, newestAt: start + 20 })
    assert.deepEqual([statistics.hits, statistics.misses, statistics.corrupt], [2, 1, 0])
    assert.ok(statistics.bytes > 0)
  }),
  using('takes many at once', async ({ store, clock }) => {
    const keys = Array.from({ length: 50 }, (_, index) => `key ${index}`)
    await Promise.all(keys.map(async (key) => store.set(key, entryAt(clock, { bytes: text(key) }))))
    const found = await Promise.all(keys.map(async (key) => store.get(key)))
    assert.deepEqual(
      found.map((entry) => entry && Buffer.from(entry.bytes).toString()),
      keys,
    )
  }),
  using('may be closed twice', async ({ store }) => {
    await store.close()
    await store.close()
  }),
  using('that outlives the program has everything when it is opened again', async ({ store, clock, reopen }) => {
    if (reopen === undefined) return
    const entry = entryAt(clock, { bytes: text('lasting'), tags: ['x'] })
    await store.set('a', entry)
    await store.close()
    const again = reopen()
    try {
      assertSame(await again.get('a'), entry)
      assert.equal(await again.invalidate(['x']), 1)
      assert.equal(await again.get('a'), undefined)
    } finally {
      await again.close()
    }
  }),
]

function using(name: string, run: (subject: CacheStoreSubject) => Promise<void>): ContractCase<CacheStoreSubject> {
  return {
    name,
    async run(make) {
      const subject = make()
      try {
        await run(subject)
      } finally {
        await subject.store.close()
      }
    },
  }
}

function entryAt(clock: FakeClock, parts: Partial<CacheEntry> = {}): CacheEntry {
  const storedAt = clock.now()
  const times = { storedAt, expiresAt: storedAt + 1000, goneAt: storedAt + 2000 }
  return { bytes: text('content'), ...times, tags: [], absent: false, ...parts }
}

function assertSame(actual: CacheEntry | undefined, expected: CacheEntry): void {
  assert.ok(actual, 'the entry is there')
  const plain = ({ bytes, storedAt, expiresAt, goneAt, tags, absent }: CacheEntry) => [
    Buffer.from(bytes).toString('hex'),
    [storedAt, expiresAt, goneAt],
    [...tags].sort(),
    absent,
  ]
  assert.deepEqual(plain(actual), plain(expected))
}

async function keysIn(store: CacheStore, keys: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const key of keys) if ((await store.get(key)) !== undefined) found.push(key)
  return found
}

function figuresOf({
  entries,
  oldestAt,
  newestAt,
}: {
  entries: number
  oldestAt: number | undefined
  newestAt: number | undefined
}) {
  return { entries, oldestAt, newestAt }
}

function text(content: string): Uint8Array {
  return new TextEncoder().encode(content)
}
