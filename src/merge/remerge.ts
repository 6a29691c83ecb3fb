import type { Path } from '../values/path.ts'
import { mapFrom } from '../values/safe-keys.ts'
import { isMap, type Value, type ValueMap } from '../values/value.ts'
import { keysOf, valuesOf, withEntries } from '../values/wide-maps.ts'
import { Cell, type Group, settle } from './cell.ts'
import { directiveKey } from './directive-key.ts'
import { mergeLayers, rootCell, rootPlace } from './merge-layers.ts'
import { cellOf, mergeMaps, placeOf } from './merge-maps.ts'
import { type MergeLayer, type MergeOptions, MergeRun, pathOf, recursionLimit, type Trail } from './merge-run.ts'
import { reconcile } from './reconcile.ts'
import { below, type StrategyTable } from './strategy-table.ts'

export interface Remerged {
  /** What `mergeLayers(after)` would give, sharing every unchanged subtree with the previous root. */
  readonly value: Value
  /** True for a path that was not looked at again: what was reported for it earlier still holds. */
  keeps(path: Path): boolean
}

/**
 * The merge after some layers changed, from the previous result: only paths whose values differ by identity in
 * some layer are merged again, so layers should have gone through `reconcile` before.
 */
export function remerge(
  before: readonly MergeLayer[],
  after: readonly MergeLayer[],
  previousRoot: Value,
  options: MergeOptions = {},
): Remerged {
  if (before.length !== after.length && !isStart(before, after) && !isStart(after, before)) {
    return { value: reconcile(previousRoot, mergeLayers(after, options)), keeps: () => false }
  }
  const length = Math.max(before.length, after.length)
  const [older, newer] = [filledUp(before, length), filledUp(after, length)]
  const work = new Remerge(older, newer, options)
  const value = work.run(older, newer, previousRoot, options)
  return { value, keeps: (path) => work.keeps(path) }
}

/** True when `some` are the lower layers of `all`: what an override is put on, or what is left without it. */
function isStart(some: readonly MergeLayer[], all: readonly MergeLayer[]): boolean {
  return some.length < all.length && some.every((layer, index) => layer.value === all[index]?.value)
}

/** With layers on top that have nothing, so that each layer of one list has its counterpart in the other. */
function filledUp(layers: readonly MergeLayer[], length: number): readonly MergeLayer[] {
  // Of no value, a cell takes no notice. Users cannot hand in such a layer, hence the type.
  const nothing: MergeLayer = { value: undefined as unknown as Value, directives: false }
  return layers.length === length ? layers : [...layers, ...Array<MergeLayer>(length - layers.length).fill(nothing)]
}

class Remerge {
  /** Places of which only the value itself was looked at, and places merged again with everything inside. */
  readonly #visited: (Trail | undefined)[] = []
  readonly #rebuilt: (Trail | undefined)[] = []
  readonly #before: MergeRun
  readonly #after: MergeRun

  constructor(before: readonly MergeLayer[], after: readonly MergeLayer[], options: MergeOptions) {
    this.#before = new MergeRun(before, undefined)
    this.#after = new MergeRun(after, options.report)
  }

  run(before: readonly MergeLayer[], after: readonly MergeLayer[], previous: Value, options: MergeOptions): Value {
    const beforeCell = rootCell(before, rootPlace(this.#before, options))
    const place = rootPlace(this.#after, options)
    const cell = rootCell(after, place)
    const whole = () => this.#after.complete(() => settle(cell, place, 0), undefined)
    return this.#again(beforeCell, cell, previous, options.strategies, undefined, 0, whole) ?? {}
  }

  keeps(path: Path): boolean {
    const isAt = (trail: Trail | undefined, length: number) => {
      const place = pathOf(trail)
      return place.length <= length && place.every((part, index) => part === path[index])
    }
    if (this.#visited.some((trail) => pathOf(trail).length === path.length && isAt(trail, path.length))) return false
    return !this.#rebuilt.some((trail) => isAt(trail, path.length))
  }

  /** The value of one place, from the cells that the layers gave before and give now. */
  #again(
    before: Cell,
    after: Cell,
    previous: Value | undefined,
    rules: StrategyTable | undefined,
    trail: Trail | undefined,
    depth: number,
    whole: () => Value | undefined,
  ): Value | undefined {
    const [older, newer] = [mapsOf(before), mapsOf(after)]
    if (older !== undefined && newer !== undefined && isMap(previous) && depth < recursionLimit) {
      this.#visited.push(trail)
      return this.#mergeNode(older, newer, previous, rules, trail, depth)
    }
    this.#rebuilt.push(trail)
    const value = whole()
    return value === undefined ? undefined : reconcile(previous, value)
  }

  #mergeNode(
    before: Group,
    after: Group,
    previous: ValueMap,
    rules: StrategyTable | undefined,
    trail: Trail | undefined,
    depth: number,
  ): Value {
    const changed = changedKeys(before, after)
    if (changed.keys.size === 0) return previous
    if (changed.keys.has(directiveKey) || (changed.reordered && this.#isDirected(after))) {
      this.#rebuilt.push(trail)
      return reconcile(
        previous,
        this.#after.complete(() => this.#whole(after, rules, trail), trail),
      )
    }
    const values = new Map<string, Value | undefined>()
    for (const key of changed.keys) {
      const lower = ownValue(previous, key)
      const place = placeOf(key, rules, trail, this.#after)
      const cell = cellOf(after, key, rules, trail, this.#after)
      const whole = () => this.#after.complete(() => settle(cell, place, 0), place.trail)
      const value = this.#again(
        cellOf(before, key, rules, trail, this.#before),
        cell,
        lower,
        below(rules, key),
        place.trail,
        depth + 1,
        whole,
      )
      if (value !== lower) values.set(key, value)
    }
    if (values.size === 0) return previous
    const sameKeys = [...values].every(([key, value]) => value !== undefined && Object.hasOwn(previous, key))
    return sameKeys && !changed.reordered ? withValues(previous, values) : inOrder(previous, values, after)
  }

  /** True when one of the maps has a directive, which names keys beside it. */
  #isDirected({ maps, layers }: Group): boolean {
    return maps.some(
      (map, index) => map !== undefined && this.#after.directives[layers[index] as number] && Object.hasOwn(map, directiveKey),
    )
  }

  #whole(group: Group, rules: StrategyTable | undefined, trail: Trail | undefined): Value {
    if (group.maps.length > 1) return mergeMaps(group, rules, trail, this.#after, 0)
    const cell = new Cell()
    cell.set(group.maps[0], group.layers[0] as number)
    return settle(cell, { trail, rules, run: this.#after, merge: mergeMaps }, 0) as Value
  }
}

/** The maps that make up a cell, if it is made of nothing else. */
function mapsOf(cell: Cell): Group | undefined {
  if (cell.group !== undefined) return cell.group
  return isMap(cell.value) ? { maps: [cell.value], layers: [cell.from] } : undefined
}

interface ChangedKeys {
  readonly keys: ReadonlySet<string>
  /** True when a layer names its keys in another order or names other keys, so the result's order may differ. */
  readonly reordered: boolean
}

function changedKeys(before: Group, after: Group): ChangedKeys {
  const keys = new Set<string>()
  let reordered = false
  const older = new Map(before.layers.map((layer, index) => [layer, before.maps[index] ?? {}]))
  after.maps.forEach((map, index) => {
    const layer = after.layers[index] as number
    if (compareKeys(older.get(layer) ?? {}, map ?? {}, keys)) reordered = true
    older.delete(layer)
  })
  for (const gone of older.values()) if (compareKeys(gone, {}, keys)) reordered = true
  return { keys, reordered }
}

/** Adds the keys whose values differ; true when the sequence of keys differs. */
function compareKeys(before: ValueMap, after: ValueMap, changed: Set<string>): boolean {
  if (before === after) return false
  const older = keysOf(before)
  const newer = keysOf(after)
  const values = valuesOf(after, newer)
  const olderValues = valuesOf(before, older)
  let moved = older.length !== newer.length
  for (let index = 0; index < newer.length; index++) {
    const key = newer[index] as string
    if (older[index] === key) {
      if (olderValues[index] !== values[index]) changed.add(key)
    } else {
      moved = true
      if (before[key] !== values[index] || !Object.hasOwn(before, key)) changed.add(key)
    }
  }
  if (moved) for (const key of older) if (!Object.hasOwn(after, key)) changed.add(key)
  return moved
}

/** The previous map with other values for keys it has. */
function withValues(previous: ValueMap, values: ReadonlyMap<string, Value | undefined>): ValueMap {
  return withEntries(
    previous,
    [...values].flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  )
}

/** The map built again, with its keys in the order in which the layers name them. */
function inOrder(previous: ValueMap, values: ReadonlyMap<string, Value | undefined>, { maps }: Group): ValueMap {
  const entries = new Map<string, Value>()
  for (const map of maps) {
    for (const key of Object.keys(map ?? {})) {
      if (entries.has(key)) continue
      const value = values.has(key) ? values.get(key) : ownValue(previous, key)
      if (value !== undefined) entries.set(key, value)
    }
  }
  return mapFrom(entries)
}

function ownValue(map: ValueMap, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}
