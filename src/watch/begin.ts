import type { FSWatcher } from 'node:fs'
import { nodeDisk, type Stats } from './disk.ts'
import type { FileTarget } from './watcher.ts'

/** What was seen and heard of files before there was somebody to judge it. */
export interface Begun {
  /** What was at the end of each path: `undefined` when nothing was. */
  readonly looks: ReadonlyMap<string, Stats | undefined>
  readonly heard: readonly Heard[]
  /** Somebody has to go on at once: a folder or file cannot be watched so simply, or a file has to be read. */
  readonly isUrgent: boolean
  /** To be called when others listen. */
  close(): void
}

export interface Heard {
  readonly folder: string
  readonly event: string
  readonly name: string | null
}

/** The step in which a kernel counts time, with room. */
const tickMs = 25

/** The longest step of file systems that count seconds, with room. */
const secondsMs = 3_000

/**
 * Begins to watch files so that from now on no change is lost, and leaves all else for later: a watch of the folder of each,
 * and one look at each after that. In one function and without an import of ours, because each of them takes its time when a
 * program starts.
 */
export function beginAt(files: readonly { readonly target: FileTarget }[], now: number): Begun {
  const disk = nodeDisk()
  const { dirname } = process.getBuiltinModule('node:path')
  const looks = new Map<string, Stats | undefined>()
  const heard: Heard[] = []
  const watchers = new Map<string, FSWatcher>()
  let isUrgent = false
  for (const { target } of files) {
    const { path } = target
    const folder = dirname(path)
    try {
      if (!watchers.has(folder)) {
        const watcher = disk.watch(folder, { persistent: false }, (event, name) => heard.push({ folder, event, name }))
        // It has ended by itself then; who goes on begins another.
        watchers.set(
          folder,
          watcher.on('error', () => undefined),
        )
      }
      const end = disk.statSync(path, { bigint: true, throwIfNoEntry: false })
      looks.set(path, end)
      // So young that its content may change while its times stay the same.
      if (end && now - Number(end.mtimeMs) < (end.mtimeNs % 1_000_000_000n === 0n ? secondsMs : tickMs)) isUrgent = true
    } catch {
      isUrgent = true
    }
  }
  return {
    looks,
    heard,
    isUrgent,
    close() {
      for (const watcher of watchers.values()) watcher.close()
    },
  }
}
