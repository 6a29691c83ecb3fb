import { errnoOf } from '../../runtime/file-errors.ts'
import { temporaryName } from '../../runtime/temporary-files.ts'

type BigStats = import('node:fs').BigIntStats

/** What tells one content of a name from the next, also after the file was renamed. */
export function stateOf(stats: BigStats): string {
  return `${stats.ino}-${stats.size}-${stats.mtimeNs}`
}

/** The same, of a version that `readFileBytes` told. */
export function stateInVersion(version: string): string {
  return version.split('-').slice(0, 3).join('-')
}

/**
 * Removes a file if it is still the one that was seen, so that what another process writes in the meantime is not lost:
 * it is first moved aside, and goes back if it turns out to be another. A crash in between leaves a temporary file.
 * @returns whether it was removed
 */
export function removeIfSame(path: string, state: string): boolean {
  const fs = process.getBuiltinModule('node:fs')
  const aside = temporaryName(path)
  try {
    const stats = fs.lstatSync(path, { bigint: true, throwIfNoEntry: false })
    if (stats === undefined || stateOf(stats) !== state) return false
    fs.renameSync(path, aside)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false
    throw error
  }
  const isSame = stateOf(fs.lstatSync(aside, { bigint: true })) === state
  if (!isSame) putBack(fs, aside, path)
  fs.rmSync(aside, { force: true })
  return isSame
}

/** Unless there is a newer one by now. */
function putBack(fs: typeof import('node:fs'), aside: string, path: string): void {
  try {
    fs.linkSync(aside, path)
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return
    // A file system without hard links: then a newer one may be replaced by this, which is also a written value.
    fs.renameSync(aside, path)
  }
}
