import type { FSWatcher } from 'node:fs'
import { nodePath } from '../runtime/file-system.ts'
import { identityOf } from './chain.ts'
import { codeOf, type Stats, type WatchedDisk } from './disk.ts'
import { silentKindOf } from './file-system-kinds.ts'

/** Hears of a name in a folder. */
export interface Follower {
  /**
   * `written`: the content or the attributes of the name. `renamed`: the name came, went or was replaced. `unknown`: any of
   * this may have happened.
   */
  heard(what: 'written' | 'renamed' | 'unknown', folder: string, name: string): void
  /** The same for who follows every name; without a name it may be any. */
  heardInside?(what: 'written' | 'renamed' | 'unknown', name: string | undefined): void
}

/** Why the kernel does not tell all that happens in a folder. */
export type Silence = { readonly folder: string; readonly reason: string; readonly kind: 'file system' | 'limit' | 'busy' }

export interface FolderWatchesOptions {
  readonly disk: WatchedDisk
  /** Watching keeps the process alive. */
  readonly keepAlive: boolean
  /** Ask the kernel at all. */
  readonly native: boolean
  /** Ask it for folders further up too. Only Linux watches one folder without all that is below. */
  readonly far: boolean
  onSilence(silence: Silence): void
}

interface Folder {
  /** By name, with how often each follows it. The empty name stands for all. */
  readonly followers: Map<string, Map<Follower, number>>
  near: number
  watcher: FSWatcher | undefined
  /** What was watched; another folder may have taken its place. */
  identity: string | undefined
  silence: Silence | undefined
  /** Events since the last check that nobody wanted to hear of. */
  unwanted: number
}

/** More than this between two checks, and watching a far folder costs more than it is worth. */
const mostUnwanted = 1_000

/** One watch of the kernel for each folder, however many follow names in it. */
export class FolderWatches {
  readonly #options: FolderWatchesOptions
  readonly #folders = new Map<string, Folder>()
  /** Changes whenever a watch is begun: what was seen before that is worth another look. */
  begun = 0

  constructor(options: FolderWatchesOptions) {
    this.#options = options
  }

  /** How many folders the kernel watches. */
  get watched(): number {
    return [...this.#folders.values()].filter(({ watcher }) => watcher !== undefined).length
  }

  /**
   * Without a name: every name. As often as it is called, `unfollow` has to be called. `identity` is the folder that the
   * follower found at the path; if the one that is watched is another, watching begins anew.
   */
  follow(path: string, name: string | undefined, follower: Follower, near: boolean, identity: string | undefined): void {
    const folder = this.#folders.get(path) ?? this.#add(path)
    const followers = folder.followers.get(name ?? '')
    if (followers === undefined) folder.followers.set(name ?? '', new Map([[follower, 1]]))
    else followers.set(follower, (followers.get(follower) ?? 0) + 1)

    if (near && folder.near++ === 0) this.#nowNear(path, folder)
    if (folder.watcher === undefined && folder.silence === undefined) this.#begin(path, folder)
    else if (identity !== undefined && identity !== folder.identity) this.#restart(path, folder)
  }

  unfollow(path: string, name: string | undefined, follower: Follower, near: boolean): void {
    const folder = this.#folders.get(path)
    const followers = folder?.followers.get(name ?? '')
    if (folder === undefined || followers === undefined) return
    const left = (followers.get(follower) ?? 0) - 1
    if (left > 0) followers.set(follower, left)
    else followers.delete(follower)
    if (followers.size === 0) folder.followers.delete(name ?? '')
    if (near) folder.near--
    if (folder.followers.size > 0) return
    folder.watcher?.close()
    this.#folders.delete(path)
  }

  /** What somebody else heard of a folder. */
  hear(path: string, event: string, name: string | null): void {
    const folder = this.#folders.get(path)
    if (folder !== undefined) this.#heard(path, folder, event, name)
  }

  /** What happens in it matters more than before. */
  #nowNear(path: string, folder: Folder): void {
    const { native, disk } = this.#options
    if (folder.silence?.kind === 'busy') folder.silence = undefined
    const kind = native ? silentKindOf(path, disk) : undefined
    if (kind !== undefined) this.#silent(folder, { folder: path, reason: kind, kind: 'file system' })
    if (folder.watcher === undefined) this.#begin(path, folder)
  }

  /** Why the kernel may be silent about a folder that matters. For folders further up, the slow look will do. */
  silenceOf(path: string): Silence | undefined {
    const silence = this.#folders.get(path)?.silence
    return silence?.kind === 'busy' ? undefined : silence
  }

  /** Looks whether the folders are still the ones that are watched, and tries again what was refused. */
  check(): void {
    for (const [path, folder] of this.#folders) {
      folder.unwanted = 0
      const isRefused = folder.silence?.kind === 'limit'
      if (!isRefused && this.#identityOf(path) === folder.identity) continue
      this.#restart(path, folder)
    }
  }

  #add(path: string): Folder {
    const folder: Folder = {
      followers: new Map(),
      near: 0,
      watcher: undefined,
      identity: undefined,
      silence: undefined,
      unwanted: 0,
    }
    this.#folders.set(path, folder)
    return folder
  }

  #begin(path: string, folder: Folder): void {
    const { disk, native, far, keepAlive } = this.#options
    const stats = this.#statsOf(path)
    folder.identity = stats && identityOf(stats)
    if (!native || stats === undefined || (!far && folder.near === 0)) return
    if (folder.near === 0 && isCrowded(stats)) {
      folder.silence = { folder: path, reason: 'it is crowded', kind: 'busy' }
      return
    }
    try {
      const watcher = disk.watch(path, { persistent: keepAlive }, (event, name) => this.#heard(path, folder, event, name))
      folder.watcher = watcher
      watcher.on('error', (error) => this.#fail(path, folder, watcher, error))
      this.begun++
    } catch (error) {
      this.#refused(path, folder, error)
    }
  }

  #refused(path: string, folder: Folder, error: unknown): void {
    const code = codeOf(error) ?? 'UNKNOWN'
    // A folder that went away between two looks is no news: the next check finds the one that takes its place.
    if (this.#identityOf(path) === undefined) folder.identity = undefined
    else if (folder.near > 0 && folder.silence === undefined) this.#silent(folder, { folder: path, reason: code, kind: 'limit' })
  }

  #silent(folder: Folder, silence: Silence): void {
    if (folder.silence?.reason === silence.reason) return
    folder.silence = silence
    this.#options.onSilence(silence)
  }

  /** The watch ended by itself: too many events at once, or the folder was removed (Windows). */
  #fail(path: string, folder: Folder, watcher: FSWatcher, error: unknown): void {
    if (folder.watcher !== watcher) return
    watcher.close()
    folder.watcher = undefined
    this.#refused(path, folder, error)
    this.#tellAll(path, folder)
  }

  #restart(path: string, folder: Folder): void {
    folder.watcher?.close()
    folder.watcher = undefined
    if (folder.silence?.kind === 'limit') {
      const { silence } = folder
      folder.silence = undefined
      this.#begin(path, folder)
      // Said once, as long as it lasts.
      if (folder.watcher === undefined) folder.silence = silence
    } else {
      this.#begin(path, folder)
    }
    this.#tellAll(path, folder)
  }

  #heard(path: string, folder: Folder, event: string, name: string | null): void {
    if (name === null) {
      this.#tellAll(path, folder)
      return
    }
    const followers = folder.followers.get(name)
    const all = folder.followers.get('')
    const what = event === 'rename' ? 'renamed' : 'written'
    for (const follower of followers?.keys() ?? []) follower.heard(what, path, name)
    for (const follower of all?.keys() ?? []) follower.heardInside?.(what, name)
    // Either a name in it that is called like the folder, or the folder itself was moved or removed.
    if (event === 'rename' && name === nodePath().basename(path)) this.#restart(path, folder)
    else if (followers === undefined && all === undefined) this.#unwanted(path, folder)
  }

  /** Somebody fills a folder far above with files, such as the one for temporary files: the slow look will do there. */
  #unwanted(path: string, folder: Folder): void {
    folder.unwanted++
    if (folder.near > 0 || folder.unwanted <= mostUnwanted) return
    folder.watcher?.close()
    folder.watcher = undefined
    folder.silence = { folder: path, reason: 'too many other events', kind: 'busy' }
  }

  #tellAll(path: string, folder: Folder): void {
    for (const [name, followers] of folder.followers) {
      for (const follower of followers.keys()) {
        if (name === '') follower.heardInside?.('unknown', undefined)
        else follower.heard('unknown', path, name)
      }
    }
  }

  #identityOf(path: string): string | undefined {
    const stats = this.#statsOf(path)
    return stats && identityOf(stats)
  }

  #statsOf(path: string): Stats | undefined {
    try {
      return this.#options.disk.statSync(path, { bigint: true, throwIfNoEntry: false })
    } catch {
      return undefined
    }
  }
}

/**
 * The folder for temporary files, and others that everybody writes to or that hold thousands of names. To begin a watch there
 * the kernel goes through all names it remembers of it, which can take as long as fifty milliseconds.
 */
function isCrowded(stats: Stats): boolean {
  const isShared = (stats.mode & 0o1000n) !== 0n
  return isShared || stats.size > mostBytes
}

/** A folder's own size grows with its names: some hundred. */
const mostBytes = 16_384n
