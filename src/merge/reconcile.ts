import { isEqual } from '../values/equal.ts'
import { defineOwn } from '../values/safe-keys.ts'
import { isList, isMap, type Value, type ValueMap } from '../values/value.ts'
import { keysOf, valuesOf } from '../values/wide-maps.ts'

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

/** Values are read by place: `map[key]` of many kinds of maps in turn costs several times as much. */
function reconcileMaps(old: ValueMap, fresh: ValueMap, depth: number): Value {
  const keys = keysOf(fresh)
  const values = valuesOf(fresh, keys)
  const olderKeys = keysOf(old)
  const older = valuesOf(old, olderKeys)
  let out: { [key: string]: Value } | undefined
  let same = olderKeys.length === keys.length
  for (let place = 0; place < keys.length; place++) {
    const key = keys[place] as string
    const value = values[place] as Value
    let before = older[place]
    if (olderKeys[place] !== key) {
      // The order of the names is not compared; it only decides how fast they are found.
      const isKnown = Object.hasOwn(old, key)
      if (!isKnown) same = false
      before = isKnown ? old[key] : undefined
    }
    if (value === before) continue
    if (typeof value !== 'object') {
      same = false
      continue
    }
    const kept = reconcile(before, value, depth)
    if (kept !== before) same = false
    if (kept !== value) {
      out ??= { ...fresh }
      defineOwn(out, key, kept)
    }
  }
  return same ? old : (out ?? fresh)
}

function reconcileLists(old: readonly Value[], fresh: readonly Value[], depth: number): Value {
  let out: Value[] | undefined
  let same = old.length === fresh.length
  const shared = Math.min(old.length, fresh.length)
  for (let index = 0; index < shared; index++) {
    const value = fresh[index] as Value
    const before = old[index] as Value
    if (value === before) continue
    if (typeof value !== 'object') {
      same = false
      continue
    }
    const kept = reconcile(before, value, depth)
    if (kept !== before) same = false
    if (kept !== value) {
      out ??= [...fresh]
      out[index] = kept
    }
  }
  return same ? old : (out ?? fresh)
}
