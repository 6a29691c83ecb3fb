import { isList, isMap, type Value, type ValueMap } from '../values/value.ts'
import { reportConflict, reportMisfit } from './conflict.ts'
import { strip } from './directives.ts'
import { mergeLists, without } from './merge-lists.ts'
import type { MergeRun, Trail } from './merge-run.ts'
import { isListStrategy, type Strategy } from './strategy.ts'
import { below, type StrategyTable } from './strategy-table.ts'
import { isUnset } from './unset.ts'

/** Maps of several layers that stand at the same place, lowest first, and the layers they are from. */
export interface Group {
  /** `undefined` for a layer that has nothing there. */
  readonly maps: readonly (ValueMap | undefined)[]
  readonly layers: readonly number[]
}

/** A group that layers are still being added to. */
interface OpenGroup extends Group {
  readonly maps: ValueMap[]
  readonly layers: number[]
}

/** Merges the maps of a group, which has at least two. */
export type MergeGroup = (
  group: Group,
  rules: StrategyTable | undefined,
  trail: Trail | undefined,
  run: MergeRun,
  depth: number,
) => ValueMap

/** Where a cell is and what it needs to be merged. */
export interface Place {
  readonly trail: Trail | undefined
  readonly rules: StrategyTable | undefined
  readonly run: MergeRun
  readonly merge: MergeGroup
}

/** What the layers so far have at one place. Empty, one value, or a group of maps still to be merged. */
export class Cell {
  value: Value | undefined
  /** The layer `value` is from; of a list made of several, the last one. */
  from = -1
  group: OpenGroup | undefined

  set(value: Value | undefined, layer: number): void {
    this.value = value
    this.from = layer
    this.group = undefined
  }
}

/** Puts the value of the next layer on top. `declared` is the strategy that this layer itself declares. */
export function put(cell: Cell, value: Value | undefined, layer: number, declared: Strategy | undefined, place: Place): void {
  if (value === undefined) return
  if (isUnset(value) && place.run.directives[layer]) {
    cell.set(undefined, layer)
    return
  }

  const strategy = declared ?? place.rules?.strategy
  // A schema may declare "remove" for every layer; the lowest layer's value is then what is removed from.
  if (strategy === 'remove' && (declared !== undefined || cell.value !== undefined)) takeAway(cell, value, layer, place)
  else if (strategy === 'replace') cell.set(value, layer)
  else if (strategy !== undefined && isListStrategy(strategy) && value !== null) putByList(cell, value, layer, strategy, place)
  else putDeep(cell, value, layer, place)
}

function putDeep(cell: Cell, value: Value, layer: number, place: Place): void {
  const lower = cell.value
  if (!isMap(value) || !isMap(lower)) {
    if (lower !== undefined) reportConflict(lower, cell.from, value, layer, place.trail, place.run)
    cell.set(value, layer)
    return
  }
  if (cell.group === undefined) cell.group = { maps: [lower, value], layers: [cell.from, layer] }
  else {
    cell.group.maps.push(value)
    cell.group.layers.push(layer)
  }
}

function putByList(cell: Cell, value: Value, layer: number, strategy: Strategy, place: Place): void {
  const { run, trail, rules } = place
  if (!isList(value)) {
    reportMisfit(strategy, value, layer, trail, run)
    putDeep(cell, value, layer, place)
    return
  }
  const lower = isList(cell.value) ? settleNow(cell, place) : undefined
  if (!isList(lower)) {
    putDeep(cell, value, layer, place)
    return
  }

  const lowerLayer = cell.from
  // Elements matched by key still need their own directives; the other strategies take clean elements.
  const upper = strategy.startsWith('by-key') ? value : cleaned(value, layer, place)
  const merged = mergeLists(strategy, lower, upper as readonly Value[], (one, other, index) => {
    const group = { maps: [one, other], layers: [index < lower.length ? lowerLayer : layer, layer] }
    const inner = { above: trail, key: index }
    return run.complete(() => place.merge(group, below(rules, index), inner, run, 0), inner)
  })
  cell.set(merged, layer)
  cell.value = cleaned(merged, layer, place)
}

/** Removes what `listed` names: elements from a list, keys from a map. */
function takeAway(cell: Cell, listed: Value, layer: number, place: Place): void {
  const lower = settleNow(cell, place)
  const names = cleaned(listed, layer, place)
  if (isList(lower)) cell.value = without(lower, isList(names) ? names : [names])
  else if (isMap(lower)) cell.value = withoutKeys(lower, keysNamed(names))
  else if (lower !== undefined && lower !== null) reportMisfit('remove', lower, layer, place.trail, place.run)
}

function withoutKeys(map: ValueMap, gone: ReadonlySet<string>): ValueMap {
  const entries = Object.entries(map)
  const kept = entries.filter(([key]) => !gone.has(key))
  return kept.length === entries.length ? map : Object.fromEntries(kept)
}

/** The keys a removal from a map names: by a list, by a map that has them, or by a single name. */
export function keysNamed(names: Value): ReadonlySet<string> {
  if (isMap(names)) return new Set(Object.keys(names))
  const list = isList(names) ? names : [names]
  return new Set(list.filter((name) => typeof name !== 'object').map(String))
}

/** The finished value of a cell; `undefined` when nothing is left. May put work off, see {@link MergeRun.later}. */
export function settle(cell: Cell, place: Place, depth: number): Value | undefined {
  const { run, trail } = place
  if (cell.group !== undefined) return place.merge(cell.group, place.rules, trail, run, depth)
  const value = cell.value
  return value !== undefined && run.directives[cell.from] ? strip(value, cell.from, trail, run, depth) : value
}

/** Settles a cell in the middle of the layers, because the next one needs the result. */
function settleNow(cell: Cell, place: Place): Value | undefined {
  if (cell.group !== undefined || (cell.value !== undefined && place.run.directives[cell.from])) {
    const settled = place.run.complete(() => settle(cell, place, 0), place.trail)
    cell.set(settled, cell.from)
  }
  return cell.value
}

function cleaned(value: Value, layer: number, { run, trail }: Place): Value {
  return run.directives[layer] ? run.complete(() => strip(value, layer, trail, run), trail) : value
}
