import { type Path, parsePath } from '../values/path.ts'
import type { Strategy } from './strategy.ts'

/**
 * Strategies by path, as a tree that is walked together with the values, so a map is looked up once and a
 * merge without declared strategies pays nothing. An empty table is `undefined`.
 */
export interface StrategyTable {
  readonly strategy?: Strategy | undefined
  readonly keys: ReadonlyMap<string, StrategyTable>
  /** What holds for every key and list element that has no entry of its own. */
  readonly any?: StrategyTable | undefined
}

/** A path in which `*` stands for any key or list element: `['servers', '*', 'tags']`, `servers[*].tags`. */
export type PathPattern = Path | string

/** The table of all entries; a later entry for the same pattern wins, an exact key wins over `*`. */
export function strategyTable(entries: Iterable<readonly [PathPattern, Strategy]>): StrategyTable | undefined {
  const root: Draft = { keys: new Map() }
  let empty = true
  for (const [pattern, strategy] of entries) {
    draftAt(root, partsOf(pattern)).strategy = strategy
    empty = false
  }
  return empty ? undefined : spreadAny(root)
}

/** The entry for one step down. */
export function below(table: StrategyTable | undefined, key: string | number): StrategyTable | undefined {
  return table === undefined ? undefined : (table.keys.get(String(key)) ?? table.any)
}

interface Draft {
  strategy?: Strategy | undefined
  keys: Map<string, Draft>
  any?: Draft | undefined
}

function partsOf(pattern: PathPattern): Path {
  if (typeof pattern !== 'string') return pattern
  return parsePath(pattern.replaceAll('[*]', pattern.startsWith('[*]') ? '*' : '.*')) ?? [pattern]
}

function draftAt(root: Draft, parts: Path): Draft {
  let node = root
  for (const part of parts) {
    if (part === '*') {
      node.any ??= { keys: new Map() }
      node = node.any
    } else {
      const key = String(part)
      const next: Draft = node.keys.get(key) ?? { keys: new Map() }
      node.keys.set(key, next)
      node = next
    }
  }
  return node
}

/** Copies what `*` says into its exact siblings, so that a look-up needs one answer: `a.*.x` holds in `a.b` too. */
function spreadAny(node: Draft): StrategyTable {
  const any = node.any
  const keys = new Map<string, StrategyTable>()
  for (const [key, child] of node.keys) keys.set(key, spreadAny(any === undefined ? child : overlay(any, child)))
  return { strategy: node.strategy, keys, any: any === undefined ? undefined : spreadAny(any) }
}

function overlay(lower: Draft, upper: Draft): Draft {
  const keys = new Map(lower.keys)
  for (const [key, child] of upper.keys) {
    const other = keys.get(key)
    keys.set(key, other === undefined ? child : overlay(other, child))
  }
  const any = lower.any && upper.any ? overlay(lower.any, upper.any) : (upper.any ?? lower.any)
  return { strategy: upper.strategy ?? lower.strategy, keys, any }
}
