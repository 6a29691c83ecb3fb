import { closest } from '../text/closest.ts'
import { didYouMean } from '../text/words.ts'
import { isList, isMap, type Value, type ValueMap } from '../values/value.ts'
import { directiveKey } from './directive-key.ts'
import { type MergeRun, pathOf, recursionLimit, type Trail } from './merge-run.ts'
import { parseStrategy, type Strategy, unknownStrategy } from './strategy.ts'
import { isUnset } from './unset.ts'

/** The strategy the map itself declares for one of its keys. A wrong word counts as none; the merge reports it. */
export function declaredStrategy(map: ValueMap, key: string): Strategy | undefined {
  const words = map[directiveKey]
  return isMap(words) && Object.hasOwn(words, key) ? parseStrategy(words[key]) : undefined
}

/** Reports words that name no strategy and names that no key beside the directive has. */
export function checkDirective(map: ValueMap, layer: number, trail: Trail | undefined, run: MergeRun): void {
  if (run.report === undefined || !Object.hasOwn(map, directiveKey)) return
  const words = map[directiveKey]
  const path = [...pathOf(trail), directiveKey]
  if (!isMap(words)) {
    const issue = unknownStrategy(words, path)
    run.report({ ...issue, hint: 'write a map from key to strategy: $merge: { plugins: append }' }, { layer })
    return
  }
  const names = Object.keys(map).filter((name) => name !== directiveKey)
  for (const [key, word] of Object.entries(words)) {
    if (parseStrategy(word) === undefined) run.report(unknownStrategy(word, [...path, key]), { layer })
    else if (!Object.hasOwn(map, key)) run.report(strayStrategy(key, names, [...path, key]), { layer })
  }
}

function strayStrategy(key: string, names: readonly string[], path: readonly (string | number)[]) {
  return {
    code: 'MERGE_STRATEGY',
    severity: 'warning',
    message: `a strategy for ${JSON.stringify(key)}, which is not beside it`,
    path,
    hint: didYouMean(closest(key, names)) ?? 'name a key of the same map',
  } as const
}

/** The value without directives and without what it unsets or removes; the same object when it has neither. */
export function strip(value: Value, layer: number, trail: Trail | undefined, run: MergeRun, depth = 0): Value {
  if (isList(value)) return stripList(value, layer, trail, run, depth)
  return isMap(value) ? stripMap(value, layer, trail, run, depth) : value
}

function stripList(list: readonly Value[], layer: number, trail: Trail | undefined, run: MergeRun, depth: number): Value {
  let out: Value[] | undefined
  for (let index = 0; index < list.length; index++) {
    const item = list[index] as Value
    if (typeof item !== 'object' || item === null) continue
    const place = { above: trail, key: index }
    if (depth >= recursionLimit) {
      out ??= [...list]
      const target = out
      run.later(() => {
        target[index] = strip(item, layer, place, run)
      })
      continue
    }
    const clean = strip(item, layer, place, run, depth + 1)
    if (clean === item) continue
    out ??= [...list]
    out[index] = clean
  }
  return out ?? list
}

function stripMap(map: ValueMap, layer: number, trail: Trail | undefined, run: MergeRun, depth: number): Value {
  checkDirective(map, layer, trail, run)
  const entries: [string, Value][] = []
  const putOff: string[] = []
  let changed = false
  for (const key of Object.keys(map)) {
    const item = map[key] as Value
    if (key === directiveKey || isUnset(item) || declaredStrategy(map, key) === 'remove') {
      changed = true
    } else if (typeof item !== 'object' || item === null) {
      entries.push([key, item])
    } else if (depth >= recursionLimit) {
      putOff.push(key)
      entries.push([key, item])
    } else {
      const clean = strip(item, layer, { above: trail, key }, run, depth + 1)
      changed ||= clean !== item
      entries.push([key, clean])
    }
  }
  if (!changed && putOff.length === 0) return map

  const out: { [key: string]: Value } = Object.fromEntries(entries)
  for (const key of putOff) {
    run.later(() => {
      out[key] = strip(map[key] as Value, layer, { above: trail, key }, run)
    })
  }
  return out
}
