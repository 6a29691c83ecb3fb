import { fileWatcher } from '../../watch/file-watcher.ts'
import { keyOf } from '../../watch/target-key.ts'
import type { WatchEvent, Watcher, WatchTarget } from '../../watch/watcher.ts'
import type { ReadContext, Reading, Source } from '../source.ts'

export interface FilesToWatch {
  /** The sources of the definition, not what they stand for. */
  readonly sources: readonly Source[]
  /** What was answered last, by the sources and by those they stand for. */
  readonly readings: () => readonly { readonly source: Source; readonly reading: Reading | undefined }[]
  /** Files that no source names, and that matter all the same. Absolute. */
  readonly beside?: () => readonly string[]
  /** Sources whose files do not matter yet. */
  readonly isLeftOut?: (source: Source) => boolean
  /** Ends with its signal. */
  readonly context: ReadContext
  /** Default: the watcher of this machine. */
  readonly watcher?: Watcher | undefined
  /** Called once a burst, with all sources that it concerns. */
  readonly onChange: (event: FilesChanged) => void
}

export interface FilesChanged {
  /** Of the sources that were given. */
  readonly sources: readonly Source[]
  /** Whether files changed that no source names. */
  readonly beside: boolean
  /**
   * False when one of the files has changed again since the event: what was read meanwhile may be torn, and another event
   * follows. Ask after reading, before publishing.
   */
  isCurrent(): boolean
}

export interface FileWatching extends AsyncDisposable {
  /** To be called after each reload, also a refused one: what modules import, and what patterns stand for, may be others. */
  refresh(): void
}

interface Wanted {
  readonly target: WatchTarget
  readonly sources: Set<Source>
  readonly isBeside: boolean
}

/** Sources that stand for others may do so through this many levels. */
const mostLevels = 5

/** Watches the files of all sources with one watcher, and says which sources have to be asked again. */
export async function watchFiles(options: FilesToWatch): Promise<FileWatching> {
  const { context, onChange, watcher = fileWatcher() } = options
  let wanted = wantedBy(options)
  const sourcesOf = (targets: readonly WatchTarget[]): readonly Source[] => {
    const changed = new Set(targets.flatMap((target) => [...(wanted.get(keyOf(target))?.sources ?? [])]))
    return options.sources.filter((source) => changed.has(source))
  }
  const onEvent = ({ targets, isCurrent }: WatchEvent): void => {
    const sources = sourcesOf(targets)
    const isBeside = targets.some((target) => wanted.get(keyOf(target))?.isBeside)
    if (sources.length > 0 || isBeside) onChange({ sources, beside: isBeside, isCurrent })
  }
  const watching = await watcher.watch(targetsOf(wanted), onEvent, context)
  return {
    refresh() {
      if (context.signal.aborted) return
      const before = wanted
      wanted = wantedBy(options)
      const added = [...wanted].filter(([key]) => !before.has(key)).map(([, { target }]) => target)
      watching.retarget(targetsOf(wanted))
      // It was read before it was watched: it may have changed between the two.
      if (added.length > 0) onEvent({ targets: added, isCurrent: () => true })
    },
    [Symbol.asyncDispose]: () => watching[Symbol.asyncDispose](),
  }
}

/** All targets, each once, with the sources that have to be asked when it changes. */
function wantedBy({ sources, readings, beside, isLeftOut, context }: FilesToWatch): ReadonlyMap<string, Wanted> {
  const wanted = new Map<string, Wanted>()
  for (const path of beside?.() ?? []) {
    const target: WatchTarget = { kind: 'file', path }
    wanted.set(keyOf(target), { target, sources: new Set(), isBeside: true })
  }
  const byName = new Map(readings().map(({ source, reading }) => [source.name, reading]))
  const collect = (source: Source, asked: Source, level: number): void => {
    if (isLeftOut?.(source)) return
    const targets = source.watchTargets?.({ ...context, previous: byName.get(source.name) }) ?? []
    for (const target of targets) {
      const key = keyOf(target)
      const known = wanted.get(key)
      if (known === undefined) wanted.set(key, { target, sources: new Set([asked]), isBeside: false })
      else known.sources.add(asked)
    }
    if (level < mostLevels) {
      for (const inner of standsFor(source, context)) if (inner !== source) collect(inner, asked, level + 1)
    }
  }
  for (const source of sources) collect(source, source, 0)
  return wanted
}

/** What it cannot say now, the next reading reports. */
function standsFor(source: Source, context: ReadContext): readonly Source[] {
  try {
    return source.expand?.(context) ?? []
  } catch {
    return []
  }
}

function targetsOf(wanted: ReadonlyMap<string, Wanted>): readonly WatchTarget[] {
  return [...wanted.values()].map(({ target }) => target)
}
