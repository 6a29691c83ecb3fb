import { isEqual } from '../values/equal.ts'
import type { Path } from '../values/path.ts'
import { isList, isMap, type Value, type ValueMap } from '../values/value.ts'
import { keysOf, valuesOf } from '../values/wide-maps.ts'
import { pathOf, type Trail } from './merge-run.ts'

/** One difference between two trees. What was added or removed is one change, however much is inside. */
export type TreeChange =
  | { readonly kind: 'added'; readonly path: Path; readonly after: Value }
  | { readonly kind: 'changed'; readonly path: Path; readonly before: Value; readonly after: Value }
  | { readonly kind: 'removed'; readonly path: Path; readonly before: Value }

type Pending = { readonly before: Value; readonly after: Value; readonly trail: Trail | undefined } | TreeChange

/**
 * What differs, in the order of the tree. Shared subtrees are skipped by identity, so two snapshots are compared
 * in the time of what changed. Lists of different length are one change, because their elements have no names
 * to be matched by. Iterative.
 */
export function diffPaths(before: Value, after: Value): readonly TreeChange[] {
  const changes: TreeChange[] = []
  const stack: Pending[] = [{ before, after, trail: undefined }]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if ('kind' in next) changes.push(next)
    else if (next.before !== next.after) stack.push(...compare(next.before, next.after, next.trail).reverse())
  }
  return changes
}

function compare(before: Value, after: Value, trail: Trail | undefined): Pending[] {
  if (isMap(before) && isMap(after)) return compareMaps(before, after, trail)
  if (isList(before) && isList(after) && before.length === after.length) return compareLists(before, after, trail)
  return isEqual(before, after) ? [] : [{ kind: 'changed', path: pathOf(trail), before, after }]
}

function compareMaps(before: ValueMap, after: ValueMap, above: Trail | undefined): Pending[] {
  const found: Pending[] = []
  let kept = 0
  const keys = keysOf(after)
  const values = valuesOf(after, keys)
  const keysBefore = keysOf(before)
  const valuesBefore = valuesOf(before, keysBefore)
  for (let place = 0; place < keys.length; place++) {
    const key = keys[place] as string
    const value = values[place] as Value
    const isInPlace = keysBefore[place] === key
    if (!isInPlace && !Object.hasOwn(before, key)) {
      found.push({ kind: 'added', path: pathOf({ above, key }), after: value })
      continue
    }
    kept++
    const earlier = (isInPlace ? valuesBefore[place] : before[key]) as Value
    if (earlier !== value) found.push({ before: earlier, after: value, trail: { above, key } })
  }
  if (kept === keysBefore.length) return found
  for (const key of keysBefore) {
    if (!Object.hasOwn(after, key)) found.push({ kind: 'removed', path: pathOf({ above, key }), before: before[key] as Value })
  }
  return found
}

function compareLists(before: readonly Value[], after: readonly Value[], above: Trail | undefined): Pending[] {
  const found: Pending[] = []
  for (let key = 0; key < after.length; key++) {
    if (before[key] !== after[key])
      found.push({ before: before[key] as Value, after: after[key] as Value, trail: { above, key } })
  }
  return found
}
