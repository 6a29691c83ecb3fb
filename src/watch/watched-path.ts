import type { Chain } from './chain.ts'
import type { WatchedDisk } from './disk.ts'
import { endingOf } from './ending.ts'
import type { FolderWatches, Follower } from './folder-watches.ts'
import { Route } from './route.ts'
import { dueAt, isCertain, type Pending, pend, restMs } from './settle.ts'
import { isSame, remember, type Sight, sightOf } from './sight.ts'
import type { WatchedTarget } from './watched-target.ts'

export interface PathParts {
  readonly disk: WatchedDisk
  readonly folders: FolderWatches
  /** Called when it is worth a look. */
  touched(path: WatchedPath): void
}

/** One path: what was told of it last, and what was seen since. */
export class WatchedPath implements Follower {
  readonly path: string
  readonly targets = new Set<WatchedTarget>()
  readonly #parts: PathParts
  readonly #route: Route
  #told: Sight
  #toldAt: number | undefined
  /** When what was told will have rested as long as other texts. */
  #restedAt = 0
  #pending: Pending | undefined
  #dueAt: number | undefined
  /** No event says that it was written to since it came to its place. */
  #whole = false
  /** A reader was promised another event. */
  #owed = false
  /** What the kernel cannot be trusted with, for a reason of this path's own. */
  isMounted = false
  /** The real path, as it was last seen. */
  realPath: string | undefined

  /** `seen`: what was told of it before; without it, what there is now counts as told. */
  constructor(path: string, parts: PathParts, seen: Pick<Chain, 'end' | 'failure'> | undefined) {
    this.path = path
    this.#parts = parts
    this.#route = new Route(path, { ...parts, follower: this, inside: false })
    const sight = this.#look()
    this.#told = remember(seen === undefined ? sight : sightOf(seen), path, parts.disk)
    if (this.#told.signature !== sight.signature) parts.touched(this)
  }

  heard(what: 'written' | 'renamed' | 'unknown', folder: string, name: string): void {
    const { last } = this.#route
    if (last?.folder === folder && last.name === name) this.#whole = what === 'renamed'
    this.#parts.touched(this)
  }

  /** When the change that is pending may be told; `undefined` while nothing is. */
  get dueAt(): number | undefined {
    return this.#dueAt
  }

  /** It is as it was told, and nothing is left to be found out. */
  get isSettled(): boolean {
    return this.#pending === undefined
  }

  /** Nothing was there when it was told. */
  get isAbsent(): boolean {
    return this.#told.signature === 'absent' && this.#pending === undefined
  }

  get isSilent(): boolean {
    return this.isMounted || this.#route.isSilent
  }

  /** Looks, and answers what is to be done: nothing, tell it, look at it in the next turn, or at `dueAt`. */
  examine(now: number): 'same' | 'tell' | 'confirm' | 'wait' {
    const { disk } = this.#parts
    const sight = this.#look()
    const before = this.#pending
    if (!this.#owed && isSame(this.#told, sight, this.path, disk)) {
      this.#pending = undefined
      this.#dueAt = undefined
      // It was something else in between, which may have been read.
      return before === undefined ? 'same' : 'tell'
    }
    const pending = pend(before, {
      now,
      sight,
      whole: this.#whole,
      ending: () => endingOf(this.path, sight.size ?? 0, disk),
      toldSize: this.#told.size,
      toldAt: this.#toldAt,
      silent: this.isSilent,
    })
    this.#pending = pending
    this.#dueAt = dueAt(pending, now)
    if (this.#dueAt > now) return 'wait'
    // What was written before it was looked at is heard of in the next turn at the latest.
    if (isCertain(pending) && !(before && isCertain(before) && before.sight.signature === sight.signature)) return 'confirm'
    this.#toldAt = now
    this.#restedAt = !pending.whole && pending.rest === restMs.finished ? pending.seenAt + restMs.written : 0
    this.#told = remember(sight, this.path, disk)
    this.#pending = undefined
    this.#dueAt = undefined
    this.#owed = false
    return 'tell'
  }

  /** A look with one system call. False: something is different from what was seen last. */
  isAsSeen(): boolean {
    return this.#signatureNow() === (this.#pending?.sight ?? this.#told).signature
  }

  /**
   * False, and a promise to tell again, when it is not as it was told; or, for a reader who refused it, when it was told
   * before it had rested.
   */
  isAsTold(isRefused: boolean, now: number): boolean {
    const isDoubted = isRefused && now < this.#restedAt
    if (!isDoubted && this.#pending === undefined && this.#signatureNow() === this.#told.signature) return true
    this.#owed = true
    this.#parts.touched(this)
    return false
  }

  leave(): void {
    this.#route.leave()
  }

  #look(): Sight {
    const before = this.#route.last
    const chain = this.#route.walk()
    const { last } = this.#route
    const isElsewhere = before?.folder !== last?.folder || before?.name !== last?.name || before?.identity !== last?.identity
    // Nobody listened where it leads to now. A link that is younger than the file was made when the file was complete.
    if (isElsewhere) this.#whole = chain.end !== undefined && chain.linkedAtNs >= chain.end.mtimeNs
    this.realPath = chain.path
    return sightOf(chain)
  }

  #signatureNow(): string {
    try {
      const end = this.#parts.disk.statSync(this.path, { bigint: true, throwIfNoEntry: false })
      return sightOf({ end, failure: undefined }).signature
    } catch {
      return this.#look().signature
    }
  }
}
