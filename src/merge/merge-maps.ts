import type { Value, ValueMap } from '../values/value.ts'
import { Cell, type Group, put, settle } from './cell.ts'
import { directiveKey } from './directive-key.ts'
import { checkDirective, declaredStrategy } from './directives.ts'
import { mergePlain } from './merge-plain.ts'
import { type MergeRun, recursionLimit, type Trail } from './merge-run.ts'
import { below, type StrategyTable } from './strategy-table.ts'

/** Merges maps that stand at the same place: the plain way where nothing is declared, otherwise key by key. */
export function mergeMaps(
  group: Group,
  rules: StrategyTable | undefined,
  trail: Trail | undefined,
  run: MergeRun,
  depth: number,
): ValueMap {
  if (rules === undefined && !isDirected(group, run)) return mergePlain(group, trail, run, depth, mergeMaps)
  return mergeByRules(group, rules, trail, run, depth)
}

function isDirected({ maps, layers }: Group, run: MergeRun): boolean {
  return run.anyDirectives && layers.some((layer, index) => run.directives[layer] && maps[index] !== undefined)
}

function mergeByRules(
  group: Group,
  rules: StrategyTable | undefined,
  trail: Trail | undefined,
  run: MergeRun,
  depth: number,
): ValueMap {
  const entries: [string, Value][] = []
  const putOff: [string, Cell][] = []
  for (const [key, cell] of fillCells(group, rules, trail, run)) {
    if (cell.group !== undefined && depth >= recursionLimit) {
      putOff.push([key, cell])
      entries.push([key, null])
      continue
    }
    const value = settle(cell, placeOf(key, rules, trail, run), depth + 1)
    if (value !== undefined) entries.push([key, value])
  }
  const first = group.maps.find((map) => map !== undefined)
  if (first !== undefined && isMadeOf(first, entries)) return first

  const out: { [key: string]: Value } = Object.fromEntries(entries)
  for (const [key, cell] of putOff) {
    run.later(() => {
      out[key] = settle(cell, placeOf(key, rules, trail, run), 0) as Value // a group always leaves a map
    })
  }
  return out
}

function fillCells(group: Group, rules: StrategyTable | undefined, trail: Trail | undefined, run: MergeRun): Map<string, Cell> {
  const cells = new Map<string, Cell>()
  group.maps.forEach((map, index) => {
    if (map === undefined) return
    const layer = group.layers[index] as number
    const directed = run.directives[layer] === true
    if (directed) checkDirective(map, layer, trail, run)
    for (const key of Object.keys(map)) {
      if (directed && key === directiveKey) continue
      let cell = cells.get(key)
      if (cell === undefined) {
        cell = new Cell()
        cells.set(key, cell)
      }
      put(cell, map[key], layer, directed ? declaredStrategy(map, key) : undefined, placeOf(key, rules, trail, run))
    }
  })
  return cells
}

/** What all layers of a group have at one key. */
export function cellOf(
  group: Group,
  key: string,
  rules: StrategyTable | undefined,
  trail: Trail | undefined,
  run: MergeRun,
): Cell {
  const cell = new Cell()
  const place = placeOf(key, rules, trail, run)
  group.maps.forEach((map, index) => {
    if (map === undefined || !Object.hasOwn(map, key)) return
    const layer = group.layers[index] as number
    put(cell, map[key], layer, run.directives[layer] ? declaredStrategy(map, key) : undefined, place)
  })
  return cell
}

export function placeOf(key: string, rules: StrategyTable | undefined, trail: Trail | undefined, run: MergeRun) {
  return { trail: { above: trail, key }, rules: below(rules, key), run, merge: mergeMaps }
}

function isMadeOf(map: ValueMap, entries: readonly (readonly [string, Value])[]): boolean {
  return (
    entries.length === Object.keys(map).length && entries.every(([key, value]) => Object.hasOwn(map, key) && map[key] === value)
  )
}
