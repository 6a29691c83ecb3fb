import { isList, isMap, type Value, type ValueMap } from '../values/value.ts'
import { isSameList } from './same-list.ts'

/** A map that gets more keys than this leaves the engine's fast mode and is copied once to get back. */
const manyAdded = 16

/**
 * One small map laid over another, where nothing is declared: what `mergePlain` makes of two layers, with less code.
 * The lower map is copied when something differs. `undefined` when a map or a list meets something of another kind,
 * which has to be reported.
 */
export function overlay(lower: ValueMap, upper: ValueMap): ValueMap | undefined {
  let out: { [key: string]: Value } = lower as { [key: string]: Value }
  let added = 0
  for (const key of Object.keys(upper)) {
    const above = upper[key] as Value
    const below = Object.hasOwn(lower, key) ? lower[key] : undefined
    const value = below === undefined ? above : together(below, above)
    if (value === undefined) return undefined
    if (value === below) continue
    if (below === undefined) added++
    if (out === lower) out = { ...lower }
    out[key] = value
  }
  return added > manyAdded ? { ...out } : out
}

/** What two values at one place make. */
function together(below: Value, above: Value): Value | undefined {
  if (typeof below !== 'object' || below === null || above === null) return above
  if (isMap(below)) return isMap(above) ? overlay(below, above) : undefined
  if (isList(below) && isList(above)) return isSameList(above, below) ? below : above
  return undefined
}
