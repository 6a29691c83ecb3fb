import { errnoOf } from './file-errors.ts'
import { type FileSystem, nodePath } from './file-system.ts'
import { systemNow } from './node-runtime.ts'
import { isAlive, ownIdentity, parseIdentity, printIdentity } from './process-identity.ts'

/** How long a temporary file of another machine or container is left alone: its writer cannot be asked. */
const foreignLifetimeMs = 600_000

/** The name of a helper file of `target`, in the same folder and hidden. Long names are cut: the limit is 255 bytes. */
export function helperName(target: string, ending: string): string {
  const { dirname, basename, join } = nodePath()
  return join(dirname(target), `.${basename(target).slice(0, 60)}.${ending}`)
}

/** A new name for a temporary file beside `target`: `.app.yaml.1234.8f3a1.k3x9q2.5h2k9d0x.tmp`. */
export function temporaryName(target: string): string {
  return helperName(target, `${printIdentity(ownIdentity())}.${randomLetters()}.tmp`)
}

/** Eight letters and digits that nobody has used before. */
export function randomLetters(): string {
  return Math.random().toString(36).slice(2, 10).padEnd(8, '0')
}

/** Removes temporary files that earlier writers of `target` left when they were killed. Those of living ones stay. */
export function removeStaleTemporaries(target: string, fs: FileSystem): void {
  const { dirname, basename, join } = nodePath()
  const folder = dirname(target)
  const start = basename(helperName(target, ''))
  for (const name of temporariesOf(folder, fs)) {
    if (!name.startsWith(start)) continue
    const writer = parseIdentity(name.slice(start.length, -'.00000000.tmp'.length))
    if (writer !== undefined && isStale(join(folder, name), isAlive(writer), fs)) removeIfAllowed(join(folder, name), fs)
  }
}

/** How long a list of a folder serves: listing it for each of its files would take the square of their number. */
const listLifetimeMs = 1000

let last: { readonly fs: FileSystem; readonly folder: string; readonly at: number; readonly names: readonly string[] } | undefined

/** The temporary files in a folder; what others left within the last second may be missing, and goes with a later write. */
function temporariesOf(folder: string, fs: FileSystem): readonly string[] {
  const now = systemNow()
  if (last?.fs !== fs || last.folder !== folder || Math.abs(now - last.at) > listLifetimeMs)
    last = { fs, folder, at: now, names: fs.readdirSync(folder).filter((name) => name.endsWith('.tmp')) }
  return last.names
}

/** The same for all files in a folder. Only for folders that are ours alone. */
export function removeStaleTemporariesIn(folder: string, fs: FileSystem): void {
  for (const name of fs.readdirSync(folder)) {
    const writer = /^\..+\.(\d+\.[0-9a-z]+\.[0-9a-z]+)\.[0-9a-z]{8}\.tmp$/.exec(name)?.[1]
    const identity = writer === undefined ? undefined : parseIdentity(writer)
    const path = nodePath().join(folder, name)
    if (identity !== undefined && isStale(path, isAlive(identity), fs)) removeIfAllowed(path, fs)
  }
}

function isStale(path: string, alive: boolean | undefined, fs: FileSystem): boolean {
  if (alive !== undefined) return !alive
  const stats = fs.lstatSync(path, { throwIfNoEntry: false })
  return stats !== undefined && systemNow() - stats.mtimeMs > foreignLifetimeMs
}

/** Removes what somebody left behind, if that can be done. */
export function removeIfAllowed(path: string, fs: FileSystem): void {
  try {
    fs.unlinkSync(path)
  } catch (error) {
    // Another writer was faster, or the file is another user's: neither is a reason not to write.
    if (!['ENOENT', 'EPERM', 'EACCES', 'EBUSY'].includes(errnoOf(error) ?? '')) throw error
  }
}
