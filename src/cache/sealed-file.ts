import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { writeFileAtomically } from '../runtime/atomic-write.ts'
import type { Clock } from '../runtime/clock.ts'
import { errnoOf, writeFailure } from '../runtime/file-errors.ts'
import { nodeFileSystem, nodePath } from '../runtime/file-system.ts'
import { type FileContent, readFileBytes } from '../runtime/read-file.ts'
import { makePrivateFolder } from './private-folder.ts'
import { type OpenOptions, openSeal, seal, sha256 } from './seal.ts'
import { checkedKeys, type SealKey } from './seal-key.ts'

export interface SealedFileOptions {
  /** What the file is for: `last-known-good:shop`. A file that was sealed for something else is not opened. */
  readonly purpose: string
  /** Version of what is inside, 0 to 2,147,483,647. A file of another version is `outdated`. Default: 1. */
  readonly version?: number | undefined
  /** For AES-256-GCM: the first key seals, all of them open. With keys, a file that is not encrypted is refused. */
  readonly keys?: readonly SealKey[] | undefined
  /** Refuse larger contents. Default: 64 MiB. */
  readonly maxBytes?: number | undefined
  readonly clock: Clock
}

/** One file that is read whole or not at all: checksummed, replaced atomically, versioned, encrypted if keys are given. */
export interface SealedFile {
  readonly path: string
  /**
   * Replaces the file, readable by its owner only; durable when it returns. Makes the folder if need be.
   * @throws ConfigError FILE_WRITE, SOURCE_TOO_LARGE
   */
  write(bytes: Uint8Array): void
  /** Never throws for what is in the file, or for a file that cannot be read. */
  read(): SealedReading
  /**
   * Removes the file.
   * @returns whether there was one
   * @throws ConfigError FILE_WRITE
   */
  remove(): boolean
}

export type SealedReading =
  | { readonly kind: 'content'; readonly bytes: Uint8Array; readonly writtenAt: number; readonly encrypted: boolean }
  | { readonly kind: 'absent' }
  /** There is a file, and it is of no use; the issue says why. */
  | {
      readonly kind: 'unusable'
      readonly reason: 'damaged' | 'unreadable' | 'locked' | 'outdated'
      readonly issue: Issue
    }

/** More than a seal adds: header, key id, meta, nonce, proof. Compression never makes it longer. */
const overhead = 256

/** @param path absolute */
export function sealedFile(path: string, options: SealedFileOptions): SealedFile {
  const { purpose, version = 1, maxBytes = 67_108_864, clock } = options
  const keys = checkedKeys(options.keys, 'keys')
  if (!Number.isInteger(version) || version < 0 || version > 0x7fffffff) throw invalidVersion()
  const subject = sha256(Buffer.from(purpose, 'utf16le'))

  return {
    path,
    write(bytes) {
      if (bytes.length > maxBytes) throw tooLarge(path, maxBytes)
      makePrivateFolder(nodePath().dirname(path))
      const meta = printMeta(version, clock.now())
      const sealed = seal({ subject, meta, content: bytes, key: keys[0], compressFrom: 1024 })
      writeFileAtomically(path, sealed, { mode: 0o600 })
    },
    read() {
      let file: FileContent | undefined
      try {
        file = readFileBytes(path, { maxBytes: maxBytes + overhead })
      } catch (error) {
        if (!ConfigError.is(error)) throw error
        return { kind: 'unusable', reason: 'unreadable', issue: error.issues[0] }
      }
      return file === undefined ? { kind: 'absent' } : reading(path, file.bytes, { subject, keys, maxBytes }, version)
    },
    remove: () => removed(path),
  }
}

function reading(path: string, bytes: Uint8Array, options: OpenOptions, version: number): SealedReading {
  const opened = openSeal(bytes, options)
  if (opened.kind === 'locked') return unusable('locked', path, `it is sealed with the key "${opened.keyId}", which is not given`)
  if (opened.kind === 'damaged') return unusable('damaged', path, opened.reason)
  const meta = parseMeta(opened.meta)
  if (meta === undefined) return unusable('damaged', path, 'its meta cannot be read')
  if (meta.version !== version)
    return unusable('outdated', path, `it holds version ${meta.version} of its content, not ${version}`)
  return { kind: 'content', bytes: opened.content, writtenAt: meta.writtenAt, encrypted: opened.encrypted }
}

function unusable(reason: 'damaged' | 'locked' | 'outdated', file: string, why: string): SealedReading {
  const hint = reason === 'locked' ? 'give that key as well' : 'it is written again with the next good content'
  const issue: Issue = { code: 'CACHE_CORRUPT', severity: 'warning', message: `is not used: ${why}`, file, hint }
  return { kind: 'unusable', reason, issue }
}

function printMeta(version: number, writtenAt: number): Uint8Array {
  const meta = Buffer.alloc(12)
  meta.writeUInt32BE(version, 0)
  meta.writeDoubleBE(writtenAt, 4)
  return meta
}

function parseMeta(meta: Uint8Array): { readonly version: number; readonly writtenAt: number } | undefined {
  if (meta.length !== 12) return undefined
  const view = new DataView(meta.buffer, meta.byteOffset, meta.length)
  return { version: view.getUint32(0), writtenAt: view.getFloat64(4) }
}

function removed(path: string): boolean {
  try {
    nodeFileSystem().unlinkSync(path)
    return true
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false
    throw writeFailure(error, path)
  }
}

function tooLarge(file: string, maxBytes: number): ConfigError {
  const message = `the content is larger than the limit of ${maxBytes} bytes`
  return new ConfigError({ code: 'SOURCE_TOO_LARGE', severity: 'error', message, file, hint: 'raise maxBytes' })
}

function invalidVersion(): ConfigError {
  const message = 'version must be a whole number from 0 to 2,147,483,647'
  return new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, hint: 'leave it out for 1' })
}
