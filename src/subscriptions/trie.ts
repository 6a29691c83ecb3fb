import type { Pattern } from './pattern.ts'

/** A step of the tree of patterns. Those who want the same begin of a path share its nodes. */
export interface Node<T> {
  readonly children: Map<string, Node<T>>
  /** The step `*`. */
  any: Node<T> | undefined
  /** Who wants the value here. */
  readonly here: Set<T>
  /** Who wants every single change from here on: `**`. */
  readonly below: Set<T>
}

/** Subscribers in a tree keyed by the parts of their patterns, so that a change finds them without asking the others. */
export class Trie<T> {
  readonly root: Node<T> = newNode()
  #size = 0

  get size(): number {
    return this.#size
  }

  add({ parts, everything }: Pattern, subscriber: T): void {
    let node = this.root
    for (const part of parts) node = stepInto(node, part)
    const wanted = everything ? node.below : node.here
    if (!wanted.has(subscriber)) this.#size++
    wanted.add(subscriber)
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
    if (!(everything ? last.below : last.here).delete(subscriber)) return
    this.#size--
    for (let depth = parts.length; depth > 0 && isEmpty(way[depth] as Node<T>); depth--) {
      const above = way[depth - 1] as Node<T>
      const part = parts[depth - 1] as string
      if (part === '*') above.any = undefined
      else above.children.delete(part)
    }
  }
}

function newNode<T>(): Node<T> {
  return { children: new Map(), any: undefined, here: new Set(), below: new Set() }
}

function childNode<T>(node: Node<T>, part: string): Node<T> | undefined {
  return part === '*' ? node.any : node.children.get(part)
}

function stepInto<T>(node: Node<T>, part: string): Node<T> {
  const known = childNode(node, part)
  if (known !== undefined) return known
  const made = newNode<T>()
  if (part === '*') node.any = made
  else node.children.set(part, made)
  return made
}

function isEmpty({ children, any, here, below }: Node<unknown>): boolean {
  return children.size === 0 && any === undefined && here.size === 0 && below.size === 0
}
