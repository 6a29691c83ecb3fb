import type { KeptEntry, Shelf, ShelfOptions } from './shelf.ts'

/** An entry in its place among the others. */
export interface Ranked {
  readonly key: string
  entry: KeptEntry
  size: number
}

/** Which entry goes next. */
export interface Order<Node extends Ranked> {
  /** A node for an entry that is new, in its place. */
  add(ranked: Ranked): Node
  used(node: Node): void
  replaced(node: Node): void
  remove(node: Node): void
  first(): Node | undefined
  clear(): void
}

/** Entries that go in an order of their own. Each step costs what the order costs, whatever is on the shelf. */
export function rankedShelf<Node extends Ranked>(order: Order<Node>, { maxEntries, maxBytes, onEvict }: ShelfOptions): Shelf {
  const nodes = new Map<string, Node>()
  let bytes = 0
  let uses = 0

  function remove(node: Node): void {
    nodes.delete(node.key)
    order.remove(node)
    bytes -= node.size
  }

  /** Room is made before the new one comes, or it would be the first to go by many an order. */
  function makeRoom(size: number, keep: Node | undefined): void {
    const more = keep === undefined ? 1 : 0
    if (keep) order.remove(keep)
    while (bytes + size > maxBytes || nodes.size + more > maxEntries) {
      const node = order.first()
      if (node === undefined) break
      remove(node)
      onEvict(node.key, node.entry)
    }
  }

  function replace(node: Node, entry: KeptEntry, size: number): void {
    bytes -= node.size
    node.entry = entry
    node.size = size
    // Only when it grew beyond the limit does it have to leave its place for a moment.
    if (bytes + size > maxBytes) {
      makeRoom(size, node)
      nodes.set(node.key, order.add(node))
    } else order.replaced(node)
    bytes += size
  }

  return {
    get(key) {
      const node = nodes.get(key)
      if (node === undefined) return undefined
      order.used(node)
      uses++
      return node.entry
    },
    peek: (key) => nodes.get(key)?.entry,
    set(key, entry, { size }) {
      const node = nodes.get(key)
      if (node !== undefined) return replace(node, entry, size)
      makeRoom(size, undefined)
      nodes.set(key, order.add({ key, entry, size }))
      bytes += size
    },
    delete(key) {
      const node = nodes.get(key)
      if (node !== undefined) remove(node)
      return node !== undefined
    },
    clear() {
      nodes.clear()
      order.clear()
      bytes = 0
    },
    get size() {
      return nodes.size
    },
    get calculatedSize() {
      return bytes
    },
    get uses() {
      return uses
    },
    keys: () => nodes.keys(),
  }
}
