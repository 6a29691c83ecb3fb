import { Chain, type Link } from './chain.ts'
import type { Order, Ranked } from './ranked-shelf.ts'

interface FifoNode extends Ranked, Link<FifoNode> {}

/** What was stored first goes first, however much it is used. */
export function fifoOrder(): Order<FifoNode> {
  const chain = new Chain<FifoNode>()
  return {
    add(ranked) {
      const node: FifoNode = Object.assign(ranked, { before: undefined, after: undefined })
      chain.append(node)
      return node
    },
    used: () => undefined,
    replaced(node) {
      chain.remove(node)
      chain.append(node)
    },
    remove: (node) => chain.remove(node),
    first: () => chain.first,
    clear: () => chain.clear(),
  }
}
