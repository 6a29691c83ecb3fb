import type { CacheStore } from './cache-store.ts'

/** More keys and tags than this are not remembered one by one: then the store is cleared. */
const mostRemembered = 10_000

/** What changed while a store was not asked, so that it gives out nothing outdated when it is asked again. */
export class MissedChanges {
  readonly #keys = new Set<string>()
  readonly #tags = new Set<string>()
  #everything = false

  key(key: string): void {
    this.#remember(this.#keys, key)
  }

  tags(tags: readonly string[]): void {
    for (const tag of tags) this.#remember(this.#tags, tag)
  }

  everything(): void {
    this.#everything = true
    this.#keys.clear()
    this.#tags.clear()
  }

  /** Removes from the store what changed. When it fails in the middle, what is left to do is not forgotten. */
  async apply(store: CacheStore): Promise<void> {
    if (this.#everything) {
      this.#everything = false
      try {
        await store.clear()
      } catch (error) {
        this.everything()
        throw error
      }
    }
    for (const key of this.#keys) {
      await store.delete(key)
      this.#keys.delete(key)
    }
    const tags = [...this.#tags]
    if (tags.length > 0) await store.invalidate(tags)
    for (const tag of tags) this.#tags.delete(tag)
  }

  #remember(among: Set<string>, what: string): void {
    if (this.#everything) return
    among.add(what)
    if (this.#keys.size + this.#tags.size > mostRemembered) this.everything()
  }
}
