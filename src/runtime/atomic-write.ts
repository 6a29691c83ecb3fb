import { ConfigError } from '../errors/config-error.ts'
import { errnoOf, writeFailure } from './file-errors.ts'
import { type FileSystem, nodeFileSystem, nodePath } from './file-system.ts'
import { linkTarget } from './link-target.ts'
import { signatureOf } from './read-file.ts'
import { removeStaleTemporaries, temporaryName } from './temporary-files.ts'

export interface WriteFileOptions {
  /** The file as people write it, for messages. Default: the path. */
  readonly file?: string | undefined
  /**
   * Permissions, whatever the file had before: 0o600 for secrets. Default: those of the existing file, or what the
   * process gives a new one (0o666 without its umask).
   */
  readonly mode?: number | undefined
  /** Write only if the file still is in this state, as `readFileBytes` told it; `absent` if it was not there. */
  readonly expected?: string | undefined
  /**
   * False: do not wait until the disk has it. A crash of the program still leaves the old content or the new; a loss of
   * power may leave neither, so it is for content that proves itself and can be made again. Default: true.
   */
  readonly flush?: boolean | undefined
  readonly fileSystem?: FileSystem | undefined
}

/**
 * Replaces a file so that a reader, a crash or a power loss meets the old content or the new one, never a mixture:
 * a temporary file beside it is written, flushed and renamed over it, and the folder is flushed. A link is
 * followed, the file it points to is replaced. Hard links to the old file keep the old content.
 * @throws ConfigError FILE_WRITE, FILE_CHANGED; the old content is then still there
 */
export function writeFileAtomically(path: string, content: Uint8Array | string, options: WriteFileOptions = {}): void {
  const fs = options.fileSystem ?? nodeFileSystem()
  const file = options.file ?? path
  try {
    const target = linkTarget(path, fs)
    refuseIrregular(fs, target, file)
    removeStaleTemporaries(target, fs)
    const temporary = writeTemporary(fs, target, typeof content === 'string' ? Buffer.from(content) : content, options)
    publish(fs, temporary, target, file, options.expected)
    if (options.flush !== false) flushFolder(fs, nodePath().dirname(target))
  } catch (error) {
    throw writeFailure(error, file)
  }
}

/** Renaming would put a file in the place of the device or pipe itself: `/dev/null` would be one from then on. */
function refuseIrregular(fs: FileSystem, target: string, file: string): void {
  const existing = fs.statSync(target, { throwIfNoEntry: false })
  if (existing === undefined || existing.isFile()) return
  if (existing.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' })
  const message = 'cannot be written: it is a device, a pipe or a socket, not a file'
  const hint = 'name a regular file, or "-" for standard output'
  throw new ConfigError({ code: 'FILE_WRITE', severity: 'error', message, file, hint })
}

function writeTemporary(fs: FileSystem, target: string, content: Uint8Array, options: WriteFileOptions): string {
  const existing = fs.statSync(target, { throwIfNoEntry: false })
  const temporary = temporaryName(target)
  const { O_WRONLY, O_CREAT, O_EXCL } = fs.constants
  // Nobody else may read a file whose final permissions are narrower than the default, not even for a moment.
  const first = existing === undefined ? (options.mode ?? 0o666) : 0o600
  const descriptor = fs.openSync(temporary, O_WRONLY | O_CREAT | O_EXCL, first)
  try {
    try {
      if (existing) keepOwner(fs, descriptor, existing)
      const mode = options.mode ?? (existing && existing.mode & 0o7777)
      if (mode !== undefined) fs.fchmodSync(descriptor, mode)
      writeAll(fs, descriptor, content)
      if (options.flush !== false) fs.fsyncSync(descriptor)
    } finally {
      fs.closeSync(descriptor)
    }
  } catch (error) {
    discard(fs, temporary)
    throw error
  }
  return temporary
}

function writeAll(fs: FileSystem, descriptor: number, content: Uint8Array): void {
  for (let offset = 0; offset < content.length; ) offset += fs.writeSync(descriptor, content, offset, content.length - offset)
}

function keepOwner(fs: FileSystem, descriptor: number, existing: import('node:fs').Stats): void {
  const now = fs.fstatSync(descriptor)
  if (now.uid === existing.uid && now.gid === existing.gid) return
  try {
    fs.fchownSync(descriptor, existing.uid, existing.gid)
  } catch (error) {
    // Only root may give a file away; then it belongs to who wrote it, as with any editor that saves by renaming.
    if (errnoOf(error) !== 'EPERM') throw error
  }
}

function publish(fs: FileSystem, temporary: string, target: string, file: string, expected: string | undefined): void {
  try {
    if (expected !== undefined) refuseChange(fs, target, file, expected)
    fs.renameSync(temporary, target)
  } catch (error) {
    discard(fs, temporary)
    throw error
  }
}

function refuseChange(fs: FileSystem, target: string, file: string, expected: string): void {
  const stats = fs.statSync(target, { bigint: true, throwIfNoEntry: false })
  const now = stats === undefined ? 'absent' : signatureOf(stats)
  // A version may carry marks behind the signature.
  if (now === expected.replace(/~+$/, '')) return
  const hint = 'read it again and repeat the change'
  throw new ConfigError({ code: 'FILE_CHANGED', severity: 'error', message: 'changed since it was read', file, hint })
}

/** A rename is durable only when its folder is. Windows and some network disks cannot flush folders. */
function flushFolder(fs: FileSystem, folder: string): void {
  const { O_RDONLY, O_DIRECTORY = 0 } = fs.constants
  try {
    const descriptor = fs.openSync(folder, O_RDONLY | O_DIRECTORY)
    try {
      fs.fsyncSync(descriptor)
    } finally {
      fs.closeSync(descriptor)
    }
  } catch (error) {
    const code = errnoOf(error) ?? ''
    const cannot =
      process.platform === 'win32' ? ['EPERM', 'EACCES', 'EISDIR', 'EINVAL', 'EBADF'] : ['EINVAL', 'ENOTSUP', 'ENOSYS']
    if (!cannot.includes(code)) throw error
  }
}

function discard(fs: FileSystem, temporary: string): void {
  try {
    fs.unlinkSync(temporary)
  } catch {
    // The first error is the one to report. The next write removes what is left here.
  }
}
