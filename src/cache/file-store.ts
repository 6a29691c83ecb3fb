import { checkOptions } from '../errors/check-options.ts'
import { ConfigError } from '../errors/config-error.ts'
import { writeFileAtomically } from '../runtime/atomic-write.ts'
import type { Awaitable } from '../runtime/awaitable.ts'
import type { Clock } from '../runtime/clock.ts'
import { errnoOf, readFailure, writeFailure } from '../runtime/file-errors.ts'
import type { Logger } from '../runtime/logger.ts'
import { nodeRuntime } from '../runtime/node-runtime.ts'
import { type FileContent, readFileBytes } from '../runtime/read-file.ts'
import type { CacheEntry, CacheStore, PruneReport, StoreStatistics } from './cache-store.ts'
import { EntriesFolder } from './files/entries-folder.ts'
import { maxAround, openEntry, sealEntry, subjectOf, tagDigest } from './files/entry-file.ts'
import { choosePrunable } from './files/prune.ts'
import { removeIfSame, stateInVersion } from './files/remove-if-same.ts'
import { checkTags, invalid, limitOf } from './limits.ts'
import { checkedKeys, type SealKey } from './seal-key.ts'

export interface FileStoreOptions {
  /** Absolute. It is made when the first entry is stored. Several processes and caches may share it. */
  readonly folder: string
  /** What all files together may take. Default: 256 MiB. */
  readonly maxBytes?: number | undefined
  /** Larger entries are not kept. Default: 16 MiB. */
  readonly maxEntryBytes?: number | undefined
  /** Entries of at least so many bytes are compressed. Default: 1024. `Infinity`: none. */
  readonly compressFrom?: number | undefined
  /** For AES-256-GCM: the first key encrypts, all of them decrypt. Default: entries are not encrypted. */
  readonly keys?: readonly SealKey[] | undefined
  readonly clock?: Clock | undefined
  readonly logger?: Logger | undefined
}

const optionNames = ['folder', 'maxBytes', 'maxEntryBytes', 'compressFrom', 'keys', 'clock', 'logger']

/**
 * Entries in files, one for each: they survive the process and are shared by all that use the folder. Files are replaced
 * atomically, so two processes that write at once leave one of the two values, and a killed one leaves the old value.
 * Reading and writing is synchronous.
 * @throws ConfigError OPTION_INVALID
 */
export function fileStore(options: FileStoreOptions): CacheStore {
  // From JavaScript it may be missing.
  const { folder } = (options as Partial<FileStoreOptions> | undefined) ?? {}
  if (typeof folder !== 'string' || folder === '')
    throw invalid('folder must name a folder', "write fileStore({ folder: '/var/cache/shop' })")
  checkOptions(options, optionNames, 'fileStore')
  return new FileStore(options)
}

class FileStore implements CacheStore {
  readonly name: string
  readonly #entries: EntriesFolder
  readonly #maxBytes: number
  readonly #maxEntryBytes: number
  readonly #compressFrom: number
  readonly #keys: readonly SealKey[]
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #counts = { hits: 0, misses: 0, evictions: 0, expirations: 0, corrupt: 0 }
  /** What the files took when they were last counted, and what was written since. */
  #counted: number | undefined
  #written = 0
  /** Until it has ended, well or not. */
  #pruning: Promise<void> | undefined

  constructor(options: FileStoreOptions) {
    const { clock, logger } = nodeRuntime({
      ...(options.clock && { clock: options.clock }),
      ...(options.logger && { logger: options.logger }),
    })
    this.name = `file:${options.folder}`
    this.#entries = new EntriesFolder(options.folder)
    this.#maxBytes = limitOf('maxBytes', options.maxBytes, 268_435_456)
    this.#maxEntryBytes = limitOf('maxEntryBytes', options.maxEntryBytes, 16_777_216)
    this.#compressFrom = options.compressFrom ?? 1024
    this.#keys = checkedKeys(options.keys, 'keys')
    this.#clock = clock
    this.#logger = logger
  }

  get(key: string): CacheEntry | undefined {
    const subject = subjectOf(key)
    const path = this.#entries.pathOf(subject)
    const file = this.#read(path)
    const entry = file && this.#open(path, file, subject)
    if (entry === undefined || entry.goneAt <= this.#clock.now()) {
      this.#counts.misses++
      if (file !== undefined && entry !== undefined) {
        this.#counts.expirations++
        this.#discard(path, file)
      }
      return undefined
    }
    this.#counts.hits++
    return entry
  }

  set(key: string, entry: CacheEntry): Awaitable<void> {
    checkTags(entry.tags)
    const subject = subjectOf(key)
    const path = this.#entries.pathOf(subject)
    if (entry.bytes.length > this.#maxEntryBytes) {
      this.#unlink(path)
      return undefined
    }
    const sealed = sealEntry(entry, { subject, key: this.#keys[0], compressFrom: this.#compressFrom })
    this.#write(path, sealed)
    this.#written += sealed.length
    return this.#pruneWhenFull()
  }

  delete(key: string): boolean {
    return this.#unlink(this.#entries.pathOf(subjectOf(key)))
  }

  async invalidate(tags: readonly string[]): Promise<number> {
    const digests = new Set(tags.map(tagDigest))
    const startedAt = this.#clock.now()
    let removed = 0
    for await (const { path, state, meta } of this.#scan()) {
      if (meta === undefined || meta.storedAt > startedAt) continue
      if (meta.tagDigests.some((digest) => digests.has(digest)) && removeIfSame(path, state)) removed++
    }
    return removed
  }

  async clear(): Promise<void> {
    for await (const { path } of this.#scan()) this.#unlink(path)
    this.#counted = 0
    this.#written = 0
  }

  /** Also removes what killed writers left behind. Over the limit, the oldest go until a tenth of it is free. */
  prune(): Promise<PruneReport> {
    // One after the other: one that runs may have passed what this call is about.
    const before = this.#pruning ?? Promise.resolve()
    const pruning = before.then(() => this.#prune())
    const ended = pruning.then(
      () => undefined,
      () => undefined,
    )
    this.#pruning = ended
    void ended.then(() => {
      if (this.#pruning === ended) this.#pruning = undefined
    })
    return pruning
  }

  async statistics(): Promise<StoreStatistics> {
    let [entries, bytes, damaged] = [0, 0, 0]
    let oldestAt: number | undefined
    let newestAt: number | undefined
    for await (const { size, meta } of this.#scan()) {
      bytes += size
      if (meta === undefined) {
        damaged++
        continue
      }
      entries++
      oldestAt = Math.min(oldestAt ?? meta.storedAt, meta.storedAt)
      newestAt = Math.max(newestAt ?? meta.storedAt, meta.storedAt)
    }
    return { name: this.name, entries, bytes, ...this.#counts, corrupt: this.#counts.corrupt + damaged, oldestAt, newestAt }
  }

  async close(): Promise<void> {
    await this.#pruning
  }

  #read(path: string): FileContent | undefined {
    try {
      return readFileBytes(path, { maxBytes: 2 * this.#maxEntryBytes + maxAround })
    } catch (error) {
      // Without a cause the system did nothing wrong: what lies there is a folder, a device, or too large to be ours.
      if (!ConfigError.is(error) || error.cause !== undefined) throw error
      this.#report(path, error.issues[0].message)
      return undefined
    }
  }

  #open(path: string, file: FileContent, subject: Uint8Array): CacheEntry | undefined {
    const maxBytes = 2 * this.#maxEntryBytes + maxAround
    const entry = openEntry(file.bytes, { subject, keys: this.#keys, maxBytes })
    if ('bytes' in entry) return entry
    if (entry.kind === 'locked') {
      // Perhaps another program has the key: its entry stays until it is replaced.
      this.#report(path, `it is sealed with the key "${entry.keyId}", which is not given`)
      return undefined
    }
    this.#report(path, entry.reason)
    this.#discard(path, file)
    return undefined
  }

  /** The path, and not the key: keys may hold what logs must not. */
  #report(path: string, reason: string): void {
    this.#counts.corrupt++
    this.#logger.warn(`a cached entry is not used: ${reason}`, { code: 'CACHE_CORRUPT', source: this.name, file: path })
  }

  /** If it cannot be removed, it is replaced by the next entry of its key. */
  #discard(path: string, file: FileContent): void {
    try {
      removeIfSame(path, stateInVersion(file.version))
    } catch (error) {
      this.#logger.debug('an entry could not be removed', { code: 'CACHE_UNAVAILABLE', source: this.name, error })
    }
  }

  #write(path: string, sealed: Uint8Array): void {
    const write = (): void => writeFileAtomically(path, sealed, { mode: 0o600, flush: false })
    this.#entries.prepare(path)
    try {
      write()
    } catch (error) {
      if (!ConfigError.is(error) || errnoOf(error.cause) !== 'ENOENT') throw error
      this.#entries.prepare(path, true)
      write()
    }
  }

  #unlink(path: string): boolean {
    try {
      process.getBuiltinModule('node:fs').unlinkSync(path)
      return true
    } catch (error) {
      if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return false
      throw writeFailure(error, path)
    }
  }

  async *#scan(): ReturnType<EntriesFolder['scan']> {
    try {
      yield* this.#entries.scan()
    } catch (error) {
      throw readFailure(error, this.name)
    }
  }

  /**
   * The first entry that is stored starts a count; later ones do when they may have filled the folder. Nobody waits for
   * it, unless so much is written meanwhile that the folder would grow without end.
   */
  #pruneWhenFull(): Promise<void> | undefined {
    if (this.#pruning === undefined) {
      const mayBeFull = this.#counted !== undefined && this.#counted + this.#written > this.#maxBytes
      const isDue = this.#counted === undefined || (mayBeFull && this.#written * 20 >= this.#maxBytes)
      if (!isDue) return undefined
      this.prune().catch((error: unknown) => {
        this.#counted ??= 0
        this.#logger.warn('the cache could not be pruned', { code: 'CACHE_UNAVAILABLE', source: this.name, error })
      })
    }
    return this.#written * 10 >= this.#maxBytes ? this.#pruning : undefined
  }

  async #prune(): Promise<PruneReport> {
    const writtenBefore = this.#written
    this.#entries.removeStaleTemporaries()
    const files = []
    for await (const file of this.#scan()) files.push(file)
    const chosen = choosePrunable(files, this.#clock.now(), this.#maxBytes)
    let [removed, bytes] = [0, 0]
    for (const { file, why } of chosen.remove) {
      if (!removeIfSame(file.path, file.state)) continue
      removed++
      bytes += file.size
      this.#counts[why]++
    }
    this.#counted = chosen.total - bytes
    this.#written -= writtenBefore
    return { removed, bytes }
  }
}
