import { errnoOf } from '../../runtime/file-errors.ts'
import { nodePath } from '../../runtime/file-system.ts'
import { removeStaleTemporariesIn } from '../../runtime/temporary-files.ts'
import { makePrivateFolder } from '../private-folder.ts'
import { type EntryMeta, maxHeader, peekMeta } from './entry-file.ts'
import { stateOf } from './remove-if-same.ts'

/** A file of an entry, as it is seen from outside. */
export interface EntryFile {
  readonly path: string
  readonly state: string
  readonly size: number
  /** `undefined`: it does not begin like an entry. */
  readonly meta: EntryMeta | undefined
}

/** After so many files a scan lets others run. */
const filesAtOnce = 64

/**
 * The folder of a cache: `<folder>/entries-1/ab/cdef….entry`, named after the SHA-256 of the key, so that no key can be
 * read from a name or clash with the rules of a file system. The folders in between keep each one small.
 */
export class EntriesFolder {
  readonly #root: string
  readonly #folder: string
  readonly #made = new Set<string>()

  constructor(folder: string) {
    this.#folder = folder
    this.#root = nodePath().join(folder, 'entries-1')
  }

  pathOf(subject: Uint8Array): string {
    const name = Buffer.from(subject).toString('hex')
    return nodePath().join(this.#root, name.slice(0, 2), `${name.slice(2)}.entry`)
  }

  /** Makes the folder of a file unless it was made before. `again`: it has been removed since. */
  prepare(path: string, again = false): void {
    const folder = nodePath().dirname(path)
    if (this.#made.has(folder) && !again) return
    if (this.#made.size === 0) this.#markAsCache()
    makePrivateFolder(folder)
    this.#made.add(folder)
  }

  /** All entries, a few at a time. Those that come or go in the meantime may or may not be among them. */
  async *scan(): AsyncGenerator<EntryFile> {
    let seen = 0
    for (const path of this.#files()) {
      if (++seen % filesAtOnce === 0) await new Promise<void>((resolve) => setImmediate(resolve))
      const file = look(path)
      if (file !== undefined) yield file
    }
  }

  /** What writers left that were killed. */
  removeStaleTemporaries(): void {
    for (const folder of this.#folders()) removeStaleTemporariesIn(folder, process.getBuiltinModule('node:fs'))
  }

  *#files(): Generator<string> {
    for (const folder of this.#folders())
      for (const name of namesIn(folder)) if (/^[0-9a-f]{62}\.entry$/.test(name)) yield nodePath().join(folder, name)
  }

  #folders(): readonly string[] {
    const names = namesIn(this.#root).filter((name) => /^[0-9a-f]{2}$/.test(name))
    return names.map((name) => nodePath().join(this.#root, name))
  }

  /** https://bford.info/cachedir: programs that make backups leave such folders out. */
  #markAsCache(): void {
    makePrivateFolder(this.#folder)
    const signature = 'Signature: 8a477f597d28d172789f06886806bc55\n# A cache of configmanage. May be removed at any time.\n'
    try {
      const file = nodePath().join(this.#folder, 'CACHEDIR.TAG')
      process.getBuiltinModule('node:fs').writeFileSync(file, signature, { flag: 'wx', mode: 0o600 })
    } catch {
      // It is there, or cannot be made: then backups are larger.
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return process.getBuiltinModule('node:fs').readdirSync(folder)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return []
    throw error
  }
}

function look(path: string): EntryFile | undefined {
  const fs = process.getBuiltinModule('node:fs')
  const { O_RDONLY, O_NONBLOCK = 0 } = fs.constants
  let descriptor: number
  try {
    descriptor = fs.openSync(path, O_RDONLY | O_NONBLOCK)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined // Gone since the folder was read.
    throw error
  }
  try {
    const stats = fs.fstatSync(descriptor, { bigint: true })
    if (!stats.isFile()) return undefined
    const beginning = Buffer.alloc(Math.min(maxHeader, Number(stats.size)))
    const length = fs.readSync(descriptor, beginning, 0, beginning.length, 0)
    return { path, state: stateOf(stats), size: Number(stats.size), meta: peekMeta(beginning.subarray(0, length)) }
  } finally {
    fs.closeSync(descriptor)
  }
}
