import type { TreeChange } from '../merge/diff-paths.ts'
import { diffPaths } from '../merge/diff-paths.ts'
import { type Path, printPath } from '../values/path.ts'
import { isList, isMap, type Value } from '../values/value.ts'
import { below, differs, type Place } from './place.ts'
import type { Node, Trie } from './trie.ts'

/** Somebody, and the place to tell them of. */
export interface Call<T> {
  readonly subscriber: T
  readonly place: Place
}

/** Two trees, and how they differ. */
export interface Difference {
  readonly before: Value
  readonly after: Value
  readonly changes: readonly TreeChange[]
}

/** With so few changes, following each of them is quicker than looking at all that somebody subscribed to. */
const few = 16

/**
 * Who has to be told, and of what. Few changes are followed from the root to where they are; of many, the tree of patterns is
 * walked together with both trees, and only where these are not the same object.
 */
export function findCalls<T>(trie: Trie<T>, difference: Difference): readonly Call<T>[] {
  const { before, after, changes } = difference
  const calls = new Calls<T>()
  const whole: Place = { path: [], before, after }
  if (changes.length <= Math.max(few, trie.size / few)) for (const change of changes) follow(trie.root, whole, change, calls)
  else descend(trie.root, whole, calls)
  return calls.list
}

/** Calls, each once: several changes may have the same subscribers above them. */
class Calls<T> {
  readonly list: Call<T>[] = []
  readonly #told = new Map<T, Set<string>>()

  add(subscribers: ReadonlySet<T>, place: Place): void {
    for (const subscriber of subscribers) {
      const text = printPath(place.path)
      const told = this.#told.get(subscriber)
      if (told?.has(text)) continue
      if (told === undefined) this.#told.set(subscriber, new Set([text]))
      else told.add(text)
      this.list.push({ subscriber, place })
    }
  }
}

/** From the root to one change: everybody above it, and those inside of it whose value differs. */
function follow<T>(root: Node<T>, whole: Place, change: TreeChange, calls: Calls<T>): void {
  let nodes: readonly Node<T>[] = [root]
  let place = whole
  for (const part of change.path) {
    for (const node of nodes) {
      if (node.here.size > 0) calls.add(node.here, place)
      if (node.below.size > 0) calls.add(node.below, placeOf(change))
    }
    nodes = nodes.flatMap((node) => stepsTo(node, String(part)))
    if (nodes.length === 0) return
    place = below(place, String(part))
  }
  for (const node of nodes) descend(node, place, calls)
}

function stepsTo<T>(node: Node<T>, key: string): readonly Node<T>[] {
  const named = node.children.get(key)
  if (named === undefined) return node.any === undefined ? [] : [node.any]
  return node.any === undefined ? [named] : [named, node.any]
}

/** Everybody at a place or inside of it whose value differs. Iterative, as patterns may be long. */
function descend<T>(from: Node<T>, at: Place, calls: Calls<T>): void {
  const stack: (readonly [Node<T>, Place])[] = [[from, at]]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [node, place] = next
    if (place.before === place.after) continue
    if (node.here.size > 0 && differs(place)) calls.add(node.here, place)
    if (node.below.size > 0) for (const change of changesAt(place)) calls.add(node.below, placeOf(change))
    for (const [key, child] of node.children) stack.push([child, below(place, key)])
    if (node.any !== undefined) for (const key of keysOf(place)) stack.push([node.any, below(place, key)])
  }
}

/** What differs at a place or inside of it, with paths from the root. */
export function changesAt({ path, before, after }: Place): readonly TreeChange[] {
  if (before === after) return []
  if (before === undefined) return [{ kind: 'added', path, after: after as Value }]
  if (after === undefined) return [{ kind: 'removed', path, before }]
  const changes = diffPaths(before, after)
  return path.length === 0 ? changes : changes.map((change) => ({ ...change, path: [...path, ...change.path] }))
}

function placeOf(change: TreeChange): Place {
  const path: Path = change.path
  return {
    path,
    before: change.kind === 'added' ? undefined : change.before,
    after: change.kind === 'removed' ? undefined : change.after,
  }
}

function keysOf({ before, after }: Place): readonly string[] {
  return [...new Set([...keysIn(after), ...keysIn(before)])]
}

function keysIn(value: Value | undefined): readonly string[] {
  return isMap(value) || isList(value) ? Object.keys(value) : []
}
