import type { KeptEntry, Shelf, ShelfOptions } from './shelf.ts'

/** The node that is behind the newest entry and before the oldest, and holds none. */
const ends = 0

/** Uses are put in order so many at a time. */
const usesAtOnce = 4096

/**
 * What was not used for the longest time goes first. The entries hang in a ring of numbers, each node's older and newer
 * neighbour side by side. A hit only writes the number of its node down; the ring is put in order before anything is stored or
 * removed, so it is always known which entry is the oldest when one has to go. Every step takes constant time on average.
 */
export class LruShelf implements Shelf {
  readonly #options: ShelfOptions
  readonly #byKey = new Map<string, KeptEntry>()
  /** By node. */
  readonly #keys: string[] = ['']
  /** By node. */
  readonly #entries: (KeptEntry | undefined)[] = [undefined]
  /** By node. */
  readonly #sizes: number[] = [0]
  /** Of each node the older neighbour at twice its number, and the newer one behind it. */
  #links = new Uint32Array(64)
  /** Of each node that was used, where in `#used` it stands for the last time. */
  #lastUse = new Uint32Array(32)
  readonly #used = new Uint32Array(usesAtOnce)
  /** Nodes without an entry. */
  readonly #free: number[] = []
  #waitingUses = 0
  #settledUses = 0
  #bytes = 0

  constructor(options: ShelfOptions) {
    this.#options = options
  }

  get(key: string): KeptEntry | undefined {
    const entry = this.#byKey.get(key)
    if (entry === undefined) return undefined
    this.#used[this.#waitingUses] = entry.node
    if (++this.#waitingUses === usesAtOnce) this.#settle()
    return entry
  }

  peek(key: string): KeptEntry | undefined {
    return this.#byKey.get(key)
  }

  set(key: string, entry: KeptEntry, { size }: { readonly size: number }): void {
    this.#settle()
    const old = this.#byKey.get(key)
    if (old === undefined) this.#add(key, entry, size)
    else this.#replace(old.node, entry, size)
  }

  delete(key: string): boolean {
    const entry = this.#byKey.get(key)
    if (entry === undefined) return false
    this.#settle()
    this.#remove(entry.node)
    this.#vacate(entry.node)
    return true
  }

  clear(): void {
    this.#settle()
    this.#byKey.clear()
    this.#keys.length = 1
    this.#entries.length = 1
    this.#sizes.length = 1
    this.#free.length = 0
    this.#links = new Uint32Array(64)
    this.#lastUse = new Uint32Array(32)
    this.#bytes = 0
  }

  get size(): number {
    return this.#byKey.size
  }

  get calculatedSize(): number {
    return this.#bytes
  }

  get uses(): number {
    return this.#settledUses + this.#waitingUses
  }

  keys(): Iterable<string> {
    return this.#byKey.keys()
  }

  /** Moves what was used to the newer end, in the order of the last use of each. */
  #settle(): void {
    const uses = this.#waitingUses
    if (uses === 0) return
    const [used, lastUse, links] = [this.#used, this.#lastUse, this.#links]
    for (let use = 0; use < uses; use++) lastUse[used[use] as number] = use
    for (let use = 0; use < uses; use++) {
      const node = used[use] as number
      if (lastUse[node] === use) makeNewest(links, node)
    }
    this.#settledUses += uses
    this.#waitingUses = 0
  }

  #add(key: string, entry: KeptEntry, size: number): void {
    const { maxEntries, maxBytes } = this.#options
    let node: number = ends
    while ((this.#byKey.size >= maxEntries || this.#bytes + size > maxBytes) && this.#byKey.size > 0) {
      if (node !== ends) this.#vacate(node)
      node = this.#evict()
    }
    if (node === ends) node = this.#free.pop() ?? this.#newNode()
    this.#keys[node] = key
    this.#put(node, entry, size)
    link(this.#links, node)
  }

  #replace(node: number, entry: KeptEntry, size: number): void {
    this.#bytes -= this.#sizes[node] as number
    this.#put(node, entry, size)
    makeNewest(this.#links, node)
    // It fits by itself, so all others are gone before it would be its turn.
    while (this.#bytes > this.#options.maxBytes && this.#byKey.size > 1) this.#vacate(this.#evict())
  }

  #put(node: number, entry: KeptEntry, size: number): void {
    entry.node = node
    this.#entries[node] = entry
    this.#sizes[node] = size
    this.#bytes += size
    this.#byKey.set(this.#keys[node] as string, entry)
  }

  /** The node of the oldest, for another entry. */
  #evict(): number {
    const oldest = this.#links[2 * ends + 1] as number
    const key = this.#keys[oldest] as string
    const entry = this.#entries[oldest] as KeptEntry
    this.#remove(oldest)
    this.#options.onEvict(key, entry)
    return oldest
  }

  #remove(node: number): void {
    this.#byKey.delete(this.#keys[node] as string)
    unlink(this.#links, node)
    this.#bytes -= this.#sizes[node] as number
  }

  /** What is not needed any more must not be held. */
  #vacate(node: number): void {
    this.#keys[node] = ''
    this.#entries[node] = undefined
    this.#free.push(node)
  }

  #newNode(): number {
    const node = this.#keys.length
    if (node === this.#lastUse.length) {
      const links = new Uint32Array(4 * node)
      links.set(this.#links)
      this.#links = links
      // What it says of uses that are settled does not matter any more.
      this.#lastUse = new Uint32Array(2 * node)
    }
    return node
  }
}

function makeNewest(links: Uint32Array, node: number): void {
  unlink(links, node)
  link(links, node)
}

function unlink(links: Uint32Array, node: number): void {
  const older = links[2 * node] as number
  const newer = links[2 * node + 1] as number
  links[2 * older + 1] = newer
  links[2 * newer] = older
}

/** As the newest. */
function link(links: Uint32Array, node: number): void {
  const newest = links[2 * ends] as number
  links[2 * node] = newest
  links[2 * node + 1] = ends
  links[2 * newest + 1] = node
  links[2 * ends] = node
}
