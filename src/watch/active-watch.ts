import { Alarm } from './alarm.ts'
import type { Begun } from './begin.ts'
import type { WatchedDisk } from './disk.ts'
import type { FolderWatches } from './folder-watches.ts'
import { isMountPoint, mountList } from './mounted-files.ts'
import { burstMs } from './settle.ts'
import { keyOf } from './target-key.ts'
import { WatchedPath } from './watched-path.ts'
import { WatchedTarget } from './watched-target.ts'
import type { WatchContext, WatchEvent, Watching, WatchTarget } from './watcher.ts'

export interface WatchParts {
  readonly disk: WatchedDisk
  readonly folders: FolderWatches
  readonly context: WatchContext
  /** The kernel tells of changes; otherwise all is found by looking. */
  readonly native: boolean
  readonly keepAlive: boolean
  /** Between two looks at everything, in milliseconds. */
  readonly lookEveryMs: number
  /** Between two looks at what the kernel is silent about, in milliseconds. */
  readonly pollEveryMs: number
  readonly onEvent: (event: WatchEvent) => void
  readonly onEnd: () => void
}

/** How many paths are looked at before other work gets its turn. */
const atOnce = 256

/** What one call of `watch` keeps going: looks where something happened, and tells what has come to rest. */
export class ActiveWatch implements Watching {
  readonly #parts: WatchParts
  readonly #alarm: Alarm
  readonly #targets = new Map<string, WatchedTarget>()
  readonly #paths = new Map<string, WatchedPath>()
  /** Worth a look in the next turn. */
  readonly #touchedPaths = new Set<WatchedPath>()
  readonly #touchedTargets = new Set<WatchedTarget>()
  readonly #pending = new Set<WatchedPath>()
  readonly #silent = new Set<WatchedPath>()
  /** To be told, since when. */
  readonly #changed = new Map<WatchedTarget, number>()
  /** By path, what was seen before; until all have been looked at again. */
  #looks: Begun['looks'] | undefined
  #mounts: string | undefined
  #lookAt: number
  #pollAt: number
  #isScheduled = false
  /** A look at everything is under way: what it finds is told together. */
  #isComparing = false
  #isStarted = false
  #isEnded = false

  constructor(targets: readonly WatchTarget[], parts: WatchParts, begun?: Begun) {
    this.#parts = parts
    this.#looks = begun?.looks
    const { clock, signal } = parts.context
    this.#alarm = new Alarm(clock, () => this.#ring(), !parts.keepAlive)
    this.#lookAt = clock.now() + parts.lookEveryMs
    this.#pollAt = clock.now() + parts.pollEveryMs
    signal.addEventListener('abort', this.#end, { once: true })
    this.retarget(targets)
    this.#looks = undefined
    for (const { folder, event, name } of begun?.heard ?? []) parts.folders.hear(folder, event, name)
    this.#isStarted = true
    this.#setAlarm()
  }

  retarget(targets: readonly WatchTarget[]): void {
    if (this.#isEnded) return
    const wanted = new Map(targets.map((target) => [keyOf(target), target]))
    const added: WatchedTarget[] = []
    for (const [key, target] of wanted) {
      const existing = this.#targets.get(key)
      if (existing !== undefined) existing.target = target
      else {
        const watched = new WatchedTarget(target, { ...this.#parts, touched: (each) => this.#touchTarget(each) })
        this.#targets.set(key, watched)
        added.push(watched)
      }
    }
    for (const target of added) this.#list(target, false)
    for (const [key, target] of this.#targets) if (!wanted.has(key)) this.#drop(key, target)
    if (this.#isStarted) this.#setAlarm()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end()
  }

  readonly #end = (): void => {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#parts.context.signal.removeEventListener('abort', this.#end)
    this.#alarm.clear()
    for (const path of this.#paths.values()) path.leave()
    for (const target of this.#targets.values()) target.leave()
    this.#parts.onEnd()
  }

  #touchTarget(target: WatchedTarget): void {
    this.#touchedTargets.add(target)
    this.#schedule()
  }

  #touchPath(path: WatchedPath): void {
    this.#touchedPaths.add(path)
    this.#schedule()
  }

  /** In the next turn, when all that the kernel has told so far has been heard. */
  #schedule(): void {
    if (this.#isScheduled || this.#isEnded) return
    this.#isScheduled = true
    this.#nextTurn(() => {
      this.#isScheduled = false
      this.#look()
    })
  }

  #nextTurn(run: () => void): void {
    if (this.#parts.native) setImmediate(run)
    else queueMicrotask(run)
  }

  #look(): void {
    if (this.#isEnded) return
    const targets = [...this.#touchedTargets]
    this.#touchedTargets.clear()
    for (const target of targets) this.#list(target, true)

    const paths = [...this.#touchedPaths]
    this.#touchedPaths.clear()
    for (const path of paths) this.#examine(path)
    this.#tell()
    this.#setAlarm()
  }

  #examine(path: WatchedPath): void {
    if (path.targets.size === 0) return
    const { clock } = this.#parts.context
    const answer = path.examine(clock.now())
    if (answer === 'wait') this.#pending.add(path)
    else this.#pending.delete(path)
    if (answer === 'confirm') this.#touchPath(path)
    if (answer === 'tell') for (const target of path.targets) this.#change(target)
    this.#noteSilence(path)
    if (!path.isSettled) return
    for (const target of path.targets) if (!target.files.has(path.path)) this.#release(path, target)
  }

  #change(target: WatchedTarget): void {
    if (!this.#changed.has(target)) this.#changed.set(target, this.#parts.context.clock.now())
  }

  #noteSilence(path: WatchedPath): void {
    if (path.isSilent || !this.#parts.native) this.#silent.add(path)
    else this.#silent.delete(path)
  }

  /** What the target stands for now. Files that come are news unless `isKnown` is false; so are those that go. */
  #list(target: WatchedTarget, isNews: boolean): void {
    const before = target.files
    target.list()
    for (const file of target.files) if (!before.has(file) || !this.#paths.has(file)) this.#hold(file, target, isNews)
    for (const file of before) {
      const path = this.#paths.get(file)
      if (path === undefined || target.files.has(file)) continue
      // What is gone may come back: it stays until its absence was told. What only does not belong any more goes at once.
      if (path.isSettled && path.isAsSeen() && !path.isAbsent) {
        this.#release(path, target)
        this.#change(target)
      } else this.#touchPath(path)
    }
  }

  #hold(file: string, target: WatchedTarget, isNews: boolean): void {
    const existing = this.#paths.get(file)
    const touched = (each: WatchedPath): void => this.#touchPath(each)
    const isSeen = isNews || this.#looks?.has(file)
    const seen = isSeen ? { end: this.#looks?.get(file), failure: undefined } : undefined
    const path = existing ?? new WatchedPath(file, { ...this.#parts, touched }, seen)
    const isHeld = path.targets.has(target)
    path.targets.add(target)
    if (isHeld) return
    if (existing !== undefined) {
      if (isNews) this.#change(target)
      return
    }
    this.#paths.set(file, path)
    this.#warnOfMount(path)
    this.#noteSilence(path)
    if (isNews) this.#touchPath(path)
  }

  #release(path: WatchedPath, target: WatchedTarget): void {
    path.targets.delete(target)
    if (path.targets.size > 0) return
    path.leave()
    this.#paths.delete(path.path)
    this.#pending.delete(path)
    this.#silent.delete(path)
    this.#touchedPaths.delete(path)
  }

  #drop(key: string, target: WatchedTarget): void {
    this.#targets.delete(key)
    this.#touchedTargets.delete(target)
    this.#changed.delete(target)
    target.leave()
    for (const path of [...this.#paths.values()]) if (path.targets.has(target)) this.#release(path, target)
  }

  #warnOfMount(path: WatchedPath): void {
    this.#mounts ??= mountList(this.#parts.disk)
    if (path.realPath === undefined || !isMountPoint(path.realPath, this.#mounts)) return
    path.isMounted = true
    this.#parts.context.logger.warn(
      'a file is mounted on its own, so it is not seen when the file outside is replaced; mount its folder instead',
      { code: 'WATCH_MOUNTED_FILE', path: path.path },
    )
  }

  /** One event for all that has come to rest, when nothing is about to. */
  #tell(): void {
    if (this.#changed.size === 0) return
    const now = this.#parts.context.clock.now()
    // The first that changed was put in first.
    const [first = now] = this.#changed.values()
    if (this.#isComparing || (now - first < burstMs && this.#isMoreComing(now))) return
    const targets = [...this.#changed.keys()]
    this.#changed.clear()
    this.#parts.onEvent({
      targets: targets.map(({ target }) => target),
      isCurrent: (isRefused) => this.#isCurrent(targets, isRefused),
    })
  }

  #isMoreComing(now: number): boolean {
    return this.#touchedPaths.size > 0 || [...this.#pending].some(({ dueAt }) => dueAt !== undefined && dueAt - now <= burstMs)
  }

  #isCurrent(targets: readonly WatchedTarget[], isRefused = false): boolean {
    const now = this.#parts.context.clock.now()
    let isCurrent = true
    for (const path of this.#paths.values()) {
      if (targets.some((target) => path.targets.has(target)) && !path.isAsTold(isRefused, now)) isCurrent = false
    }
    return isCurrent
  }

  #setAlarm(): void {
    let at = this.#silent.size > 0 ? Math.min(this.#lookAt, this.#pollAt) : this.#lookAt
    for (const { dueAt } of this.#pending) if (dueAt !== undefined && dueAt < at) at = dueAt
    for (const since of this.#changed.values()) if (since + burstMs < at) at = since + burstMs
    this.#alarm.set(at)
  }

  #ring(): void {
    const now = this.#parts.context.clock.now()
    for (const path of this.#pending) if ((path.dueAt ?? 0) <= now) this.#touchedPaths.add(path)
    if (now >= this.#lookAt) this.#lookAtAll(now)
    else if (now >= this.#pollAt) this.#poll(now)
    this.#look()
  }

  #lookAtAll(now: number): void {
    const { folders, lookEveryMs, pollEveryMs } = this.#parts
    this.#lookAt = now + lookEveryMs
    this.#pollAt = now + pollEveryMs
    folders.check()
    for (const target of this.#targets.values()) if (target.target.kind === 'group') this.#touchedTargets.add(target)
    this.#compare([...this.#paths.values()])
  }

  #poll(now: number): void {
    this.#pollAt = now + this.#parts.pollEveryMs
    for (const target of this.#targets.values()) {
      if (target.target.kind === 'group' && (target.isSilent || !this.#parts.native)) this.#touchedTargets.add(target)
    }
    this.#compare([...this.#silent])
  }

  /** Some at a time, so that thousands of files keep nobody waiting. */
  #compare(paths: readonly WatchedPath[]): void {
    for (const path of paths.slice(0, atOnce)) if (!path.isAsSeen()) this.#touchPath(path)
    this.#isComparing = paths.length > atOnce
    if (this.#isComparing && !this.#isEnded) this.#nextTurn(() => this.#compare(paths.slice(atOnce)))
    else if (this.#changed.size > 0) this.#schedule()
  }
}
