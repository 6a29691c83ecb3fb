import { beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { failingStore } from '../testing/contracts/cache-stores.fixture.ts'
import { type FakeClock, fakeClock } from '../testing/fake-clock.ts'
import { type RecordingLogger, recordingLogger } from '../testing/recording-logger.ts'
import type { CacheEntry, CacheStore } from './cache-store.ts'
import { type FailOverStoreOptions, failOverStore } from './fail-over-store.ts'
import { memoryStore } from './memory-store.ts'

let clock: FakeClock
let logger: RecordingLogger
let isDown: boolean
let first: CacheStore
let second: CacheStore
beforeEach(() => {
  clock = fakeClock(1000)
  logger = recordingLogger()
  isDown = false
  first = memoryStore({ clock })
  second = memoryStore({ clock })
})

function make(options: FailOverStoreOptions = {}): CacheStore {
  return failOverStore([failingStore(first, () => isDown), second], { clock, logger, ...options })
}

function entry(content: string): CacheEntry {
  const never = Number.POSITIVE_INFINITY
  return { bytes: Buffer.from(content), storedAt: 1000, expiresAt: never, goneAt: never, tags: ['x'], absent: false }
}
const textOf = async (store: CacheStore, key: string): Promise<string | undefined> => {
  const found = await store.get(key)
  return found && Buffer.from(found.bytes).toString()
}
const said = (level: string): number => logger.records.filter((record) => record.level === level).length

describe('a fail-over store', () => {
  it('uses the first store as long as it works', async () => {
    const store = make()
    await store.set('a', entry('one'))
    expect(await textOf(first, 'a')).toBe('one')
    expect(await textOf(second, 'a')).toBeUndefined()
  })

  it('uses the next one when it fails, says so once, and asks the first again after a while', async () => {
    const store = make({ backOffMs: 100 })
    isDown = true
    await store.set('a', entry('one'))
    expect(await textOf(store, 'a')).toBe('one')
    expect(logger.records).toMatchObject([{ level: 'warn', fields: { code: 'CACHE_UNAVAILABLE', waitMs: 100 } }])
    isDown = false
    await clock.advance(99)
    expect(await textOf(store, 'a')).toBe('one')
    await clock.advance(1)
    await store.set('b', entry('two'))
    expect(await textOf(first, 'b')).toBe('two')
    expect([said('warn'), said('info')]).toEqual([1, 1])
  })

  it('waits twice as long after each failure, up to a limit', async () => {
    let tries = 0
    const failing = failingStore(first, () => {
      tries++
      return true
    })
    const store = failOverStore([failing, second], { clock, logger, backOffMs: 100, maxBackOffMs: 350 })
    const after: number[] = []
    for (let time = 0; time <= 1400; time += 50) {
      const before = tries
      await store.get('a')
      if (tries > before) after.push(time)
      await clock.advance(50)
    }
    expect(after).toEqual([0, 100, 300, 650, 1000, 1350])
  })

  it.each<[string, (store: CacheStore) => unknown, string | undefined]>([
    ['was replaced', (store) => store.set('a', entry('new')), undefined],
    ['was deleted', (store) => store.delete('a'), undefined],
    ['was invalidated', (store) => store.invalidate(['x']), undefined],
    ['went when all was cleared', (store) => store.clear(), undefined],
    ['did not change', () => undefined, 'old'],
  ])('gives out after the failure what %s meanwhile as it is now', async (_, change, expected) => {
    const store = make()
    await store.set('a', entry('old'))
    isDown = true
    await store.get('a')
    await change(store)
    isDown = false
    await clock.advance(1000)
    expect(await textOf(store, 'a')).toBe(expected)
  })

  it('forgets everything in the first store when too much changed to remember', async () => {
    const store = make()
    await store.set('a', entry('old'))
    isDown = true
    for (let index = 0; index < 10_001; index++) await store.delete(`key ${index}`)
    isDown = false
    await clock.advance(1000)
    expect(await textOf(store, 'a')).toBeUndefined()
  })

  it('lets a store that takes over begin empty, because it did not see what was invalidated', async () => {
    await second.set('a', entry('outdated'))
    const store = make()
    isDown = true
    expect(await textOf(store, 'a')).toBeUndefined()
  })

  it('lets it keep what it has when that is wanted, except what was deleted or invalidated here', async () => {
    const store = make({ takeOver: 'kept' })
    for (const key of ['a', 'b', 'c']) await second.set(key, entry('kept'))
    await store.set('a', entry('new'))
    await store.delete('b')
    isDown = true
    expect([await textOf(store, 'a'), await textOf(store, 'b'), await textOf(store, 'c')]).toEqual(['kept', undefined, 'kept'])
  })

  it('tries again to forget when that fails in the middle', async () => {
    const store = make({ backOffMs: 10 })
    await store.set('a', entry('old'))
    isDown = true
    await store.clear()
    await clock.advance(10)
    await store.get('a')
    isDown = false
    await clock.advance(20)
    expect(await textOf(store, 'a')).toBeUndefined()
  })

  it('fails when no store works, with the last reason', async () => {
    const store = failOverStore([failingStore()], { clock, logger })
    const failure = await (async () => store.get('a'))().catch((error: unknown) => error)
    expect(ConfigError.is(failure) && failure.code).toBe('CACHE_UNAVAILABLE')
    expect(ConfigError.is(failure) && failure.cause).toMatchObject({ message: 'the disk is on fire' })
    // While it waits for the next try, too.
    await expect((async () => store.get('a'))()).rejects.toMatchObject({ code: 'CACHE_UNAVAILABLE' })
  })

  it('does not take the mistake of a caller for a failure of the store', async () => {
    const store = make()
    const tags = Array.from({ length: 300 }, String)
    await expect(store.set('a', { ...entry('x'), tags })).rejects.toThrow(ConfigError)
    await store.set('a', entry('one'))
    expect(await textOf(first, 'a')).toBe('one')
  })

  it('closes all of them, also those that fail', async () => {
    const store = make()
    await store.set('a', entry('one'))
    isDown = true
    await store.close()
    expect(said('warn')).toBe(1)
  })

  it('needs a store', () => {
    expect(() => failOverStore([])).toThrow(ConfigError)
  })
})
