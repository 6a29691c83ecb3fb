import { ConfigError } from '../errors/config-error.ts'
import { writeFileAtomically } from './atomic-write.ts'
import { type LockOptions, withFileLock } from './file-lock.ts'
import { readFileBytes } from './read-file.ts'

export interface UpdateOptions extends LockOptions {
  /** Permissions of the new file. Default: those of the existing one. */
  readonly mode?: number | undefined
  /** Refuse larger files. Default: 64 MiB. */
  readonly maxBytes?: number | undefined
}

/**
 * Reads a file, hands its content to `change` and writes what comes back, so that of several processes doing so
 * at once none loses its change. `undefined` stands for a file that is not there; returning what was given (or
 * `undefined`) writes nothing.
 * @returns whether the file was written
 * @throws ConfigError FILE_LOCKED, FILE_CHANGED (by someone who did not ask for the lock), FILE_WRITE, SOURCE_UNREADABLE
 */
export function updateFileBytes(
  path: string,
  change: (bytes: Uint8Array | undefined) => Uint8Array | string | undefined,
  options: UpdateOptions = {},
): Promise<boolean> {
  const { file, mode, maxBytes, fileSystem } = options
  const reading = { file, maxBytes, ...(fileSystem && { fileSystem }) }
  return withFileLock(
    path,
    () => {
      const before = readFileBytes(path, reading)
      const after = change(before?.bytes)
      if (after === undefined || after === before?.bytes) return false
      writeFileAtomically(path, after, { file, mode, fileSystem, expected: before?.version ?? 'absent' })
      return true
    },
    options,
  )
}

/** The same for text in UTF-8. A byte order mark is part of the text. */
export function updateFile(
  path: string,
  change: (text: string | undefined) => string | undefined,
  options: UpdateOptions = {},
): Promise<boolean> {
  const file = options.file ?? path
  return updateFileBytes(
    path,
    (bytes) => {
      const before = bytes && decodeUtf8(bytes, file)
      const after = change(before)
      return after === before ? undefined : after
    },
    options,
  )
}

function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    const hint = 'save the file as UTF-8'
    throw new ConfigError({ code: 'SOURCE_ENCODING', severity: 'error', message: 'not readable as UTF-8', file, hint }, { cause })
  }
}
