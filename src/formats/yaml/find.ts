import type { Path } from '../../values/path.ts'
import type { EntryNode, ItemNode, ListNode, MapNode, Node } from './nodes.ts'

/** Where a path leads: the value as written, and the key in front of it. */
export interface Found {
  readonly value: Node
  /** The key; `undefined` in a list and at the root. */
  readonly key: Node | undefined
}

/** Follows a path through aliases and merge keys to where the value is defined. */
export function findDefinition(root: Node, path: Path): Found | undefined {
  let found: Found = { value: resolved(root), key: undefined }
  for (const part of path) {
    const next = step(found.value, part)
    if (next === undefined) return undefined
    found = { value: resolved(next.value), key: next.key }
  }
  return found
}

/** What an alias stands for; aliases of aliases cannot be written. */
export function resolved(node: Node): Node {
  return node.kind === 'alias' ? node.target : node
}

function step(node: Node, part: string | number): Found | undefined {
  if (node.kind === 'list') {
    const item = itemAt(node, part)
    return item && { value: item.value, key: undefined }
  }
  const entry = node.kind === 'map' ? findEntry(node, String(part)) : undefined
  return entry && { value: entry.value, key: entry.key }
}

/** A text of digits names an element, too. */
export function itemAt(list: ListNode, part: string | number): ItemNode | undefined {
  const index = typeof part === 'number' ? part : /^(?:0|[1-9]\d*)$/.test(part) ? Number(part) : -1
  return list.items[index]
}

/** The entry that gives a key its value: the map's own, or the first merged one. */
function findEntry(map: MapNode, key: string): EntryNode | undefined {
  return ownEntry(map, key) ?? mergedEntry(map, key)
}

/** The entry as it is written in this map itself. */
export function ownEntry(map: MapNode, key: string): EntryNode | undefined {
  map.byKey ??= new Map(map.entries.filter((entry) => !entry.isMerge).map((entry) => [entry.name, entry]))
  return map.byKey.get(key)
}

/** The entry that comes into this map by `<<`. */
export function mergedEntry(map: MapNode, key: string): EntryNode | undefined {
  for (const entry of map.entries) {
    if (!entry.isMerge) continue
    for (const source of mergeSources(entry.value)) {
      const found = source.kind === 'map' ? findEntry(source, key) : undefined
      if (found) return found
    }
  }
  return undefined
}

function mergeSources(value: Node): readonly Node[] {
  const node = resolved(value)
  return node.kind === 'list' ? node.items.map((item) => resolved(item.value)) : [node]
}
