import type { FSWatcher } from 'node:fs'
import { codeOf, nodeDisk, type Stats } from './disk.ts'
import type { FileTarget } from './watcher.ts'

/** What was seen and heard of files before there was somebody to judge it. */
export interface Begun {
  /** By path. */
  readonly looks: ReadonlyMap<string, Look>
  readonly heard: readonly Heard[]
  /** Some file is so young that its content may change while its times stay the same: it has to be read at once. */
  readonly isYoung: boolean
  /** To be called when others listen. */
  close(): void
}

/** What was at the end of a path; a code for what could not be looked at. */
export interface Look {
  readonly end: Stats | undefined
  readonly failure: string | undefined
}

export interface Heard {
  readonly folder: string
  readonly event: string
  readonly name: string | null
}

/** The step in which a kernel counts time, with room; and the longest one of file systems that count seconds. */
const [tickMs, secondsMs] = [25, 3_000]

/**
 * Begins to watch files so that from now on no change is lost, and leaves all else for later: a watch of the folder of each,
 * and one look at each after that. One function and no import of ours, because each takes its time when a program starts. A
 * clock that is not the machine's can only make files look younger, or be noticed by nobody.
 */
export function beginAt(files: readonly { readonly target: FileTarget }[], now: number): Begun {
  const disk = nodeDisk()
  const { dirname } = process.getBuiltinModule('node:path')
  const looks = new Map<string, Look>()
  const heard: Heard[] = []
  const watchers = new Map<string, FSWatcher | undefined>()
  let isYoung = false
  for (const { target } of files) {
    const { path } = target
    const folder = dirname(path)
    if (!watchers.has(folder)) {
      watchers.set(folder, undefined)
      try {
        const watcher = disk.watch(folder, { persistent: false }, (event, name) => heard.push({ folder, event, name }))
        watchers.set(folder, watcher)
        watcher.on('error', () => watcher.close())
      } catch {
        // Who goes on tries again, and says so.
      }
    }
    try {
      const end = disk.statSync(path, { bigint: true, throwIfNoEntry: false })
      looks.set(path, { end, failure: undefined })
      if (end === undefined) continue
      const isCoarse = end.mtimeNs % 1_000_000_000n === 0n
      if (now - Number(end.mtimeMs) < (isCoarse ? secondsMs : tickMs)) isYoung = true
    } catch (error) {
      const code = codeOf(error)
      looks.set(path, { end: undefined, failure: code === 'ENOTDIR' ? undefined : (code ?? 'UNKNOWN') })
    }
  }
  return {
    looks,
    heard,
    isYoung,
    close() {
      for (const watcher of watchers.values()) watcher?.close()
    },
  }
}
