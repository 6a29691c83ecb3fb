import type { KeptEntry, Shelf, ShelfOptions } from './shelf.ts'
import { TimeOrder } from './time-order.ts'

/** Used ones in a row. */
const mostPassed = 512

/**
 * What was not used for the longest time goes first. Time is a number that every use and every new entry raises; a hit only
 * writes it into its entry. When an entry has to go, all are put in order, and that order serves for as long as it lasts: one
 * that was used since is passed over, because it is younger than those behind it, and the first that was not is the oldest of
 * all. Every place in the order is paid for by a use or an entry that came or went, so a step takes constant time on average.
 */
export class LruShelf implements Shelf {
  readonly #options: ShelfOptions
  /** As large as fits into the numbers that the engine keeps inside an entry, on every machine. */
  readonly #lastTime: number
  readonly #byKey = new Map<string, KeptEntry>()
  /** By node. */
  readonly #keys: string[] = []
  /** By node. */
  readonly #entries: (KeptEntry | undefined)[] = []
  /** By node. */
  readonly #sizes: number[] = []
  /** Nodes without an entry. */
  readonly #free: number[] = []
  #now = 0
  /** How much of the time was no use. */
  #notUses = 0
  /** All entries in the order of their use, as they were at some moment. */
  readonly #order = new TimeOrder()
  /** How many of them are gone, or were passed over. */
  #passed = 0
  /** What `uses` was then. */
  #usesBefore = 0
  #bytes = 0

  constructor(options: ShelfOptions, lastTime = 2 ** 30 - 1) {
    this.#options = options
    this.#lastTime = lastTime
  }

  get(key: string): KeptEntry | undefined {
    const entry = this.#byKey.get(key)
    if (entry === undefined) return undefined
    entry.usedAt = ++this.#now
    if (this.#now === this.#lastTime) this.#beginTimeAnew()
    return entry
  }

  peek(key: string): KeptEntry | undefined {
    return this.#byKey.get(key)
  }

  set(key: string, entry: KeptEntry, { size }: { readonly size: number }): void {
    const old = this.#byKey.get(key)
    if (old === undefined) this.#add(key, entry, size)
    else this.#replace(old.node, entry, size)
    if (this.#now === this.#lastTime) this.#beginTimeAnew()
  }

  delete(key: string): boolean {
    const entry = this.#byKey.get(key)
    if (entry === undefined) return false
    this.#remove(entry.node)
    this.#vacate(entry.node)
    return true
  }

  clear(): void {
    this.#byKey.clear()
    this.#keys.length = 0
    this.#entries.length = 0
    this.#sizes.length = 0
    this.#free.length = 0
    this.#order.clear()
    this.#passed = 0
    this.#bytes = 0
  }

  get size(): number {
    return this.#byKey.size
  }

  get calculatedSize(): number {
    return this.#bytes
  }

  get uses(): number {
    return this.#now - this.#notUses
  }

  keys(): Iterable<string> {
    return this.#byKey.keys()
  }

  #add(key: string, entry: KeptEntry, size: number): void {
    const { maxEntries, maxBytes } = this.#options
    let node: number | undefined
    while ((this.#byKey.size >= maxEntries || this.#bytes + size > maxBytes) && this.#byKey.size > 0) {
      if (node !== undefined) this.#vacate(node)
      node = this.#evict()
    }
    node ??= this.#free.pop() ?? this.#keys.length
    this.#keys[node] = key
    this.#put(node, entry, size)
  }

  #replace(node: number, entry: KeptEntry, size: number): void {
    this.#bytes -= this.#sizes[node] as number
    this.#put(node, entry, size)
    // It fits by itself, so all others are gone before it would be its turn.
    while (this.#bytes > this.#options.maxBytes && this.#byKey.size > 1) this.#vacate(this.#evict())
  }

  #put(node: number, entry: KeptEntry, size: number): void {
    entry.node = node
    entry.usedAt = ++this.#now
    this.#notUses++
    this.#entries[node] = entry
    this.#sizes[node] = size
    this.#bytes += size
    this.#byKey.set(this.#keys[node] as string, entry)
  }

  /** The node of the oldest, for another entry. */
  #evict(): number {
    const node = this.#oldestNode()
    const key = this.#keys[node] as string
    const entry = this.#entries[node] as KeptEntry
    this.#remove(node)
    this.#options.onEvict(key, entry)
    return node
  }

  #oldestNode(): number {
    for (;;) {
      const { nodes, times } = this.#order
      const enough = this.#enough(nodes.length)
      while (this.#passed < enough) {
        const node = nodes[this.#passed] as number
        // Another time: it was used since, or the node has another entry.
        if (this.#entries[node]?.usedAt === times[this.#passed++]) return node
      }
      this.#putInOrder()
    }
  }

  /**
   * Where to stop passing over: at the end of the order, or sooner when enough was used to pay for another. To look at
   * entries all over the memory is slower than to look at them in a row and sort.
   */
  #enough(length: number): number {
    return this.uses - this.#usesBefore > length / 2 ? Math.min(length, this.#passed + mostPassed) : length
  }

  #putInOrder(): void {
    if (this.#free.length > 0) this.#moveTogether()
    this.#order.take(this.#entries)
    this.#passed = 0
    this.#usesBefore = this.uses
  }

  /** So that nodes without an entry, of which there may be many, are not looked at again and again. */
  #moveTogether(): void {
    let to = 0
    for (let node = 0; node < this.#entries.length; node++) {
      const entry = this.#entries[node]
      if (entry === undefined) continue
      entry.node = to
      this.#entries[to] = entry
      this.#keys[to] = this.#keys[node] as string
      this.#sizes[to] = this.#sizes[node] as number
      to++
    }
    this.#entries.length = to
    this.#keys.length = to
    this.#sizes.length = to
    this.#free.length = 0
  }

  /** Once in a thousand million uses. */
  #beginTimeAnew(): void {
    const { uses } = this
    this.#putInOrder()
    const { nodes, times } = this.#order
    this.#now = 0
    for (const [index, node] of nodes.entries()) {
      times[index] = ++this.#now
      ;(this.#entries[node] as KeptEntry).usedAt = this.#now
    }
    this.#notUses = this.#now - uses
  }

  #remove(node: number): void {
    this.#byKey.delete(this.#keys[node] as string)
    this.#bytes -= this.#sizes[node] as number
  }

  /** What is not needed any more must not be held. */
  #vacate(node: number): void {
    this.#keys[node] = ''
    this.#entries[node] = undefined
    this.#free.push(node)
  }
}
