import { ConfigError } from '../errors/config-error.ts'

/** The system's short word for what went wrong (`ENOENT`), if the error is one of the system's. */
export function errnoOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

interface Meaning {
  readonly message: string
  readonly hint: string
}

const readMeanings: Readonly<Record<string, Meaning>> = {
  EACCES: { message: 'permission denied', hint: 'let the user of this process read the file and enter its folders' },
  EPERM: { message: 'permission denied', hint: 'let the user of this process read the file' },
  EISDIR: { message: 'it is a folder, not a file', hint: 'name a file, or declare a directory source' },
  ENOTDIR: { message: 'a part of its path is a file, not a folder', hint: 'correct the path' },
  ELOOP: { message: 'its links lead in a circle', hint: 'correct the links' },
  ENAMETOOLONG: { message: 'its name is longer than the system allows', hint: 'shorten the name' },
  ENXIO: { message: 'it is a socket or a device, not a file', hint: 'name a regular file' },
  EMFILE: { message: 'the process has too many open files', hint: 'close files, or raise the limit (ulimit -n)' },
  ENFILE: { message: 'the system has too many open files', hint: 'close files, or raise the limit' },
  EIO: { message: 'the disk reported an error', hint: 'check the disk' },
  EBUSY: { message: 'another program holds it', hint: 'close the other program and try again' },
  ERR_INVALID_ARG_VALUE: { message: 'its name is not a possible file name', hint: 'correct the name' },
}

const writeMeanings: Readonly<Record<string, Meaning>> = {
  EACCES: { message: 'permission denied', hint: 'let the user of this process write into the folder' },
  EPERM: { message: 'permission denied', hint: 'let the user of this process write into the folder' },
  EROFS: { message: 'the disk is read-only', hint: 'write to another place, or mount it writable' },
  ENOSPC: { message: 'the disk is full', hint: 'free some space and try again' },
  EDQUOT: { message: 'the disk quota is used up', hint: 'free some space and try again' },
  EISDIR: { message: 'it is a folder, not a file', hint: 'name a file' },
  ENOENT: { message: 'its folder does not exist', hint: 'create the folder first' },
  ENOTDIR: { message: 'a part of its path is a file, not a folder', hint: 'correct the path' },
  EBUSY: {
    message: 'it is in use or mounted on its own',
    hint: 'mount the folder instead of the single file, or close the other program',
  },
}

/** SOURCE_UNREADABLE for a failed system call, in plain words. */
export function readFailure(error: unknown, file: string): ConfigError {
  const code = errnoOf(error)
  const meaning = readMeanings[code ?? '']
  return unreadable(file, withCode(meaning?.message ?? 'the system refused', code), meaning?.hint ?? 'look at the cause', error)
}

/** SOURCE_UNREADABLE with a reason of our own. */
export function unreadable(file: string, reason: string, hint: string, cause?: unknown): ConfigError {
  const message = `cannot be read: ${reason}`
  return new ConfigError(
    { code: 'SOURCE_UNREADABLE', severity: 'error', message, file, hint },
    cause === undefined ? {} : { cause },
  )
}

/** FILE_WRITE for a failed system call, in plain words. */
export function writeFailure(error: unknown, file: string): ConfigError {
  if (ConfigError.is(error)) return error
  const code = errnoOf(error)
  const meaning = writeMeanings[code ?? ''] ?? readMeanings[code ?? '']
  const message = `cannot be written: ${withCode(meaning?.message ?? 'the system refused', code)}`
  return new ConfigError(
    { code: 'FILE_WRITE', severity: 'error', message, file, hint: meaning?.hint ?? 'look at the cause' },
    { cause: error },
  )
}

function withCode(message: string, code: string | undefined): string {
  return code === undefined ? message : `${message} (${code})`
}
