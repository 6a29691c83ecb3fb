import { isEqual } from '../values/equal.ts'
import { isList, isMap, type Value, type ValueMap } from '../values/value.ts'

/** Below this depth subtrees are compared as a whole, so that no depth of nesting exhausts the stack. */
const depthLimit = 500

/**
 * The fresh tree with every subtree that equals the old one replaced by it, so that identity says what has
 * changed; `old` itself when everything is equal. Neither tree is written to.
 */
export function reconcile(old: Value | undefined, fresh: Value, depth = 0): Value {
  if (old === fresh || typeof fresh !== 'object' || fresh === null || typeof old !== 'object' || old === null) return fresh
  if (depth >= depthLimit) return isEqual(old, fresh) ? old : fresh
  if (isList(fresh)) return isList(old) ? reconcileLists(old, fresh, depth + 1) : fresh
  if (isMap(fresh) && isMap(old)) return reconcileMaps(old, fresh, depth + 1)
  return isEqual(old, fresh) ? old : fresh
}

function reconcileMaps(old: ValueMap, fresh: ValueMap, depth: number): Value {
  let out: { [key: string]: Value } | undefined
  let same = hasSameKeys(old, fresh)
  for (const key in fresh) {
    const value = read(fresh, key)
    const before = read(old, key)
    if (value === before) continue
    if (typeof value !== 'object' || value === null || !Object.hasOwn(old, key)) {
      same = false
      continue
    }
    const kept = reconcile(before, value, depth)
    if (kept !== before) same = false
    if (kept !== value) {
      out ??= { ...fresh }
      out[key] = kept
    }
  }
  return same ? old : (out ?? fresh)
}

/** True for the same names; their order only decides how fast that is found. */
function hasSameKeys(old: ValueMap, fresh: ValueMap): boolean {
  const names = Object.keys(old)
  let place = 0
  for (const key in fresh) if (names[place++] !== key && !Object.hasOwn(old, key)) return false
  return place === names.length
}

/** A function of its own: V8 13 optimises and gives up `map[key]` inside a `for in` over wide maps without end. */
function read(map: ValueMap, key: string): Value {
  return map[key] as Value
}

function reconcileLists(old: readonly Value[], fresh: readonly Value[], depth: number): Value {
  let out: Value[] | undefined
  let same = old.length === fresh.length
  const shared = Math.min(old.length, fresh.length)
  for (let index = 0; index < shared; index++) {
    const value = fresh[index] as Value
    const before = old[index] as Value
    if (value === before) continue
    const kept = reconcile(before, value, depth)
    if (kept !== before) same = false
    if (kept !== value) {
      out ??= [...fresh]
      out[index] = kept
    }
  }
  return same ? old : (out ?? fresh)
}
