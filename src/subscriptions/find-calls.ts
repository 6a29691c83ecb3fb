import { diffPaths, type TreeChange } from '../merge/diff-paths.ts'
import { childOf } from '../values/get.ts'
import { type Path, printPath } from '../values/path.ts'
import { isList, isMap, type Value } from '../values/value.ts'
import { differs, type Place } from './place.ts'
import type { Node, Trie } from './trie.ts'

/** Somebody, and the place to tell them of. */
export interface Call<T> extends Place {
  readonly subscriber: T
}

/** Two trees, and how they differ. */
export interface Difference {
  readonly before: Value
  readonly after: Value
  readonly changes: readonly TreeChange[]
}

type Maybe = Value | undefined

/** With so few changes, following each of them is quicker than looking at all that somebody subscribed to. */
const few = 16

/**
 * Who has to be told, and of what. Few changes are followed from the root to where they are; of many, the tree of patterns is
 * walked together with both trees, and only where these are not the same object.
 */
export function findCalls<T>(trie: Trie<T>, { before, after, changes }: Difference): readonly Call<T>[] {
  const calls: Call<T>[] = []
  if (changes.length > Math.max(few, trie.size / few)) {
    descend(trie.root, [], before, after, calls)
    return calls
  }
  for (const change of changes) follow(trie.root, before, after, change, calls)
  return changes.length < 2 ? calls : eachOnce(calls)
}

/** Several changes may have the same subscribers above them. */
function eachOnce<T>(calls: readonly Call<T>[]): readonly Call<T>[] {
  const told = new Map<T, Set<string>>()
  return calls.filter(({ subscriber, path }) => {
    const paths = told.get(subscriber) ?? new Set()
    told.set(subscriber, paths)
    return paths.size < paths.add(printPath(path)).size
  })
}

function add<T>(calls: Call<T>[], subscribers: ReadonlySet<T>, path: Path, before: Maybe, after: Maybe): void {
  for (const subscriber of subscribers) calls.push({ subscriber, path, before, after })
}

/** From the root to one change: everybody above it, and those inside of it whose value differs. */
function follow<T>(root: Node<T>, wholeBefore: Value, wholeAfter: Value, change: TreeChange, calls: Call<T>[]): void {
  let nodes: readonly Node<T>[] = [root]
  let [before, after]: [Maybe, Maybe] = [wholeBefore, wholeAfter]
  for (let depth = 0; depth < change.path.length; depth++) {
    const path = change.path.slice(0, depth)
    for (const { here, below } of nodes) {
      if (here !== undefined) add(calls, here, path, before, after)
      if (below !== undefined) addChange(calls, below, change)
    }
    const part = change.path[depth] as string | number
    nodes = nodes.flatMap((node) => stepsTo(node, String(part)))
    if (nodes.length === 0) return
    before = childIn(before, part)
    after = childIn(after, part)
  }
  for (const node of nodes) descend(node, change.path, before, after, calls)
}

function stepsTo<T>(node: Node<T>, key: string): readonly Node<T>[] {
  const named = node.children?.get(key)
  if (named === undefined) return node.any === undefined ? [] : [node.any]
  return node.any === undefined ? [named] : [named, node.any]
}

/** Everybody at a place or inside of it whose value differs. As deep as the patterns, which have an end. */
function descend<T>(node: Node<T>, path: Path, before: Maybe, after: Maybe, calls: Call<T>[]): void {
  if (before === after) return
  const { here, below, children, any } = node
  if (here !== undefined && differs(before, after)) add(calls, here, path, before, after)
  if (below !== undefined) for (const change of changesAt({ path, before, after })) addChange(calls, below, change)
  if (children !== undefined) {
    for (const [key, child] of children) {
      const [inBefore, inAfter] = [childIn(before, key), childIn(after, key)]
      if (inBefore !== inAfter) descend(child, child.path ?? [...path, partOf(key, before, after)], inBefore, inAfter, calls)
    }
  }
  if (any === undefined) return
  for (const key of keysOf(before, after)) {
    const [inBefore, inAfter] = [childIn(before, key), childIn(after, key)]
    if (inBefore !== inAfter) descend(any, [...path, partOf(key, before, after)], inBefore, inAfter, calls)
  }
}

function addChange<T>(calls: Call<T>[], subscribers: ReadonlySet<T>, change: TreeChange): void {
  const before = change.kind === 'added' ? undefined : change.before
  add(calls, subscribers, change.path, before, change.kind === 'removed' ? undefined : change.after)
}

/** What differs at a place or inside of it, with paths from the root. */
export function changesAt({ path, before, after }: Place): readonly TreeChange[] {
  if (before === after) return []
  if (before === undefined) return [{ kind: 'added', path, after: after as Value }]
  if (after === undefined) return [{ kind: 'removed', path, before }]
  const changes = diffPaths(before, after)
  return path.length === 0 ? changes : changes.map((change) => ({ ...change, path: [...path, ...change.path] }))
}

function childIn(value: Maybe, key: string | number): Maybe {
  return value === undefined ? undefined : childOf(value, key)
}

/** A number stands for a list element, as in the paths of changes. */
function partOf(key: string, before: Maybe, after: Maybe): string | number {
  return isList(after ?? before) && /^(0|[1-9]\d*)$/.test(key) ? Number(key) : key
}

function keysOf(before: Maybe, after: Maybe): readonly string[] {
  return [...new Set([...keysIn(after), ...keysIn(before)])]
}

function keysIn(value: Maybe): readonly string[] {
  return isMap(value) || isList(value) ? Object.keys(value) : []
}
