import type { Path } from '../../values/path.ts'
import { scan } from './scan.ts'

/** A value and where it is written. */
export type Node = MapNode | ListNode | ScalarNode

export interface MapNode {
  readonly kind: 'map'
  readonly start: number
  end: number
  /** As written, duplicates included. */
  readonly entries: Entry[]
}

export interface ListNode {
  readonly kind: 'list'
  readonly start: number
  end: number
  readonly entries: Entry[]
}

export interface ScalarNode {
  readonly kind: 'scalar'
  readonly start: number
  readonly end: number
}

/** A member of a map or a list, key included. In a list the key is nothing and stands where the value starts. */
export interface Entry {
  readonly name: string
  readonly start: number
  readonly keyEnd: number
  readonly node: Node
}

/** The places of everything in a text that its parser has accepted. */
export function readTree(text: string): Node {
  const open: (MapNode | ListNode)[] = []
  let root: Node | undefined
  let key: { readonly name: string; readonly start: number; readonly end: number } | undefined

  const add = (node: Node): void => {
    open.at(-1)?.entries.push({ name: key?.name ?? '', start: key?.start ?? node.start, keyEnd: key?.end ?? node.start, node })
    root ??= node
    key = undefined
  }
  scan(text, {
    key: (name, start, end) => {
      key = { name, start, end }
    },
    open: (kind, start) => {
      const node: MapNode | ListNode = { kind, start, end: start, entries: [] }
      add(node)
      open.push(node)
    },
    close: (end) => {
      const node = open.pop()
      if (node !== undefined) node.end = end
    },
    scalar: (start, end) => add({ kind: 'scalar', start, end }),
  })
  return root ?? { kind: 'scalar', start: 0, end: 0 }
}

/** The member that `part` names: of duplicate keys the last, as in the value. */
export function entryOf(node: Node, part: string | number): Entry | undefined {
  if (node.kind === 'scalar') return undefined
  if (node.kind === 'list') return node.entries[listIndex(part)]
  const name = String(part)
  return wideIndex(node)?.get(name) ?? node.entries.findLast((entry) => entry.name === name)
}

/** The index that a path part means in a list, or -1: a text of digits counts too. */
export function listIndex(part: string | number): number {
  if (typeof part === 'number') return part
  return /^(0|[1-9]\d*)$/.test(part) ? Number(part) : -1
}

const indexes = new WeakMap<MapNode, ReadonlyMap<string, Entry>>()

/** Many questions about a wide map must not each walk it. */
function wideIndex(node: MapNode): ReadonlyMap<string, Entry> | undefined {
  if (node.entries.length < 16) return undefined
  let index = indexes.get(node)
  if (index === undefined) {
    index = new Map(node.entries.map((entry) => [entry.name, entry]))
    indexes.set(node, index)
  }
  return index
}

/** The start and end of a value, or of its key, in a tree. */
export function rangeInTree(root: Node, path: Path, part: 'value' | 'key'): readonly [number, number] | undefined {
  let node = root
  let entry: Entry | undefined
  let parent: Node | undefined
  for (const step of path) {
    entry = entryOf(node, step)
    if (entry === undefined) return undefined
    parent = node
    node = entry.node
  }
  if (part === 'value') return [node.start, node.end]
  return entry !== undefined && parent?.kind === 'map' ? [entry.start, entry.keyEnd] : undefined
}
