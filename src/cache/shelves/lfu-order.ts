import { Chain, type Link } from './chain.ts'
import type { Order, Ranked } from './ranked-shelf.ts'

interface LfuNode extends Ranked, Link<LfuNode> {
  level: Level
}

/** All entries that were used equally often, the one used longest ago first. */
interface Level extends Link<Level> {
  uses: number
  readonly nodes: Chain<LfuNode>
}

/** After so many uses for each entry, counts are halved: what was popular long ago does not stay for ever. */
const usesBetweenAgeings = 10

/**
 * What is used least often goes first; among equals, what was used longest ago. A use moves an entry to the next level,
 * which is beside its own, so every step takes constant time.
 */
export function lfuOrder(): Order<LfuNode> {
  const levels = new Chain<Level>()
  let count = 0
  let uses = 0

  /** The level for `uses`, which is `place` itself, right behind it, or the first. */
  function levelBehind(place: Level | undefined, uses: number): Level {
    if (place?.uses === uses) return place
    const next = place === undefined ? levels.first : place.after
    if (next?.uses === uses) return next
    const level: Level = { uses, nodes: new Chain(), before: undefined, after: undefined }
    levels.insertAfter(place, level)
    return level
  }

  function take(node: LfuNode): void {
    node.level.nodes.remove(node)
    if (node.level.nodes.first === undefined) levels.remove(node.level)
  }

  function put(node: LfuNode, level: Level): void {
    node.level = level
    level.nodes.append(node)
  }

  function used(node: LfuNode): void {
    const next = levelBehind(node.level, node.level.uses + 1)
    take(node)
    put(node, next)
    if (++uses > usesBetweenAgeings * Math.max(count, 100)) age()
  }

  function age(): void {
    uses = 0
    let kept: Level | undefined
    for (let level = levels.first; level !== undefined; ) {
      const after = level.after
      const halved = Math.max(1, level.uses >> 1)
      if (kept?.uses === halved) {
        merge(level, kept)
      } else {
        level.uses = halved
        kept = level
      }
      level = after
    }
  }

  function merge(level: Level, into: Level): void {
    for (let node = level.nodes.first; node !== undefined; node = level.nodes.first) {
      level.nodes.remove(node)
      put(node, into)
    }
    levels.remove(level)
  }

  return {
    add(ranked) {
      const level = levelBehind(undefined, 1)
      const node: LfuNode = Object.assign(ranked, { before: undefined, after: undefined, level })
      level.nodes.append(node)
      count++
      return node
    },
    used,
    replaced: used,
    remove(node) {
      take(node)
      count--
    },
    first: () => levels.first?.nodes.first,
    clear() {
      levels.clear()
      count = 0
      uses = 0
    },
  }
}
