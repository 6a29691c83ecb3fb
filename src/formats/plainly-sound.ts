import type { Value, ValueMap } from '../values/value.ts'
import type { Limits } from './format.ts'

/** Levels that are safe to go down by calls. */
const mostCalls = 500

/**
 * True when one quick walk shows that `checkTree` finds nothing. It keeps nothing of the way: whatever is made while
 * a tree is young has the engine move the whole tree once more.
 */
export function isPlainlySound(root: Value, limits: Limits): boolean {
  return (
    typeof root !== 'object' || root === null || valuesLeft(root, Math.min(limits.maxDepth, mostCalls), limits.maxNodes - 1) >= 0
  )
}

/** How many more values there may be behind a map or a list; less than none if it is not sound. */
function valuesLeft(value: object, levels: number, most: number): number {
  if (levels <= 0) return -1
  if (Array.isArray(value)) {
    const list = value as readonly Value[]
    let left = most - list.length
    for (let index = 0; index < list.length && left >= 0; index++) {
      const item = list[index]
      if (typeof item === 'object' && item !== null) left = valuesLeft(item, levels - 1, left)
    }
    return left
  }
  const map = value as ValueMap
  let left = most
  // The fastest walk. What it finds besides, on a prototype that somebody changed, makes the answer no less safe.
  for (const key in map) {
    // `constructor` is harmless by itself; `checkTree` looks at what is in it.
    if (--left < 0 || key === '__proto__' || key === 'constructor') return -1
    const item = map[key]
    if (typeof item === 'object' && item !== null) left = valuesLeft(item, levels - 1, left)
  }
  return left
}
