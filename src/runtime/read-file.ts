import { ConfigError } from '../errors/config-error.ts'
import { type FileSystem, nodeFileSystem, nodePath } from './file-system.ts'
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
}

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
  const descriptor = open(fs, path, file)
  if (descriptor === undefined) return undefined
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

function open(fs: FileSystem, path: string, file: string): number | undefined {
  // A FIFO without a writer would hang the process: O_NONBLOCK opens it, and the check for a regular file refuses it.
  const { O_RDONLY, O_NONBLOCK = 0, O_NOCTTY = 0 } = fs.constants
  try {
    return fs.openSync(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
  } catch (error) {
    const code = fileErrors().errnoOf(error)
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw fileErrors().readFailure(error, file)
    const broken = brokenLink(fs, path, file)
    if (broken === undefined) return undefined
    throw fileErrors().unreadable(file, broken, 'correct or remove the link', error)
  }
}

/** A link to nothing is a mistake to report, not an absent file; also when a folder on the way is such a link. */
function brokenLink(fs: FileSystem, path: string, file: string): string | undefined {
  const { dirname } = nodePath()
  try {
    for (let current = path; ; current = dirname(current)) {
      const stats = lstatIfThere(fs, current)
      if (stats?.isSymbolicLink() && fs.statSync(current, { throwIfNoEntry: false }) === undefined) {
        const link = current === path ? 'it' : JSON.stringify(current)
        return `${link} is a link to ${JSON.stringify(fs.readlinkSync(current))}, which does not exist`
      }
      if (stats !== undefined || dirname(current) === current) return undefined
    }
  } catch (error) {
    throw fileErrors().readFailure(error, file)
  }
}

/** `throwIfNoEntry: false` still throws when a part of the path is a file. */
function lstatIfThere(fs: FileSystem, path: string): import('node:fs').Stats | undefined {
  try {
    return fs.lstatSync(path, { throwIfNoEntry: false })
  } catch (error) {
    if (fileErrors().errnoOf(error) === 'ENOTDIR') return undefined
    throw error
  }
}

/** Reads again while the file changes under the read, so that a file saved in place is not taken half-written. */
function readStable(fs: FileSystem, descriptor: number, file: string, options: ReadFileOptions): FileContent {
  const maxBytes = options.maxBytes ?? 67_108_864
  // Nothing is larger than "not a number".
  if (Number.isNaN(Number(maxBytes))) throw noLimit(file)
  for (let attempt = 0; attempt < 10; attempt++) {
    const before = fs.fstatSync(descriptor, { bigint: true })
    refuseIrregular(before, file)
    if (before.size > maxBytes) throw tooLarge(file, maxBytes)

    const signature = signatureOf(before)
    const startedAt = systemNow()
    const bytes = readAll(fs, descriptor, Number(before.size), maxBytes, file)
    const after = fs.fstatSync(descriptor, { bigint: true })
    if (signatureOf(after) === signature) return withVersion(bytes, isFresh(after, startedAt), signature, options.previous)
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
  let buffer = Buffer.allocUnsafeSlow(expected === 0 ? 4096 : expected + 1)
  let length = 0
  for (;;) {
    const count = fs.readSync(descriptor, buffer, length, buffer.length - length, length)
    if (count === 0) return buffer.subarray(0, length)
    length += count
    // All that it said it has, and it had room to give more. That it has not grown since, the caller checks.
    if (length === expected) return buffer.subarray(0, length)
    if (length > maxBytes) throw tooLarge(file, maxBytes)
    // It grew: the signature has changed, so it is read again. Running after a writer might never end.
    if (expected > 0 && length > expected) return buffer.subarray(0, length)
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafeSlow(length)])
  }
}

function refuseIrregular(stats: BigStats, file: string): void {
  if (stats.isFile()) return
  const hint = stats.isDirectory() ? 'name a file, or declare a directory source' : 'name a regular file'
  throw fileErrors().unreadable(file, `it is ${kindOfFile(stats)}, not a file`, hint)
}

function kindOfFile(stats: BigStats): string {
  if (stats.isDirectory()) return 'a folder'
  if (stats.isFIFO()) return 'a named pipe'
  if (stats.isSocket()) return 'a socket'
  return 'a device'
}

function noLimit(file: string): ConfigError {
  const message = 'maxBytes must be a number'
  return new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, file, hint: 'leave it out for 64 MiB' })
}

function tooLarge(file: string, maxBytes: number): ConfigError {
  return new ConfigError({
    code: 'SOURCE_TOO_LARGE',
    severity: 'error',
    message: `larger than the limit of ${maxBytes} bytes`,
    file,
    hint: 'check that this is the right file, or raise maxBytes',
  })
}
