import type { Limits } from '../formats/format.ts'
import { directiveKey } from '../merge/directive-key.ts'
import { isUnset } from '../merge/unset.ts'
import { hasReference } from '../references/has-reference.ts'
import { isUnsafeKey } from '../values/safe-keys.ts'
import type { Value, ValueMap } from '../values/value.ts'

/** What later stages have to look for in a tree. */
export interface Survey {
  /** Whether `!unset` or `$merge` occurs, so that the merge may not share the tree as it is. */
  readonly directives: boolean
  /** Whether a text holds a reference. */
  readonly references: boolean
}

/** Values in a tree that is worth only one walk. */
const smallTree = 5_000

/**
 * Finds out in one walk what `checkTree`, `hasDirectives` and `holdsReferences` would tell of a small sound tree, with
 * less code than each of them. `undefined` when they have to be asked: the tree is large, deep, or not sound.
 */
export function surveyOf(root: Value, limits: Limits): Survey | undefined {
  let directives = false
  let references = false
  let inside = 0
  let nodes = 1
  const mostNodes = Math.min(limits.maxNodes, smallTree)
  const open: Value[] = [root]
  while (open.length > 0) {
    const value = open.pop() as Value
    if (typeof value === 'string') {
      if (isUnset(value)) directives = true
      else if (hasReference(value)) references = true
    } else if (typeof value === 'object' && value !== null) {
      const keys = Object.keys(value)
      nodes += keys.length
      // However they are nested, so few maps and lists are not too deep.
      if (++inside > limits.maxDepth || nodes > mostNodes) return undefined
      for (const key of keys) {
        if (isUnsafeKey(key) || key === 'prototype') return undefined
        if (key === directiveKey) directives = true
        open.push((value as ValueMap)[key] as Value)
      }
    }
  }
  return { directives, references }
}
