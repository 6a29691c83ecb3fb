import type { Path } from '../values/path.ts'
import { anyKey, type Pattern } from './pattern.ts'

/**
 * A step of the tree of patterns. Those who want the same begin of a path share its nodes. There may be tens of thousands, so
 * what is not needed is not there.
 */
export interface Node<T> {
  /** Where in the trees it is; `undefined` behind a `*`. */
  readonly path: Path | undefined
  children: Map<string, Node<T>> | undefined
  /** The step `*`. */
  any: Node<T> | undefined
  /** Who wants the value here. */
  here: Set<T> | undefined
  /** Who wants every single change from here on: `**`. */
  below: Set<T> | undefined
}

type Part = Pattern['parts'][number]

/** Subscribers in a tree keyed by the parts of their patterns, so that a change finds them without asking the others. */
export class Trie<T> {
  readonly root: Node<T> = newNode([])
  #size = 0

  get size(): number {
    return this.#size
  }

  add({ parts, everything }: Pattern, subscriber: T): void {
    let node = this.root
    for (const part of parts) node = stepInto(node, part)
    const kind = everything ? 'below' : 'here'
    node[kind] ??= new Set()
    node[kind].add(subscriber)
    this.#size++
  }

  /** Nodes that nobody needs any more go as well. */
  remove({ parts, everything }: Pattern, subscriber: T): void {
    const way: Node<T>[] = [this.root]
    for (const part of parts) {
      const next = childNode(way.at(-1) as Node<T>, part)
      if (next === undefined) return
      way.push(next)
    }
    const last = way.at(-1) as Node<T>
    const kind = everything ? 'below' : 'here'
    if (!last[kind]?.delete(subscriber)) return
    if (last[kind].size === 0) last[kind] = undefined
    this.#size--
    for (let depth = parts.length; depth > 0 && isEmpty(way[depth] as Node<T>); depth--)
      removeChild(way[depth - 1] as Node<T>, parts[depth - 1] as Part)
  }
}

function newNode<T>(path: Path | undefined): Node<T> {
  return { path, children: undefined, any: undefined, here: undefined, below: undefined }
}

function childNode<T>(node: Node<T>, part: Part): Node<T> | undefined {
  return part === anyKey ? node.any : node.children?.get(String(part))
}

function stepInto<T>(node: Node<T>, part: Part): Node<T> {
  if (part === anyKey) {
    node.any ??= newNode(undefined)
    return node.any
  }
  node.children ??= new Map()
  const known = node.children.get(String(part))
  if (known !== undefined) return known
  const made = newNode<T>(node.path && [...node.path, part])
  node.children.set(String(part), made)
  return made
}

function removeChild<T>(node: Node<T>, part: Part): void {
  if (part === anyKey) node.any = undefined
  else node.children?.delete(String(part))
  if (node.children?.size === 0) node.children = undefined
}

function isEmpty({ children, any, here, below }: Node<unknown>): boolean {
  return children === undefined && any === undefined && here === undefined && below === undefined
}
