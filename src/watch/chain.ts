import { nodePath } from '../runtime/file-system.ts'
import { codeOf, type Stats, type WatchedDisk } from './disk.ts'

/** The way from the root to what a path leads to, through all links. */
export interface Chain {
  /** Each name that was looked up, with the real folder it was looked up in. A change of any can lead elsewhere. */
  readonly steps: readonly Step[]
  /** What is at the end; `undefined` when the way ends before, or leads in a circle. */
  readonly end: Stats | undefined
  /** The real path of the end, if there is one. */
  readonly path: string | undefined
  /** Why the way ends early, when it is not because something is absent: `EACCES`, `ELOOP`. */
  readonly failure: string | undefined
  /** The newest change of a link on the way, in nanoseconds; 0 without links. */
  readonly linkedAtNs: bigint
}

export interface Step {
  readonly folder: string
  readonly name: string
  /** False for folders further up, in which only the renaming of a whole folder matters. */
  readonly near: boolean
  /** Which folder it was that is called so; `undefined` when it was not looked at. */
  readonly identity: string | undefined
}

/** The time it was made tells two folders apart that got the same inode one after the other. */
export function identityOf(stats: Stats): string {
  return `${stats.dev}-${stats.ino}-${stats.birthtimeNs}`
}

/** Linux gives up after 40 links as well. */
const mostLinks = 40

/** Follows an absolute path name by name. Never throws. */
export function followChain(path: string, disk: WatchedDisk): Chain {
  const { parse, join, dirname, sep } = nodePath()
  const { root } = parse(path)
  const names = namesOf(path.slice(root.length), sep)
  const steps: Step[] = []
  let folder = root
  let identity: string | undefined
  let links = 0
  let linkedAtNs = 0n
  const ending = (rest: Partial<Chain>): Chain => ({
    steps,
    linkedAtNs,
    end: undefined,
    path: undefined,
    failure: undefined,
    ...rest,
  })
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (name === '..') {
      folder = dirname(folder)
      identity = undefined
      continue
    }
    const here = join(folder, name)
    const stats = look(here, disk)
    const isLink = typeof stats === 'object' && stats.isSymbolicLink()
    steps.push({ folder, name, near: isLink || names.length === 0 || typeof stats !== 'object', identity })
    if (typeof stats !== 'object') return ending({ failure: stats })
    if (isLink) {
      if (++links > mostLinks) return ending({ failure: 'ELOOP' })
      const target = readLink(here, disk)
      if (target === undefined) return ending({})
      if (stats.ctimeNs > linkedAtNs) linkedAtNs = stats.ctimeNs
      const { root: start } = parse(target)
      if (start !== '') folder = start
      if (start !== '') identity = undefined
      names.push(...namesOf(target.slice(start.length), sep))
    } else if (names.length === 0) {
      return ending({ end: stats, path: here })
    } else {
      folder = here
      identity = identityOf(stats)
    }
  }
  // The path is the root, or a link to a folder by way of `..` or `/`.
  const stats = look(folder, disk)
  return typeof stats === 'object' ? ending({ end: stats, path: folder }) : ending({ failure: stats })
}

/** The names of a path, the first one last. */
function namesOf(path: string, sep: string): string[] {
  const names = path.split(sep === '\\' ? /[\\/]/ : '/')
  return names.filter((name) => name !== '' && name !== '.').reverse()
}

/** `undefined` for what is absent, a code for what cannot be looked at. */
function look(path: string, disk: WatchedDisk): Stats | string | undefined {
  try {
    return disk.lstatSync(path, { bigint: true, throwIfNoEntry: false })
  } catch (error) {
    const code = codeOf(error)
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : (code ?? 'UNKNOWN')
  }
}

/** `undefined` when the link went away, or became something else, since it was looked at. */
function readLink(path: string, disk: WatchedDisk): string | undefined {
  try {
    return disk.readlinkSync(path)
  } catch {
    return undefined
  }
}
