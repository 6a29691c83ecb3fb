import { ConfigError } from '../errors/config-error.ts'
import { type FileSystem, nodeFileSystem } from './file-system.ts'
import { fileErrors } from './later.ts'
import { systemNow } from './node-runtime.ts'

/** What was read, and a text that changes when the file does. */
export interface FileContent {
  readonly bytes: Uint8Array
  readonly version: string
}

export interface ReadFileOptions {
  /** The file as people write it, for messages. Default: the path. */
  readonly file?: string | undefined
  /** Refuse larger files before reading them. Default: 64 MiB. */
  readonly maxBytes?: number | undefined
  /** What was read last time: returned again, unread, when the file did not change. */
  readonly previous?: FileContent | undefined
  readonly fileSystem?: FileSystem
  /** Reads as much as is needed, and answers what of it is to be kept. `undefined`: all is needed. */
  readonly readPart?: (read: ReadAt, size: number) => Uint8Array | undefined
}

/** Fills a buffer with what is at a place of a file; the answer is how many bytes there were. */
export type ReadAt = (into: Uint8Array, position: number) => number

type BigStats = import('node:fs').BigIntStats

/**
 * The bytes of a regular file, read from one descriptor so that the file checked is the file read. `undefined`
 * when there is no such file; everything else that prevents reading is an error.
 * @throws ConfigError SOURCE_UNREADABLE, SOURCE_TOO_LARGE
 */
export function readFileBytes(path: string, options: ReadFileOptions = {}): FileContent | undefined {
  const fs = options.fileSystem ?? nodeFileSystem()
  const file = options.file ?? path
  if (options.previous !== undefined && isAsBefore(fs, path, options.previous)) return options.previous
  // A FIFO without a writer would hang the process: O_NONBLOCK opens it, and the check for a regular file refuses it.
  const { O_RDONLY, O_NONBLOCK = 0, O_NOCTTY = 0 } = fs.constants
  let descriptor: number
  try {
    descriptor = fs.openSync(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
  } catch (error) {
    return fileErrors().notOpened(fs, path, file, error)
  }
  try {
    try {
      return readStable(fs, descriptor, file, options)
    } finally {
      fs.closeSync(descriptor)
    }
  } catch (error) {
    throw ConfigError.is(error) ? error : fileErrors().readFailure(error, file)
  }
}

/** Signatures of contents with a marked version that were read again, and found the same, when no longer fresh. */
const settled = new WeakMap<FileContent, string>()

/** A look at the file without opening it. What is wrong with it, opening tells. */
function isAsBefore(fs: FileSystem, path: string, previous: FileContent): boolean {
  try {
    return signatureOf(fs.statSync(path, { bigint: true })) === (settled.get(previous) ?? previous.version)
  } catch {
    return false
  }
}

/** Identifies the state of a file without reading it. A file that is replaced, written or touched has another. */
export function signatureOf(stats: BigStats): string {
  return `${stats.ino}-${stats.size}-${stats.mtimeNs}-${stats.ctimeNs}`
}

/** Whether both have the same signature, without writing it twice. */
function isSameState(a: BigStats, b: BigStats): boolean {
  return a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs && a.size === b.size && a.ino === b.ino
}

/** Reads again while the file changes under the read, so that a file saved in place is not taken half-written. */
function readStable(fs: FileSystem, descriptor: number, file: string, options: ReadFileOptions): FileContent {
  const maxBytes = options.maxBytes ?? 67_108_864
  for (let attempt = 0; attempt < 10; attempt++) {
    const before = fs.fstatSync(descriptor, { bigint: true })
    // Nothing is at most "not a number".
    if (!before.isFile() || !(before.size <= maxBytes)) throw fileErrors().refusal(before, file, maxBytes)

    const startedAt = systemNow()
    const size = Number(before.size)
    const readAt: ReadAt = (into, position) => fs.readSync(descriptor, into, 0, into.length, position)
    const bytes = options.readPart?.(readAt, size) ?? readAll(fs, descriptor, size, maxBytes, file)
    const after = fs.fstatSync(descriptor, { bigint: true })
    if (isSameState(before, after)) return withVersion(bytes, isFresh(after, startedAt), signatureOf(after), options.previous)
  }
  throw fileErrors().unreadable(file, 'it is being written all the time', 'try again when the writer has finished')
}

/**
 * A file changed a moment ago may change again without a new time stamp, because file times move in steps. Its
 * version is marked, so that the next reading compares the bytes instead of trusting the stamp.
 */
function withVersion(bytes: Uint8Array, fresh: boolean, signature: string, previous: FileContent | undefined): FileContent {
  const marked = `${signature}~`
  if (previous?.version.startsWith(marked)) {
    if (Buffer.compare(bytes, previous.bytes) !== 0) return { bytes, version: `${previous.version}~` }
    if (!fresh) settled.set(previous, signature)
    return previous
  }
  return { bytes, version: fresh ? marked : signature }
}

/** Times in whole seconds come from file systems that step by one or two seconds. */
function isFresh(stats: BigStats, now: number): boolean {
  const stepMs = stats.mtimeNs % 1_000_000_000n === 0n ? 2_500 : 50
  return now - Number(stats.mtimeMs) < stepMs
}

function readAll(fs: FileSystem, descriptor: number, expected: number, maxBytes: number, file: string): Uint8Array {
  // One byte more than expected shows the end without a second allocation. Files of /proc say 0 and have content.
  let buffer = Buffer.allocUnsafe(expected === 0 ? 4096 : expected + 1)
  let length = 0
  for (;;) {
    const count = fs.readSync(descriptor, buffer, length, buffer.length - length, length)
    if (count === 0) return buffer.subarray(0, length)
    length += count
    // All that it said it has, and it had room to give more. That it has not grown since, the caller checks.
    if (length === expected) return buffer.subarray(0, length)
    if (length > maxBytes) throw fileErrors().tooLarge(file, maxBytes)
    // It grew: the signature has changed, so it is read again. Running after a writer might never end.
    if (expected > 0 && length > expected) return buffer.subarray(0, length)
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafeSlow(length)])
  }
}
