import { beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { failingStore, laterStore } from '../testing/contracts/cache-stores.fixture.ts'
import { type FakeClock, fakeClock } from '../testing/fake-clock.ts'
import { type RecordingLogger, recordingLogger } from '../testing/recording-logger.ts'
import { Secret } from '../values/secret.ts'
import type { Value } from '../values/value.ts'
import type { Cache } from './cache.ts'
import type { CacheStore } from './cache-store.ts'
import { bytesCodec, textCodec } from './codecs.ts'
import { type CacheOptions, createCache } from './create-cache.ts'
import { failOverStore } from './fail-over-store.ts'
import { fileStore } from './file-store.ts'
import { memoryStore } from './memory-store.ts'
import { tieredStore } from './tiered-store.ts'

let clock: FakeClock
let logger: RecordingLogger
beforeEach(() => {
  clock = fakeClock(1_000_000)
  logger = recordingLogger()
})

const stores: Readonly<Record<string, () => CacheStore>> = {
  'a store that answers at once': () => memoryStore({ clock }),
  'a store that answers later': () => laterStore(memoryStore({ clock })),
  'a tiered store': () => tieredStore(memoryStore({ clock }), laterStore(memoryStore({ clock }))),
}

function make(store: CacheStore, options: Omit<CacheOptions<Value>, 'codec'> = {}): Cache<Value> {
  return createCache({ store, clock, logger, ...options })
}

/** A load that counts, and waits until it is let go. */
function heldLoad(): {
  load: (context: { signal: AbortSignal }) => Promise<string>
  go(result?: string): void
  fail(): void
  signals: AbortSignal[]
} {
  const waiting: { resolve: (value: string) => void; reject: (error: Error) => void }[] = []
  const signals: AbortSignal[] = []
  return {
    signals,
    load: ({ signal }) => {
      signals.push(signal)
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        signal.addEventListener('abort', () => reject(signal.reason))
      })
    },
    go: (result = `value ${signals.length}`) => {
      for (const { resolve } of waiting.splice(0)) resolve(result)
    },
    fail: () => {
      for (const { reject } of waiting.splice(0)) reject(new Error('no answer'))
    },
  }
}

/** Loads `1`, `2`, `3` in turn. */
function counter(): { load: () => number; count: number } {
  const loads = { count: 0, load: () => ++loads.count }
  return loads
}
const fail = (): never => {
  throw new Error('no answer')
}
const soon = (): Promise<void> => clock.advance(0)

describe.each(Object.keys(stores))('getOrLoad over %s', (kind) => {
  let cache: Cache<Value>
  beforeEach(() => {
    cache = make((stores[kind] as () => CacheStore)())
  })

  it('loads what is not there, and what is too old', async () => {
    const { load } = counter()
    const values = []
    for (let turn = 0; turn < 4; turn++) {
      values.push(await cache.getOrLoad('a', load, { ttlMs: 100 }))
      await clock.advance(50)
    }
    expect(values).toEqual([1, 1, 2, 2])
  })

  it('shares one load among all that ask at the same time', async () => {
    const held = heldLoad()
    const asked = Array.from({ length: 100 }, () => cache.getOrLoad('a', held.load))
    await soon()
    held.go()
    const late = cache.getOrLoad('a', held.load)
    expect(new Set(await Promise.all([...asked, late]))).toEqual(new Set(['value 1']))
    expect(held.signals.length).toBe(1)
    expect(await cache.statistics()).toMatchObject({ loads: 1 })
  })

  it('does not end the load of others when one caller leaves', async () => {
    const held = heldLoad()
    const leaving = new AbortController()
    const gone = cache.getOrLoad('a', held.load, { signal: leaving.signal })
    const other = new AbortController()
    const stays = cache.getOrLoad('a', held.load, { signal: other.signal })
    await soon()
    leaving.abort(new Error('enough'))
    await expect(gone).rejects.toThrow('enough')
    expect(held.signals[0]?.aborted).toBe(false)
    held.go('here')
    expect(await stays).toBe('here')
  })

  it('ends the load when all have left, and starts anew for the next', async () => {
    const held = heldLoad()
    const leaving = new AbortController()
    const gone = [1, 2].map(() => cache.getOrLoad('a', held.load, { signal: leaving.signal }))
    await soon()
    leaving.abort(new Error('enough'))
    for (const each of gone) await expect(each).rejects.toThrow('enough')
    await soon()
    expect(held.signals[0]?.aborted).toBe(true)
    const next = cache.getOrLoad('a', held.load)
    await soon()
    held.go('again')
    expect(await next).toBe('again')
  })

  it('does not begin for a caller who has left already', async () => {
    const { load } = counter()
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(cache.getOrLoad('a', load, { signal })).rejects.toThrow('enough')
    expect(load()).toBe(1)
  })

  it('hands the failure of a load to all who wait, and keeps nothing of it', async () => {
    const held = heldLoad()
    const asked = [1, 2].map(() => cache.getOrLoad('a', held.load))
    await soon()
    held.fail()
    for (const each of asked) await expect(each).rejects.toThrow('no answer')
    expect(await cache.getOrLoad('a', () => 'fine')).toBe('fine')
  })

  it('serves a stale value and loads it again in the background, once', async () => {
    const { load } = counter()
    const options = { ttlMs: 100, staleMs: 100 }
    await cache.getOrLoad('a', load, options)
    await clock.advance(150)
    expect(await Promise.all([1, 2, 3].map(() => cache.getOrLoad('a', load, options)))).toEqual([1, 1, 1])
    await soon()
    expect(await cache.getOrLoad('a', load, options)).toBe(2)
    await clock.advance(250)
    expect(await cache.getOrLoad('a', load, options)).toBe(3)
  })

  it('goes on serving a stale value while the background fails, without trying at every call', async () => {
    const options = { ttlMs: 100, staleMs: 10_000 }
    let tries = 0
    const failing = (): never => {
      tries++
      return fail()
    }
    await cache.getOrLoad('a', () => 'old', options)
    await clock.advance(150)
    for (let call = 0; call < 20; call++) {
      expect(await cache.getOrLoad('a', failing, options)).toBe('old')
      await clock.advance(100)
    }
    expect(tries).toBe(2)
    expect(logger.records.filter(({ level }) => level === 'warn').length).toBe(2)
  })

  it('serves a stale value when loading fails, for as long as that is allowed', async () => {
    const options = { ttlMs: 100, staleIfErrorMs: 1000 }
    await cache.getOrLoad('a', () => 'old', options)
    await clock.advance(200)
    expect(await cache.getOrLoad('a', fail, options)).toBe('old')
    expect(logger.records).toMatchObject([{ level: 'warn' }])
    expect(await cache.getOrLoad('a', () => 'new', options)).toBe('new')
    await clock.advance(1100)
    await expect(cache.getOrLoad('a', fail, options)).rejects.toThrow('no answer')
  })

  it('loads ahead what will soon be too old', async () => {
    const { load } = counter()
    const options = { ttlMs: 100, refreshAheadMs: 30 }
    await cache.getOrLoad('a', load, options)
    await clock.advance(60)
    expect(await cache.getOrLoad('a', load, options)).toBe(1)
    await clock.advance(20)
    expect(await cache.getOrLoad('a', load, options)).toBe(1)
    await soon()
    await clock.advance(30)
    expect(await cache.getOrLoad('a', load, options)).toBe(2)
  })

  it('remembers that there is nothing only when it is told for how long', async () => {
    let asked = 0
    const load = (): undefined => {
      asked++
      return undefined
    }
    for (let turn = 0; turn < 3; turn++) expect(await cache.getOrLoad('a', load)).toBeUndefined()
    expect(asked).toBe(3)
    for (let turn = 0; turn < 3; turn++) expect(await cache.getOrLoad('a', load, { negativeTtlMs: 100 })).toBeUndefined()
    expect(asked).toBe(4)
    expect(await cache.statistics()).toMatchObject({ negativeHits: 2, hits: 2, misses: 4 })
    await clock.advance(100)
    expect(await cache.getOrLoad('a', () => 'here by now')).toBe('here by now')
  })

  it('forgets a value that is there no more', async () => {
    await cache.getOrLoad('a', () => 'here', { ttlMs: 10, staleIfErrorMs: 1000 })
    await clock.advance(20)
    expect(await cache.getOrLoad('a', () => undefined)).toBeUndefined()
    await expect(cache.getOrLoad('a', fail, { staleIfErrorMs: 1000 })).rejects.toThrow('no answer')
  })

  it.each<[string, (cache: Cache<Value>) => unknown, Value | undefined]>([
    ['replaced', (each) => each.set('a', 'set'), 'set'],
    ['deleted', (each) => each.delete('a'), undefined],
    ['invalidated', (each) => each.invalidate(['x']), undefined],
    ['cleared', (each) => each.clear(), undefined],
  ])('does not keep what was %s while it was loaded', async (_, change, expected) => {
    const held = heldLoad()
    const asked = cache.getOrLoad('a', held.load, { tags: ['x'] })
    await soon()
    await change(cache)
    held.go('outdated')
    expect(await asked).toBe('outdated')
    expect(await cache.get('a')).toBe(expected)
  })

  it('starts a new load after an invalidation, although an older one still runs', async () => {
    const [old, fresh] = [heldLoad(), heldLoad()]
    const before = cache.getOrLoad('a', old.load, { tags: ['x'] })
    await soon()
    await cache.invalidate(['x'])
    const after = cache.getOrLoad('a', fresh.load, { tags: ['x'] })
    await soon()
    fresh.go('new')
    await soon()
    old.go('old')
    expect(await Promise.all([before, after])).toEqual(['old', 'new'])
    expect(await cache.get('a')).toBe('new')
  })

  it('gives the first caller what later ones get', async () => {
    const first = await cache.getOrLoad('a', () => ({ b: 1, c: undefined }) as unknown as Value)
    expect(first).toStrictEqual({ b: 1 })
    expect(Object.isFrozen(first)).toBe(true)
    expect(await cache.get('a')).toStrictEqual({ b: 1 })
  })
})

describe('a namespace', () => {
  it('has keys and tags of its own', async () => {
    const cache = make(memoryStore({ clock }))
    const [http, files] = [cache.namespace('http'), cache.namespace('files')]
    await http.set('a', 1, { tags: ['x'] })
    await files.set('a', 2, { tags: ['x'] })
    await cache.set('a', 3, { tags: ['x'] })
    expect(await http.invalidate(['x'])).toBe(1)
    expect([await http.get('a'), await files.get('a'), await cache.get('a')]).toEqual([undefined, 2, 3])
  })

  it('is cleared alone, with the namespaces in it', async () => {
    const cache = make(memoryStore({ clock }))
    const http = cache.namespace('http')
    await http.namespace('users').set('a', 1)
    await http.set('a', 2)
    await cache.namespace('http users').set('a', 3)
    await http.clear()
    expect([await http.get('a'), await http.namespace('users').get('a')]).toEqual([undefined, undefined])
    expect(await cache.namespace('http users').get('a')).toBe(3)
    await cache.clear()
    expect(await cache.namespace('http users').get('a')).toBeUndefined()
  })

  it('counts for itself and for the whole', async () => {
    const cache = make(memoryStore({ clock }))
    const http = cache.namespace('http')
    await http.set('a', 1)
    await http.get('a')
    await cache.get('a')
    expect(await http.statistics()).toMatchObject({ hits: 1, misses: 0, hitRate: 1 })
    expect(await cache.statistics()).toMatchObject({ hits: 1, misses: 1, hitRate: 0.5, store: { entries: 1 } })
    expect(() => cache.namespace('')).toThrow(ConfigError)
  })
})

describe('warming', () => {
  it('loads what is not there, not more at once than allowed, and says what failed', async () => {
    const cache = make(memoryStore({ clock }))
    await cache.set(['page', 3], 'there')
    let [running, most] = [0, 0]
    const loaded: number[] = []
    const items = Array.from({ length: 10 }, (_, index) => ({
      key: ['page', index],
      load: async () => {
        most = Math.max(most, ++running)
        await clock.sleep(10)
        running--
        if (index === 5) throw new Error('no answer')
        loaded.push(index)
        return index
      },
    }))
    const warming = cache.warm(items, { concurrency: 3 })
    await clock.advance(100)
    expect(await warming).toEqual({ ready: 9, failed: [{ key: ['page', 5], error: new Error('no answer') }] })
    expect(loaded).toEqual([0, 1, 2, 4, 6, 7, 8, 9])
    expect(most).toBe(3)
  })

  it('ends when it is told to', async () => {
    const cache = make(memoryStore({ clock }))
    const stop = new AbortController()
    const held = heldLoad()
    const warming = cache.warm(
      [1, 2].map((key) => ({ key: [key], load: held.load })),
      { signal: stop.signal, concurrency: 1 },
    )
    await soon()
    stop.abort(new Error('enough'))
    await expect(warming).rejects.toThrow('enough')
    expect(held.signals.map(({ aborted }) => aborted)).toEqual([true])
  })

  it('can be done ahead for one value', async () => {
    const cache = make(memoryStore({ clock }))
    const { load } = counter()
    cache.prefetch('a', load, { ttlMs: 100, refreshAheadMs: 20 })
    await soon()
    expect(cache.get('a')).toBe(1)
    cache.prefetch('a', load, { ttlMs: 100, refreshAheadMs: 20 })
    await clock.advance(85)
    expect(cache.get('a')).toBe(1)
    cache.prefetch('a', load, { ttlMs: 100, refreshAheadMs: 20 })
    await soon()
    expect(cache.get('a')).toBe(2)
    cache.prefetch('b', fail)
    await soon()
    expect(logger.records).toMatchObject([{ level: 'warn' }])
  })
})

describe('a cache whose store fails', () => {
  it.each([
    ['at once', () => failingStore()],
    ['later', () => laterStore(failingStore())],
  ])('%s loads, and says so', async (_, store) => {
    const cache = make(store())
    expect(await cache.getOrLoad('a', () => 'loaded')).toBe('loaded')
    expect(await cache.get('a')).toBeUndefined()
    expect(logger.records.map(({ fields }) => fields.code)).toEqual(Array(3).fill('CACHE_UNAVAILABLE'))
  })

  it('fails when something outdated might stay', async () => {
    const cache = make(failingStore())
    const part = cache.namespace('part')
    for (const change of [cache.set('a', 1), cache.delete('a'), cache.invalidate(['x']), cache.clear(), part.clear()])
      await expect(change).rejects.toMatchObject({
        code: 'CACHE_UNAVAILABLE',
        cause: expect.objectContaining({ message: 'the disk is on fire' }),
      })
  })
})

describe('values', () => {
  it('are decoded once for each entry in memory, so all callers share them', async () => {
    const cache = make(memoryStore({ clock }))
    await cache.set('a', { port: 1 })
    expect(cache.get('a')).toBe(cache.get('a'))
  })

  it('may be texts and bytes as well', async () => {
    const texts = createCache({ codec: textCodec, clock })
    await texts.set('a', 'grün')
    expect(texts.get('a')).toBe('grün')
    const bytes = createCache({ codec: bytesCodec, clock })
    await bytes.set('a', Uint8Array.of(1, 2))
    expect(await bytes.getOrLoad('a', fail)).toEqual(Uint8Array.of(1, 2))
  })

  it.each<[string, unknown]>([
    ['a secret', { password: new Secret('x') }],
    ['a number without a JSON form', { a: Number.NaN }],
    ['a big number', 1n],
    ['nothing', undefined],
  ])('are refused when JSON would lose %s', async (_, value) => {
    const cache = make(memoryStore({ clock }))
    await expect(cache.set('a', value as Value)).rejects.toMatchObject({ code: 'OPTION_INVALID' })
  })

  it('that cannot be decoded are damaged entries', async () => {
    const store = memoryStore({ clock })
    await createCache({ store, clock, codec: textCodec }).set('a', 'no JSON')
    const cache = make(store)
    expect(cache.get('a')).toBeUndefined()
    expect(logger.records).toMatchObject([{ level: 'warn', fields: { code: 'CACHE_CORRUPT' } }])
    expect(await cache.getOrLoad('a', () => 'loaded')).toBe('loaded')
  })
})

describe('a cache', () => {
  it('has all figures', async () => {
    const cache = make(memoryStore({ clock }))
    await cache.getOrLoad('a', () => 1)
    await clock.advance(5)
    await cache.getOrLoad('b', () => 2)
    await cache.getOrLoad('c', fail).catch(() => undefined)
    for (let turn = 0; turn < 7; turn++) cache.get('a')
    const expected = { hits: 7, misses: 3, hitRate: 0.7, loads: 3, failedLoads: 1, oldestMs: 5, newestMs: 0 }
    expect(await cache.statistics()).toMatchObject(expected)
    expect(await make(memoryStore({ clock })).statistics()).toMatchObject({ hitRate: 0, oldestMs: undefined })
  })

  it.each([
    ['a negative time', { ttlMs: -1 }],
    ['no number', { staleMs: Number.NaN }],
    ['too many tags', { tags: Array.from({ length: 201 }, String) }],
  ])('refuses %s', async (_, options) => {
    const cache = make(memoryStore({ clock }))
    await expect(cache.getOrLoad('a', () => 1, options)).rejects.toMatchObject({ code: 'OPTION_INVALID' })
  })

  it('keeps nothing that would be gone at once', async () => {
    const store = memoryStore({ clock })
    await make(store).getOrLoad('a', () => 1, { ttlMs: 0 })
    expect(store.statistics().entries).toBe(0)
  })

  it('ends its loads when it is closed, and answers no more', async () => {
    const cache = make(memoryStore({ clock }))
    const held = heldLoad()
    const asked = cache.getOrLoad('a', held.load)
    await soon()
    await cache.close()
    await cache[Symbol.asyncDispose]()
    await expect(asked).rejects.toMatchObject({ code: 'CONFIG_CLOSED' })
    expect(held.signals[0]?.aborted).toBe(true)
    expect(() => cache.get('a')).toThrow('the cache was closed')
    await expect(cache.clear()).rejects.toThrow('the cache was closed')
  })

  it('works without any option', async () => {
    const cache = createCache()
    expect(await cache.getOrLoad(['a', { b: 1 }], () => 'value')).toBe('value')
    expect(cache.get(['a', { b: 1 }])).toBe('value')
    await cache.close()
  })
})

it('does not serve a value for longer than it may because the clock was set back', async () => {
  let now = 10_000_000
  const settable = { now: () => now, sleep: async () => undefined }
  const cache = createCache({ store: memoryStore({ clock: settable }), clock: settable })
  await cache.set('short', 1, { ttlMs: 5000 })
  await cache.set('for ever', 2)
  now -= 30_000 // as clocks of two machines may differ
  expect([cache.get('short'), cache.get('for ever')]).toEqual([1, 2])
  now -= 3_600_000
  expect([cache.get('short'), cache.get('for ever')]).toEqual([undefined, 2])
  expect(await cache.getOrLoad('short', () => 3, { ttlMs: 5000 })).toBe(3)
})

describe('a mistake in JavaScript', () => {
  const circular: { self?: unknown } = {}
  circular.self = circular
  const deep = (): unknown => {
    let value: unknown = 1
    for (let level = 0; level < 100_000; level++) value = [value]
    return value
  }

  it.each<[string, (cache: Cache<Value>) => unknown]>([
    ['a value that contains itself', (cache) => cache.set('a', circular as never)],
    ['a value that is nested too deeply', (cache) => cache.set('a', deep() as never)],
    ['a Map, of which JSON would keep nothing', (cache) => cache.set('a', { users: new Map([[1, 2]]) } as never)],
    ['a promise that nobody waited for', (cache) => cache.set('a', Promise.resolve(1) as never)],
    ['bytes', (cache) => cache.set('a', { content: new Uint8Array(3) } as never)],
    ['the bytes of a Buffer, which says what nobody reads back', (cache) => cache.set('a', [Buffer.from('x')] as never)],
    ['a function in a map', (cache) => cache.set('a', { get: () => 1 } as never)],
    ['a date that is none', (cache) => cache.set('a', { at: new Date(Number.NaN) } as never)],
    ['an option of an entry that is none', (cache) => cache.set('a', 1, { ttl: 5 } as never)],
    ['an option of a load that is none', (cache) => cache.getOrLoad('a', () => 1, { ttl: 5 } as never)],
    ['options that are nothing', (cache) => cache.set('a', 1, null as never)],
    ['a time instead of options', (cache) => cache.getOrLoad('a', () => 1, 500 as never)],
    ['an option of warm that is none', (cache) => cache.warm([], { parallel: 2 } as never)],
    ['an option of a cache that is none', () => createCache({ ttl: 5 } as never)],
    ['a cache without options', () => createCache(null as never)],
    ['an option of the store in memory that is none', () => memoryStore({ max: 5 } as never)],
    ['an option of the store in files that is none', () => fileStore({ folder: '/nowhere', maxSize: 5 } as never)],
    ['an option of the fail-over that is none', () => failOverStore([memoryStore()], { takeover: 'kept' } as never)],
    ['an expression', (cache) => cache.set('a', [/x/] as never)],
    ['an error', (cache) => cache.set('a', new Error('x') as never)],
    ['what is no list to warm with', (cache) => cache.warm(5 as never)],
    ['a Set', (cache) => cache.set('a', [new Set([1])] as never)],
    ['a loaded value that is one', (cache) => cache.getOrLoad('a', () => new Set([1]) as never)],
    ['no load', (cache) => cache.getOrLoad('a', undefined as never)],
    ['a signal that is none', (cache) => cache.getOrLoad('a', () => 1, { signal: 5 as never })],
    ['one tag instead of a list', (cache) => cache.set('a', 1, { tags: 'red' as never })],
    ['a tag that is no text', (cache) => cache.set('a', 1, { tags: [5] as never })],
    ['one tag to invalidate', (cache) => cache.invalidate('red' as never)],
    ['a store without methods', () => createCache({ store: {} as never })],
    ['a codec without functions', () => createCache({ codec: {} as never })],
    ['a tiered store of one', () => tieredStore(memoryStore(), undefined as never)],
    ['one store to fail over', () => failOverStore(memoryStore() as never)],
    ['what is no store to fail over to', () => failOverStore([memoryStore(), 5 as never])],
    ['files without a folder', () => fileStore({} as never)],
    ['files without options', () => fileStore(undefined as never)],
    ['keys that are no list', () => fileStore({ folder: '/nowhere', keys: 'a' as never })],
  ])('is told as one: %s', async (_, act) => {
    const attempt = (async () => act(make(memoryStore({ clock }))))()
    await expect(attempt).rejects.toMatchObject({ code: 'OPTION_INVALID' })
  })
})
