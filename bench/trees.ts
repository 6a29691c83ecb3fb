import type { Value } from '../src/values/value.ts'

/** Trees for the merge benchmarks, made by a seeded generator, so that every run measures the same data. */
export interface Scenario {
  readonly name: string
  readonly what: string
  readonly layers: readonly Value[]
}

interface Tree {
  [key: string]: Tree | Value
}

/** A repeatable stream of numbers in [0, 1) (mulberry32). */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const leavesPerSection = 10

/** A configuration of about `keys` leaves: at most 200 parts, groups in them, ten settings in each group. */
export function baseTree(keys: number, prefix = 'part'): Value {
  const next = random(keys)
  const parts = Math.min(200, Math.max(1, Math.round(keys / 100)))
  const groupsInPart = Math.max(1, Math.round(keys / (leavesPerSection * parts)))
  const root: Tree = {}
  for (let part = 0; part < parts; part++) {
    const groups: Tree = {}
    for (let group = 0; group < groupsInPart; group++) groups[`group${group}`] = section(next)
    root[`${prefix}${part}`] = groups
  }
  return fast(root)
}

function section(next: () => number): Tree {
  const leaves: Tree = {}
  for (let leaf = 0; leaf < leavesPerSection - 1; leaf++) {
    const number = Math.floor(next() * 1e6)
    leaves[`setting${leaf}`] = leaf % 3 === 0 ? number : leaf % 3 === 1 ? `value ${number}` : number % 2 === 0
  }
  leaves['hosts'] = ['a.example', 'b.example']
  return leaves
}

/** As a parser makes it. */
function fast(tree: unknown): Value {
  return JSON.parse(JSON.stringify(tree)) as Value
}

/** An overlay that sets a share of the leaves, and nothing else. */
function overlay(base: Value, share: number, seed: number): Value {
  const next = random(seed)
  const root: Tree = {}
  for (const [part, groups] of Object.entries(base as Tree)) {
    for (const [group, leaves] of Object.entries(groups as Tree)) {
      for (const leaf of Object.keys(leaves as Tree)) {
        if (next() >= share || leaf === 'hosts') continue
        const partTree = childOf(root, part)
        childOf(partTree, group)[leaf] = Math.floor(next() * 1e6)
      }
    }
  }
  return fast(root)
}

function childOf(tree: Tree, key: string): Tree {
  tree[key] ??= {}
  return tree[key] as Tree
}

/** The whole tree again, with a share of its leaves changed; unchanged sections are shared, or copied. */
function variant(base: Value, share: number, seed: number, shared: boolean): Value {
  const next = random(seed)
  const root: Tree = {}
  for (const [part, groups] of Object.entries(base as Tree)) {
    const partTree: Tree = {}
    let changed = false
    for (const [group, leaves] of Object.entries(groups as Tree)) {
      const isChanged = next() < share
      changed ||= isChanged
      partTree[group] =
        isChanged || !shared ? { ...(leaves as Tree), ...(isChanged ? { setting3: Math.floor(next() * 1e6) } : {}) } : leaves
    }
    root[part] = changed || !shared ? partTree : (groups as Tree)
  }
  return { ...(root as { readonly [key: string]: Value }) }
}

export function scenarios(keys: number): readonly Scenario[] {
  const base = baseTree(keys)
  const overlays = [1, 2, 3, 4].map((seed) => overlay(base, 0.01, seed))
  const identical = [1, 2, 3, 4].map((seed) => variant(base, 0.05, seed, true))
  const equal = [1, 2, 3, 4].map((seed) => fast(variant(base, 0.05, seed, true)))
  const disjoint = [0, 1, 2, 3, 4].map((index) => baseTree(keys / 5, `layer${index}part`))
  return [
    { name: 'S1', what: 'base + 4 overlays of 1 %', layers: [base, ...overlays] },
    { name: 'S2', what: '5 full layers, 95 % the same objects', layers: [base, ...identical] },
    { name: 'S3', what: '5 full layers, 95 % equal by value', layers: [base, ...equal] },
    { name: 'S4', what: '5 disjoint layers', layers: disjoint },
  ]
}
