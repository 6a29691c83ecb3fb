import { ConfigError } from '../errors/config-error.ts'
import { errnoOf, readFailure, unreadable } from './file-errors.ts'
import { type FileSystem, nodePath } from './file-system.ts'

export { readFailure, unreadable } from './file-errors.ts'

type BigStats = import('node:fs').BigIntStats

/**
 * `undefined` for a file that is not there.
 * @throws ConfigError SOURCE_UNREADABLE for one that is and could not be opened
 */
export function notOpened(fs: FileSystem, path: string, file: string, error: unknown): undefined {
  const code = errnoOf(error)
  if (code !== 'ENOENT' && code !== 'ENOTDIR') throw readFailure(error, file)
  const broken = brokenLink(fs, path, file)
  if (broken !== undefined) throw unreadable(file, broken, 'correct or remove the link', error)
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
    throw readFailure(error, file)
  }
}

/** `throwIfNoEntry: false` still throws when a part of the path is a file. */
function lstatIfThere(fs: FileSystem, path: string): import('node:fs').Stats | undefined {
  try {
    return fs.lstatSync(path, { throwIfNoEntry: false })
  } catch (error) {
    if (errnoOf(error) === 'ENOTDIR') return undefined
    throw error
  }
}

/** Why an open file is not read: it is no file, or larger than is allowed. */
export function refusal(stats: BigStats, file: string, maxBytes: number): ConfigError {
  if (stats.isFile()) return Number.isNaN(Number(maxBytes)) ? noLimit(file) : tooLarge(file, maxBytes)
  const hint = stats.isDirectory() ? 'name a file, or declare a directory source' : 'name a regular file'
  return unreadable(file, `it is ${kindOfFile(stats)}, not a file`, hint)
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

export function tooLarge(file: string, maxBytes: number): ConfigError {
  return new ConfigError({
    code: 'SOURCE_TOO_LARGE',
    severity: 'error',
    message: `larger than the limit of ${maxBytes} bytes`,
    file,
    hint: 'check that this is the right file, or raise maxBytes',
  })
}
