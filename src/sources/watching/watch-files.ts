import { fileWatcher } from '../../watch/file-watcher.ts'
import { keyOf } from '../../watch/target-key.ts'
import type { WatchEvent, Watcher, WatchTarget } from '../../watch/watcher.ts'
import type { ReadContext, Reading, Source } from '../source.ts'

export interface FilesToWatch {
  /** The sources of the definition, not what they stand for. */
  readonly sources: readonly Source[]
  /** What was answered last, by the sources and by those they stand for. */
  readonly readings: () => readonly { readonly source: Source; readonly reading: Reading | undefined }[]
  /** What matters although none of these sources names it. */
  readonly beside?: () => FilesBeside
  /** Sources whose files do not matter yet. */
  readonly isLeftOut?: (source: Source) => boolean
  /** Ends with its signal. */
  readonly context: ReadContext
  /** Default: the watcher of this machine. */
  readonly watcher?: Watcher | undefined
  /** Called once a burst, with all sources that it concerns. */
  readonly onChange: (event: FilesChanged) => void
}

export interface FilesBeside {
  /** Asked for their targets only. */
  readonly sources: readonly Source[]
  /** Absolute. */
  readonly files: readonly string[]
}

export interface FilesChanged {
  /** Of the sources that were given. */
  readonly sources: readonly Source[]
  /** Whether files changed that no source names. */
  readonly beside: boolean
  /**
   * False when one of the files has changed again since the event: what was read meanwhile may be torn, and another event
   * follows. Ask after reading, before publishing; with `true` when what was read is refused.
   */
  isCurrent(isRefused?: boolean): boolean
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
  const want = (target: WatchTarget, asked: Source | undefined): void => {
    const key = keyOf(target)
    const { sources = new Set<Source>(), isBeside = false } = wanted.get(key) ?? {}
    if (asked !== undefined) sources.add(asked)
    wanted.set(key, { target, sources, isBeside: isBeside || asked === undefined })
  }
  const byName = new Map(readings().map(({ source, reading }) => [source.name, reading]))
  const collect = (source: Source, asked: Source | undefined, level: number): void => {
    if (isLeftOut?.(source)) return
    const targets = source.watchTargets?.({ ...context, previous: byName.get(source.name) }) ?? []
    for (const target of targets) want(target, asked)
    if (level < mostLevels) {
      for (const inner of standsFor(source, context)) if (inner !== source) collect(inner, asked, level + 1)
    }
  }
  const { sources: others = [], files = [] } = beside?.() ?? {}
  for (const path of files) want({ kind: 'file', path }, undefined)
  for (const source of others) collect(source, undefined, 0)
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
