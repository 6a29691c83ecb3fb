import { fileWatcher, goOnWatching as goOnWatchingTargets } from '../../watch/file-watcher.ts'
import { keyOf } from '../../watch/target-key.ts'
import type { WatchEvent, Watching, WatchTarget } from '../../watch/watcher.ts'
import type { ReadContext, Source } from '../source.ts'
import type { BegunFiles, Claim, FilesToWatch, FileWatching } from './watch-files.ts'

export { directoryTargets, patternTargets, searchTargets } from './group-targets.ts'

interface Wanted {
  readonly target: WatchTarget
  readonly sources: Set<Source>
  readonly isBeside: boolean
}

/** Sources that stand for others may do so through this many levels. */
const mostLevels = 5

/** Watches the files of all sources, whatever they stand for. */
export async function watchAll(options: FilesToWatch): Promise<FileWatching> {
  const { context, watcher = fileWatcher() } = options
  const news = new News(options, wantedBy(claimsOf(options)))
  return news.from(await watcher.watch(news.targets, news.onEvent, context))
}

/** The same, for files of which the watch is begun. */
export function goOnWatching(options: FilesToWatch, { claims, begun }: BegunFiles): FileWatching {
  const news = new News(options, wantedBy(claims))
  return news.from(goOnWatchingTargets(begun, news.targets, news.onEvent, options.context))
}

/** What is wanted of the watcher, and what its events mean for the sources. */
class News {
  readonly #options: FilesToWatch
  #wanted: ReadonlyMap<string, Wanted>

  constructor(options: FilesToWatch, wanted: ReadonlyMap<string, Wanted>) {
    this.#options = options
    this.#wanted = wanted
  }

  get targets(): readonly WatchTarget[] {
    return [...this.#wanted.values()].map(({ target }) => target)
  }

  readonly onEvent = ({ targets, isCurrent }: WatchEvent): void => {
    const sources = this.#sourcesOf(targets)
    const isBeside = targets.some((target) => this.#wanted.get(keyOf(target))?.isBeside)
    if (sources.length > 0 || isBeside) this.#options.onChange({ sources, beside: isBeside, isCurrent })
  }

  from(watching: Watching): FileWatching {
    return {
      refresh: () => this.#refresh(watching),
      [Symbol.asyncDispose]: () => watching[Symbol.asyncDispose](),
    }
  }

  #refresh(watching: Watching): void {
    if (this.#options.context.signal.aborted) return
    const before = this.#wanted
    this.#wanted = wantedBy(claimsOf(this.#options))
    const added = [...this.#wanted].filter(([key]) => !before.has(key)).map(([, { target }]) => target)
    watching.retarget(this.targets)
    // It was read before it was watched: it may have changed between the two.
    if (added.length > 0) this.onEvent({ targets: added, isCurrent: () => true })
  }

  #sourcesOf(targets: readonly WatchTarget[]): readonly Source[] {
    const changed = new Set(targets.flatMap((target) => [...(this.#wanted.get(keyOf(target))?.sources ?? [])]))
    return this.#options.sources.filter((source) => changed.has(source))
  }
}

/** All targets, each once, with the sources that have to be asked when it changes. */
function wantedBy(claims: readonly Claim[]): ReadonlyMap<string, Wanted> {
  const wanted = new Map<string, Wanted>()
  for (const { target, asked } of claims) {
    const key = keyOf(target)
    const { sources = new Set<Source>(), isBeside = false } = wanted.get(key) ?? {}
    if (asked !== undefined) sources.add(asked)
    wanted.set(key, { target, sources, isBeside: isBeside || asked === undefined })
  }
  return wanted
}

function claimsOf({ sources, readings, beside, isLeftOut, context }: FilesToWatch): readonly Claim[] {
  const claims: Claim[] = []
  const byName = new Map(readings().map(({ source, reading }) => [source.name, reading]))
  const collect = (source: Source, asked: Source | undefined, level: number): void => {
    if (isLeftOut?.(source)) return
    const targets = source.watchTargets?.({ ...context, previous: byName.get(source.name) }) ?? []
    for (const target of targets) claims.push({ target, asked })
    if (level < mostLevels) {
      for (const inner of standsFor(source, context)) if (inner !== source) collect(inner, asked, level + 1)
    }
  }
  const { sources: others = [], files = [] } = beside?.() ?? {}
  for (const path of files) claims.push({ target: { kind: 'file', path }, asked: undefined })
  for (const source of others) collect(source, undefined, 0)
  for (const source of sources) collect(source, source, 0)
  return claims
}

/** What it cannot say now, the next reading reports. */
function standsFor(source: Source, context: ReadContext): readonly Source[] {
  try {
    return source.expand?.(context) ?? []
  } catch {
    return []
  }
}
