import { isList, isMap, type Value } from '../values/value.ts'
import type { Weight } from './site.ts'

/**
 * How much a value is when it is written out: shared parts count each time they appear. Counted only until a limit is
 * passed, so that what would be endless is found out in bounded time.
 */
export function weigh(root: Value, limit: Weight): Weight {
  if (typeof root === 'string') return { characters: root.length, nodes: 0 }
  if (!isList(root) && !isMap(root)) return weightless
  const before = known.get(root)
  if (before !== undefined) return before
  const weight = count(root, limit)
  if (weight.nodes <= limit.nodes && weight.characters <= limit.characters) known.set(root, weight)
  return weight
}

/** Whole weights, by identity: one map may be taken as a whole in many places. */
const known = new WeakMap<object, Weight>()

function count(root: Value, limit: Weight): Weight {
  const stack: Value[] = [root]
  let nodes = 1
  let characters = 0
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (typeof value === 'string') characters += value.length
    const children = isList(value) ? value : isMap(value) ? Object.values(value) : []
    nodes += children.length
    if (nodes > limit.nodes || characters > limit.characters) break
    for (const child of children) stack.push(child)
  }
  return { characters, nodes }
}

export const weightless: Weight = { characters: 0, nodes: 0 }
