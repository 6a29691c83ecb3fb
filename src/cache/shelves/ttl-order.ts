import type { Order, Ranked } from './ranked-shelf.ts'

interface TtlNode extends Ranked {
  /** In the heap. */
  index: number
}

/** What will be gone soonest goes first; among equals, what was stored first. A heap: logarithmic time. */
export function ttlOrder(): Order<TtlNode> {
  let heap: TtlNode[] = []

  function goesBefore(a: TtlNode, b: TtlNode): boolean {
    return a.entry.goneAt === b.entry.goneAt ? a.entry.storedAt < b.entry.storedAt : a.entry.goneAt < b.entry.goneAt
  }

  function place(node: TtlNode, index: number): void {
    heap[index] = node
    node.index = index
  }

  function rise(node: TtlNode): void {
    for (let index = node.index; index > 0; ) {
      const above = (index - 1) >> 1
      const parent = heap[above] as TtlNode
      if (!goesBefore(node, parent)) return
      place(parent, index)
      place(node, above)
      index = above
    }
  }

  function sink(node: TtlNode): void {
    for (let index = node.index; ; ) {
      const left = heap[2 * index + 1]
      const right = heap[2 * index + 2]
      if (left === undefined) return
      const child = right !== undefined && goesBefore(right, left) ? right : left
      if (!goesBefore(child, node)) return
      const below = child.index
      place(child, index)
      place(node, below)
      index = below
    }
  }

  return {
    add(ranked) {
      const node: TtlNode = Object.assign(ranked, { index: heap.length })
      heap.push(node)
      rise(node)
      return node
    },
    used: () => undefined,
    replaced(node) {
      rise(node)
      sink(node)
    },
    remove(node) {
      const last = heap.pop()
      if (last === undefined || last === node) return
      place(last, node.index)
      rise(last)
      sink(last)
    },
    first: () => heap[0],
    clear() {
      heap = []
    },
  }
}
