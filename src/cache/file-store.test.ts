import { randomBytes } from 'node:crypto'
import fs, { globSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import zlib from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { ownIdentity } from '../runtime/process-identity.ts'
import { type FakeClock, fakeClock } from '../testing/fake-clock.ts'
import { type RecordingLogger, recordingLogger } from '../testing/recording-logger.ts'
import { createSandbox, type Sandbox } from '../testing/sandbox.ts'
import type { CacheEntry, CacheStore } from './cache-store.ts'
import { type FileStoreOptions, fileStore } from './file-store.ts'
import { EntriesFolder } from './files/entries-folder.ts'
import { subjectOf } from './files/entry-file.ts'
import { removeIfSame, stateOf } from './files/remove-if-same.ts'
import { seal } from './seal.ts'

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

describe('what is in a file that is whole', () => {
  const subject = subjectOf('a')
  const store = (content: Uint8Array, meta: Uint8Array): CacheStore => {
    const made = make()
    const path = new EntriesFolder(sandbox.path('cache')).pathOf(subject)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, seal({ subject, meta, content, key: undefined, compressFrom: 1024 }))
    return made
  }
  const meta = Buffer.alloc(25, 0x7f)
  const tagged = (tags: string): Buffer => {
    const bytes = Buffer.from(`....${tags}`)
    bytes.writeUInt32BE(tags.length)
    return bytes
  }

  it.each([
    ['nothing', Buffer.alloc(0), meta],
    ['a length beyond its end', Buffer.from([0, 0, 1, 0, 1]), meta],
    ['tags that are no JSON', tagged('['), meta],
    ['tags that are no list', tagged('{}'), meta],
    ['tags that are no texts', tagged('[1]'), meta],
    ['meta of another length', tagged('[]'), Buffer.alloc(26)],
  ])('and holds %s is damaged all the same', async (_, content, own) => {
    expect(await store(content, own).get('a')).toBeUndefined()
    expect(reports()).toBe(1)
  })
})

describe('a file store on an older Node, without zstd', () => {
  const given = zlib.zstdCompressSync
  afterEach(() => {
    zlib.zstdCompressSync = given
  })

  it('compresses by gzip, which every Node reads', async () => {
    Object.assign(zlib, { zstdCompressSync: undefined })
    const bytes = Buffer.alloc(10_000, 'configuration ')
    await make().set('a', entry({ bytes }))
    Object.assign(zlib, { zstdCompressSync: given })
    expect(statSync(onlyFile()).size).toBeLessThan(1000)
    expect((await make().get('a'))?.bytes.length).toBe(10_000)
  })
})

describe('a file system that fails', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })
  const failing = (name: 'openSync' | 'readdirSync' | 'unlinkSync' | 'renameSync' | 'linkSync', code: string): void => {
    vi.spyOn(fs, name).mockImplementation(() => {
      throw Object.assign(new Error(code), { code })
    })
  }
  const codeOf = async (act: () => unknown): Promise<string> => {
    try {
      await act()
      return 'none'
    } catch (error) {
      return ConfigError.is(error) ? error.code : String(error)
    }
  }

  it('is an error, not an empty cache', async () => {
    const store = make()
    await store.set('a', entry())
    await store.close()
    failing('openSync', 'EMFILE')
    expect(await codeOf(() => store.get('a'))).toBe('SOURCE_UNREADABLE')
    expect(await codeOf(() => store.statistics())).toBe('SOURCE_UNREADABLE')
    vi.restoreAllMocks()
    failing('readdirSync', 'EACCES')
    expect(await codeOf(() => store.clear())).toBe('SOURCE_UNREADABLE')
    vi.restoreAllMocks()
    failing('unlinkSync', 'EACCES')
    expect(await codeOf(() => store.delete('a'))).toBe('FILE_WRITE')
  })

  it('leaves a damaged entry where it is when it cannot be removed', async () => {
    const store = make()
    await store.set('a', entry())
    await store.close()
    writeFileSync(onlyFile(), 'nonsense')
    failing('renameSync', 'EACCES')
    expect([await store.get('a'), await store.get('a')]).toEqual([undefined, undefined])
    expect(reports()).toBe(2)
  })

  it('that cannot be counted is said once, and stores all the same', async () => {
    const store = make()
    const real = fs.readdirSync
    let fails = true
    vi.spyOn(fs, 'readdirSync').mockImplementation(((...given: Parameters<typeof real>) => {
      if (fails && String(given[0]).endsWith('entries-1')) throw Object.assign(new Error('EIO'), { code: 'EIO' })
      return real(...given)
    }) as typeof real)
    for (const key of ['a', 'b', 'c']) await store.set(key, entry())
    await store.close()
    fails = false
    expect(logger.records.filter(({ fields }) => fields.code === 'CACHE_UNAVAILABLE').length).toBe(1)
    expect(await store.get('c')).toBeDefined()
  })

  it.each([
    ['puts back what came in between', undefined],
    ['puts it back also without hard links', 'EPERM'],
    ['leaves what came after that', 'EEXIST'],
  ])('removing a file %s', (_, linking) => {
    sandbox.write('a', 'seen')
    const path = sandbox.path('a')
    const state = stateOf(statSync(path, { bigint: true }))
    const rename = fs.renameSync
    vi.spyOn(fs, 'renameSync').mockImplementationOnce((from, to) => {
      rmSync(path)
      writeFileSync(path, 'from another process')
      rename(from, to)
      if (linking === 'EEXIST') writeFileSync(path, 'and another')
    })
    if (linking === 'EPERM') failing('linkSync', linking)
    expect(removeIfSame(path, state)).toBe(false)
    expect(sandbox.read('a')).toBe(linking === 'EEXIST' ? 'and another' : 'from another process')
    expect(readdirSync(sandbox.folder)).toEqual(['a'])
  })

  it('removing a file that has just gone is no mistake', () => {
    sandbox.write('a', 'seen')
    const state = stateOf(statSync(sandbox.path('a'), { bigint: true }))
    failing('renameSync', 'ENOENT')
    expect(removeIfSame(sandbox.path('a'), state)).toBe(false)
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
