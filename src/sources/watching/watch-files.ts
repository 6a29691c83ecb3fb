import { type Begun, beginAt } from '../../watch/begin.ts'
import type { FileTarget, Watcher, WatchTarget } from '../../watch/watcher.ts'
import type { ReadContext, Reading, Source } from '../source.ts'
import { whole } from './later.ts'

export interface FilesToWatch {
  /** The sources of the definition, not what they stand for. */
  readonly sources: readonly Source[]
  /** What was answered, by the sources and by those they stand for; of two answers of one source, the later one counts. */
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

/** A target, and the source that has to be asked when it changes; without one it matters to all. */
export interface Claim {
  readonly target: WatchTarget
  readonly asked: Source | undefined
}

interface PlainClaim extends Claim {
  readonly target: FileTarget
}

/** What is begun, and for whom. */
export interface BegunFiles {
  readonly claims: readonly Claim[]
  readonly begun: Begun
}

/**
 * Watches the files of all sources with one watcher, and says which sources have to be asked again. Once no change can be
 * lost the program goes on; the rest of the watch is loaded in the next turn, and begins with what came meanwhile.
 */
export async function watchFiles(options: FilesToWatch): Promise<FileWatching> {
  const claims = options.watcher === undefined ? plainClaims(options) : undefined
  if (claims === undefined) return whole().watchAll(options)

  const { clock, signal } = options.context
  if (signal.aborted) throw signal.reason
  const begun = beginAt(claims, clock.now())
  let watching: FileWatching | undefined
  let isEnded = false
  const goOn = (): FileWatching | undefined => {
    if (isEnded || watching !== undefined) return watching
    clearImmediate(waiting)
    if (!signal.aborted) watching = whole().goOnWatching(options, { claims, begun })
    // Not before others listen in their place.
    begun.close()
    return watching
  }
  // It keeps no program from ending.
  const waiting = setImmediate(goOn).unref()
  if (begun.isUrgent) goOn()
  return {
    refresh: () => goOn()?.refresh(),
    async [Symbol.asyncDispose]() {
      isEnded = true
      clearImmediate(waiting)
      begun.close()
      await watching?.[Symbol.asyncDispose]()
    },
  }
}

/** `undefined` when some source stands for others, or for what only a look at folders shows. */
function plainClaims({ sources, readings, beside, isLeftOut, context }: FilesToWatch): readonly PlainClaim[] | undefined {
  const { sources: others = [], files = [] } = beside?.() ?? {}
  const claims: PlainClaim[] = []
  for (const path of files) claims.push({ target: { kind: 'file', path }, asked: undefined })
  const byName = new Map<string, Reading | undefined>()
  for (const { source, reading } of readings()) byName.set(source.name, reading)
  for (const list of [others, sources]) {
    for (const source of list) {
      if (isLeftOut?.(source)) continue
      if (source.expand !== undefined) return undefined
      for (const target of source.watchTargets?.({ ...context, previous: byName.get(source.name) }) ?? []) {
        if (target.kind === 'group') return undefined
        claims.push({ target, asked: list === sources ? source : undefined })
      }
    }
  }
  return claims
}
