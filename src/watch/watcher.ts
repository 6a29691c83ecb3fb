import type { CallContext } from '../runtime/runtime.ts'

/** Tells when what lies at some paths has changed. One watcher serves all sources of a configuration. */
export interface Watcher {
  /**
   * Resolves when every later change will be told; what changed before, nobody hears of. Ends with the disposal of the
   * answer or the signal of the context.
   */
  watch(targets: readonly WatchTarget[], onEvent: (event: WatchEvent) => void, context: WatchContext): Promise<Watching>
}

/** What a watcher takes from the outside world. Warnings go to the logger, with the code WATCH_UNAVAILABLE. */
export type WatchContext = Pick<CallContext, 'clock' | 'logger' | 'signal'>

/** What is watched: one file, or the files that a question about folders finds. */
export type WatchTarget = FileTarget | GroupTarget

/** The content at a path. Neither the file nor its folders need to exist yet. */
export interface FileTarget {
  readonly kind: 'file'
  /** Absolute. Links in it are followed anew each time. */
  readonly path: string
}

/** Files that come and go: a pattern, a folder, a search. */
export interface GroupTarget {
  readonly kind: 'group'
  /** What it is, for people and for comparing: two groups of one name are the same. */
  readonly name: string
  /**
   * What there is now. Asked at the start, and again whenever something happens in one of the folders.
   * May throw for what cannot be listed; then the last answer counts until the next event.
   */
  list(): Listing
  /** Whether a new name in one of the folders can change the answer at all. Default: any name can. */
  concerns?(name: string): boolean
}

export interface Listing {
  /** Absolute. A path that appears here, disappears or changes its content is an event. */
  readonly files: readonly string[]
  /** Absolute. Folders in which a new name can change the answer; they need not exist yet. */
  readonly folders: readonly string[]
}

/** A burst of changes that has come to rest. */
export interface WatchEvent {
  readonly targets: readonly WatchTarget[]
  /**
   * False when one of the changed files has changed again since: what was read meanwhile may be torn, and another event
   * follows. Ask after reading and before believing; costs a `stat` for each changed file. With `true` because what was read
   * is wrong: also false when a file was told so early that its writer may only have paused.
   */
  isCurrent(isRefused?: boolean): boolean
}

export interface Watching extends AsyncDisposable {
  /** Watches these from now on. What was watched before and still is, is not interrupted. */
  retarget(targets: readonly WatchTarget[]): void
}
