import type { WatchedDisk } from './disk.ts'
import type { FolderWatches, Follower } from './folder-watches.ts'
import { Route } from './route.ts'
import type { Listing, WatchTarget } from './watcher.ts'

export interface TargetParts {
  readonly disk: WatchedDisk
  readonly folders: FolderWatches
  /** Called when it is worth asking what there is. */
  touched(target: WatchedTarget): void
}

/** One target: which files it stands for now, and the folders where that may change. */
export class WatchedTarget implements Follower {
  /** As it was given last: a group of the same name may come with a newer question. */
  target: WatchTarget
  readonly #parts: TargetParts
  readonly #routes = new Map<string, Route>()
  #files: ReadonlySet<string> = new Set()

  constructor(target: WatchTarget, parts: TargetParts) {
    this.target = target
    this.#parts = parts
  }

  /** The files that it stood for when it was asked last. */
  get files(): ReadonlySet<string> {
    return this.#files
  }

  get isSilent(): boolean {
    return [...this.#routes.values()].some((route) => route.isSilent)
  }

  /** On the way to one of its folders: the way may lead elsewhere now. */
  heard(what: 'written' | 'renamed' | 'unknown'): void {
    if (what !== 'written') this.#parts.touched(this)
  }

  /** In one of its folders. What a file holds is watched by its path; here it is about what comes and goes. */
  heardInside(what: 'written' | 'renamed' | 'unknown', name: string | undefined): void {
    const { target } = this
    const isOther = target.kind === 'group' && name !== undefined && target.concerns?.(name) === false
    if (what !== 'written' && !isOther) this.#parts.touched(this)
  }

  /** Asks what there is now. */
  list(): void {
    const { target } = this
    if (target.kind === 'file') {
      this.#files = new Set([target.path])
      return
    }
    // A folder that appears while it is asked is watched only then: it is asked once more.
    for (let attempt = 0; ; attempt++) {
      const { begun } = this.#parts.folders
      const listing = answerOf(target.list)
      if (listing === undefined) return
      this.#files = new Set(listing.files)
      this.#watch(new Set(listing.folders))
      if (this.#parts.folders.begun === begun || attempt === 10) return
    }
  }

  leave(): void {
    this.#watch(new Set())
  }

  #watch(folders: ReadonlySet<string>): void {
    for (const folder of folders) {
      const route = this.#routes.get(folder) ?? new Route(folder, { ...this.#parts, follower: this, inside: true })
      this.#routes.set(folder, route)
      route.walk()
    }
    for (const [folder, route] of this.#routes) {
      if (folders.has(folder)) continue
      route.leave()
      this.#routes.delete(folder)
    }
  }
}

/** What cannot be listed now is reported by who reads it; here the last answer counts until something happens. */
function answerOf(list: () => Listing): Listing | undefined {
  try {
    return list()
  } catch {
    return undefined
  }
}
