import { type Chain, followChain, identityOf, type Step } from './chain.ts'
import type { WatchedDisk } from './disk.ts'
import type { FolderWatches, Follower } from './folder-watches.ts'

/** The way to one path, kept watched at every step. */
export class Route {
  readonly path: string
  readonly #disk: WatchedDisk
  readonly #folders: FolderWatches
  readonly #follower: Follower
  /** For a folder: every name in it matters. */
  readonly #inside: boolean
  #steps: readonly Step[] = []
  #end: string | undefined

  constructor(path: string, parts: { disk: WatchedDisk; folders: FolderWatches; follower: Follower; inside: boolean }) {
    this.path = path
    this.#disk = parts.disk
    this.#folders = parts.folders
    this.#follower = parts.follower
    this.#inside = parts.inside
  }

  /** The last folder of the way, in which the name of the file itself is. */
  get last(): Step | undefined {
    return this.#steps.at(-1)
  }

  /** Goes the way anew, and watches where it leads along now before the answer is given. */
  walk(): Chain {
    // Whatever happened before a watch began is only seen by looking again. A way that never rests is looked at later.
    for (let attempt = 0; ; attempt++) {
      const begun = this.#folders.begun
      const chain = followChain(this.path, this.#disk)
      this.#follow(chain)
      if (this.#folders.begun === begun || attempt === 10) return chain
    }
  }

  /** Whether the kernel may be silent about a change of it. */
  get isSilent(): boolean {
    return this.#steps.some(({ folder }) => this.#folders.silenceOf(folder) !== undefined) || this.#isSilentInside
  }

  /** Lets go of everything. */
  leave(): void {
    this.#follow({ steps: [], path: undefined, end: undefined })
  }

  get #isSilentInside(): boolean {
    return this.#end !== undefined && this.#folders.silenceOf(this.#end) !== undefined
  }

  #follow({ steps, path, end }: Pick<Chain, 'steps' | 'path' | 'end'>): void {
    const inside = this.#inside && end?.isDirectory() ? path : undefined
    const before = this.#steps
    const insideBefore = this.#end
    this.#steps = steps
    this.#end = inside
    for (const { folder, name, near, identity } of steps) this.#folders.follow(folder, name, this.#follower, near, identity)
    for (const { folder, name, near } of before) this.#folders.unfollow(folder, name, this.#follower, near)
    if (inside !== undefined) this.#folders.follow(inside, undefined, this.#follower, true, end && identityOf(end))
    if (insideBefore !== undefined) this.#folders.unfollow(insideBefore, undefined, this.#follower, true)
  }
}
