import { randomBytes } from 'node:crypto'
import { globSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { ownIdentity } from '../runtime/process-identity.ts'
import { type FakeClock, fakeClock } from '../testing/fake-clock.ts'
import { type RecordingLogger, recordingLogger } from '../testing/recording-logger.ts'
import { createSandbox, type Sandbox } from '../testing/sandbox.ts'
import type { CacheEntry, CacheStore } from './cache-store.ts'
import { type FileStoreOptions, fileStore } from './file-store.ts'
import { removeIfSame, stateOf } from './files/remove-if-same.ts'

const keys = [{ id: 'k1', key: randomBytes(32) }]
let sandbox: Sandbox
let clock: FakeClock
let logger: RecordingLogger
beforeEach(() => {
  sandbox = createSandbox()
  clock = fakeClock()
  logger = recordingLogger()
})
afterEach(() => sandbox[Symbol.dispose]())

function make(options: Partial<FileStoreOptions> = {}): CacheStore {
  return fileStore({ folder: sandbox.path('cache'), clock, logger, ...options })
}

function entry(parts: Partial<CacheEntry> = {}): CacheEntry {
  const storedAt = clock.now()
  const times = { storedAt, expiresAt: storedAt + 1000, goneAt: storedAt + 1000 }
  return { bytes: Buffer.from('content'), ...times, tags: ['tag'], absent: false, ...parts }
}

const files = (): readonly string[] =>
  globSync('cache/entries-1/**/*.entry', { cwd: sandbox.folder }).map((file) => sandbox.path(file))
const onlyFile = (): string => {
  const [file = '', ...more] = files()
  expect(more).toEqual([])
  return file
}
const reports = (): number =>
  logger.records.filter(({ level, fields }) => level === 'warn' && fields.code === 'CACHE_CORRUPT').length

describe.each([
  ['plain', undefined],
  ['encrypted', keys],
])('a damaged %s entry', (_, own) => {
  it('of which any byte was flipped is a miss, and is reported', async () => {
    const store = make({ keys: own })
    await store.set('a', entry())
    const [file, good] = [onlyFile(), readFileSync(onlyFile())]
    for (let index = 0; index < good.length; index++) {
      const bad = Buffer.from(good)
      bad[index] = (bad[index] ?? 0) ^ 0x01
      writeFileSync(file, bad)
      expect(await store.get('a'), `byte ${index}`).toBeUndefined()
      expect(reports(), `byte ${index}`).toBe(index + 1)
    }
    writeFileSync(file, good)
    expect(await store.get('a')).toBeDefined()
  })

  it('that was cut at any length is a miss, and is reported', async () => {
    const store = make({ keys: own })
    await store.set('a', entry())
    const [file, good] = [onlyFile(), readFileSync(onlyFile())]
    for (let length = 0; length < good.length; length++) {
      writeFileSync(file, good.subarray(0, length))
      expect(await store.get('a'), `${length} bytes`).toBeUndefined()
      expect(reports(), `${length} bytes`).toBe(length + 1)
    }
  })

  it('is reported once, counted, and replaced by the next that is stored', async () => {
    const store = make({ keys: own })
    await store.set('a', entry())
    writeFileSync(onlyFile(), 'nonsense')
    expect([await store.get('a'), await store.get('a')]).toEqual([undefined, undefined])
    expect(reports()).toBe(1)
    expect(files()).toEqual([])
    expect(await store.statistics()).toMatchObject({ corrupt: 1, misses: 2 })
    await store.set('a', entry())
    expect(await store.get('a')).toBeDefined()
  })

  it('cannot be the entry of another key', async () => {
    const store = make({ keys: own })
    await store.set('a', entry())
    const first = onlyFile()
    await store.set('b', entry())
    const second = files().find((file) => file !== first) ?? ''
    writeFileSync(second, readFileSync(first))
    expect(await store.get('b')).toBeUndefined()
    expect(reports()).toBe(1)
  })
})

describe('a file store', () => {
  it('keeps neither keys nor tags in names, and tags not in the clear when it encrypts', async () => {
    const store = make({ keys })
    await store.set('password of me', entry({ tags: ['team-red'] }))
    expect(onlyFile()).not.toMatch(/password/)
    const content = readFileSync(onlyFile(), 'latin1')
    for (const word of ['password', 'team-red', 'content']) expect(content).not.toContain(word)
  })

  it.skipIf(process.platform === 'win32')('is open to its owner only', async () => {
    const before = process.umask(0)
    try {
      await make().set('a', entry())
    } finally {
      process.umask(before)
    }
    expect(statSync(onlyFile()).mode & 0o777).toBe(0o600)
    for (const folder of [dirname(onlyFile()), sandbox.path('cache/entries-1'), sandbox.path('cache')])
      expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  it('marks its folder as one that backups may leave out', async () => {
    await make().set('a', entry())
    expect(sandbox.read('cache/CACHEDIR.TAG')).toMatch(/^Signature: 8a477f597d28d172789f06886806bc55\n/)
  })

  it('makes large entries smaller, and leaves small ones and those that do not shrink', async () => {
    const sizeOf = async (bytes: Uint8Array, options?: Partial<FileStoreOptions>): Promise<number> => {
      const store = make(options)
      await store.set('a', entry({ bytes }))
      expect(Buffer.compare((await store.get('a'))?.bytes ?? new Uint8Array(), bytes)).toBe(0)
      return statSync(onlyFile()).size
    }
    const large = Buffer.alloc(100_000, 'configuration ')
    expect(await sizeOf(large)).toBeLessThan(1000)
    expect(await sizeOf(large, { compressFrom: Number.POSITIVE_INFINITY })).toBeGreaterThan(100_000)
    expect(await sizeOf(randomBytes(5000))).toBeLessThan(5300)
  })

  it('gives out nothing with another key, leaves it for those who have the key, and reports it', async () => {
    await make({ keys }).set('a', entry())
    const stranger = make({ keys: [{ id: 'k2', key: randomBytes(32) }] })
    expect(await stranger.get('a')).toBeUndefined()
    expect(reports()).toBe(1)
    expect(await make({ keys: [{ id: 'k2', key: randomBytes(32) }, ...keys] }).get('a')).toBeDefined()
  })

  it('does not take an entry that is not encrypted when it has keys', async () => {
    await make().set('a', entry())
    expect(await make({ keys }).get('a')).toBeUndefined()
    expect(reports()).toBe(1)
  })

  it('does not keep what is too large, nor what was there before', async () => {
    const store = make({ maxEntryBytes: 1000 })
    await store.set('a', entry())
    await store.set('a', entry({ bytes: Buffer.alloc(1001) }))
    expect(await store.get('a')).toBeUndefined()
    expect(files()).toEqual([])
  })

  it('takes a folder or a huge file in the place of an entry as damage', async () => {
    const store = make({ maxEntryBytes: 1000 })
    await store.set('a', entry())
    const file = onlyFile()
    writeFileSync(file, Buffer.alloc(100_000))
    expect(await store.get('a')).toBeUndefined()
    rmSync(file)
    mkdirSync(file)
    expect(await store.get('a')).toBeUndefined()
    expect(reports()).toBe(2)
    await store.prune()
    expect(statSync(file).isDirectory()).toBe(true)
  })

  it('goes on when somebody removes its folder', async () => {
    const store = make()
    await store.set('a', entry())
    rmSync(sandbox.path('cache'), { recursive: true })
    expect(await store.get('a')).toBeUndefined()
    await store.set('a', entry())
    expect(await store.get('a')).toBeDefined()
  })

  it('says so when it cannot be used', async () => {
    sandbox.write('cache', 'a file')
    const failure = await (async () => make().set('a', entry()))().catch((error: unknown) => error)
    expect(ConfigError.is(failure) && failure.code).toBe('FILE_WRITE')
  })

  it('removes the oldest when it is full, until a tenth is free', async () => {
    const store = make({ maxBytes: 10_000 })
    for (let index = 0; index < 30; index++) {
      await store.set(`key ${index}`, entry({ bytes: randomBytes(800) }))
      await clock.advance(1)
    }
    await store.prune()
    const { bytes, entries, evictions } = await store.statistics()
    expect(bytes).toBeLessThanOrEqual(10_000)
    expect(bytes).toBeGreaterThan(7000)
    expect(evictions).toBe(30 - entries)
    expect(await store.get('key 0')).toBeUndefined()
    expect(await store.get('key 29')).toBeDefined()
  })

  it('prunes by itself when much was written', async () => {
    const store = make({ maxBytes: 100_000 })
    for (let index = 0; index < 400; index++) {
      await store.set(`key ${index}`, entry({ bytes: randomBytes(1000) }))
      await clock.advance(1)
    }
    await store.close()
    // The limit may be exceeded by a twentieth, and by what was written while files were counted.
    expect((await store.statistics()).bytes).toBeLessThan(130_000)
    expect(await store.get('key 399')).toBeDefined()
  })

  it('keeps an entry that is stored while it invalidates', async () => {
    const store = make()
    for (let index = 0; index < 300; index++) await store.set(`key ${index}`, entry())
    const invalidating = store.invalidate(['tag'])
    await new Promise((resolve) => setImmediate(resolve))
    await store.set('key 299', entry({ storedAt: clock.now() + 1 }))
    await invalidating
    expect(await store.get('key 299')).toBeDefined()
    expect(files().length).toBe(1)
  })

  it('removes files that are no entries, and what killed writers left', async () => {
    const store = make()
    await store.set('a', entry())
    const folder = dirname(onlyFile())
    const { startedAt, place } = ownIdentity()
    const stale = join(folder, `.${'0'.repeat(60)}.4194000.${startedAt}.${place}.abcdefgh.tmp`)
    writeFileSync(stale, 'half')
    writeFileSync(join(folder, `${'0'.repeat(62)}.entry`), '')
    writeFileSync(join(folder, 'note.txt'), 'mine')
    expect(await store.prune()).toEqual({ removed: 1, bytes: 0 })
    expect(readdirSync(folder).sort()).toEqual(['note.txt', onlyFile().slice(folder.length + 1)].sort())
  })

  it('removes only its own files when it is cleared', async () => {
    const store = make()
    await store.set('a', entry())
    sandbox.write('cache/mine.txt', 'mine')
    await store.clear()
    expect(files()).toEqual([])
    expect(sandbox.read('cache/mine.txt')).toBe('mine')
  })

  it.each([
    ['no bytes', { maxBytes: 0 }],
    ['a short key', { keys: [{ id: 'a', key: randomBytes(31) }] }],
  ])('refuses %s', (_, options) => {
    expect(() => make(options)).toThrow(ConfigError)
  })
})

describe('removeIfSame', () => {
  it('removes the file that was seen', () => {
    sandbox.write('a', 'old')
    const state = stateOf(statSync(sandbox.path('a'), { bigint: true }))
    expect(removeIfSame(sandbox.path('a'), state)).toBe(true)
    expect(removeIfSame(sandbox.path('a'), state)).toBe(false)
  })

  it('leaves the one that took its place', () => {
    sandbox.write('a', 'old')
    const state = stateOf(statSync(sandbox.path('a'), { bigint: true }))
    sandbox.write('a', 'new!')
    utimesSync(sandbox.path('a'), 1, 1)
    expect(removeIfSame(sandbox.path('a'), state)).toBe(false)
    expect(sandbox.read('a')).toBe('new!')
  })
})
