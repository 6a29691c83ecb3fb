import { directiveKey } from '../merge/directive-key.ts'
import { isUnset } from '../merge/unset.ts'
import type { Path } from '../values/path.ts'
import { isMap, type Value, type ValueMap } from '../values/value.ts'

/** One thing that a layer sets. */
export interface Setting {
  readonly path: Path
  /** A scalar, a list, or an empty map. */
  readonly value: Value
}

const known = new WeakMap<ValueMap, readonly Setting[]>()

/** What a layer sets, in order. A list is one setting, because it replaces another as a whole. Iterative. */
export function settingsOf(layer: ValueMap): readonly Setting[] {
  let settings = known.get(layer)
  if (settings === undefined) {
    settings = collect(layer)
    known.set(layer, settings)
  }
  return settings
}

function collect(layer: ValueMap): readonly Setting[] {
  const settings: Setting[] = []
  const stack: Setting[] = [{ path: [], value: layer }]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { path, value } = top
    const keys = isMap(value) ? Object.keys(value) : []
    if (keys.length === 0) {
      if (!isUnset(value)) settings.push(top)
      continue
    }
    for (const key of keys.toReversed()) {
      if (key !== directiveKey) stack.push({ path: [...path, key], value: (value as ValueMap)[key] as Value })
    }
  }
  return settings
}

/** Every key of a tree with the map it is in: inside lists, too. Iterative. */
export function* mapsIn(root: Value): Generator<{ readonly path: Path; readonly map: ValueMap }> {
  const stack: { path: Path; value: Value }[] = [{ path: [], value: root }]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { path, value } = top
    if (isMap(value)) {
      yield { path, map: value }
      for (const key of Object.keys(value).toReversed()) {
        const child = value[key] as Value
        if (typeof child === 'object' && child !== null) stack.push({ path: [...path, key], value: child })
      }
    } else if (Array.isArray(value)) {
      const list = value as readonly Value[]
      for (let index = list.length - 1; index >= 0; index--) {
        const child = list[index] as Value
        if (typeof child === 'object' && child !== null) stack.push({ path: [...path, index], value: child })
      }
    }
  }
}
