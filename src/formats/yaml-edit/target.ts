import type { ConfigError } from '../../errors/config-error.ts'
import { type Path, printPath } from '../../values/path.ts'
import type { Edit } from '../format.ts'
import { itemAt, mergedEntry, ownEntry, resolved } from '../yaml/find.ts'
import type { EntryNode, ItemNode, ListNode, MapNode, Node } from '../yaml/nodes.ts'
import { errorAt, type Range, type SourceText } from '../yaml/problem.ts'

/** Where a value stands in the collection around it. */
export type Slot =
  | { readonly kind: 'root'; readonly value: Node }
  | { readonly kind: 'entry'; readonly map: MapNode; readonly entry: EntryNode; readonly value: Node; readonly holder: Slot }
  | { readonly kind: 'item'; readonly list: ListNode; readonly item: ItemNode; readonly value: Node; readonly holder: Slot }

/** What a path leads to: a value, or a collection (or null) that does not have the rest of the path. */
export interface Target {
  readonly slot: Slot
  /** Empty when the value is there. */
  readonly rest: Path
  /** The values on the way, the last included. */
  readonly way: readonly Node[]
}

/**
 * Follows a path as it is written in the file.
 * @throws ConfigError FORMAT_EDIT when it leads through an alias, a merge key or a scalar
 */
export function findTarget(root: Node, path: Path, source: SourceText): Target {
  let slot: Slot = { kind: 'root', value: root }
  const way: Node[] = [root]
  for (let index = 0; index < path.length; index++) {
    const next: Slot | undefined = step(slot, path[index] as string | number, path, source)
    if (next === undefined) return { slot, rest: path.slice(index), way }
    slot = next
    way.push(slot.value)
  }
  return { slot, rest: [], way }
}

function step(holder: Slot, part: string | number, path: Path, source: SourceText): Slot | undefined {
  const node = holder.value
  if (node.kind === 'alias') throw aliased(node.range, path, source)
  if (node.kind === 'list') {
    const item = itemAt(node, part)
    return item && { kind: 'item', list: node, item, value: item.value, holder }
  }
  if (node.kind !== 'map') return undefined
  const entry = ownEntry(node, String(part))
  if (entry) return { kind: 'entry', map: node, entry, value: entry.value, holder }
  const merged = mergedEntry(node, String(part))
  if (merged) throw mergedIn(node, merged, path, source)
  return undefined
}

function aliased(place: Range, path: Path, source: SourceText): ConfigError {
  return cannotEdit(source, place, path, 'is an alias', 'edit the value where its anchor is, or replace the alias by hand')
}

function mergedIn(map: MapNode, entry: EntryNode, path: Path, source: SourceText): ConfigError {
  const merge = map.entries.find((candidate) => candidate.isMerge)
  const place = merge?.key.range ?? map.range
  const line = source.span(entry.key.range).start.line
  return cannotEdit(
    source,
    place,
    path,
    `comes from a merge key (line ${line})`,
    'edit it there, or write the key into this map by hand',
  )
}

export function cannotEdit(source: SourceText, place: Range, path: Path, why: string, hint: string): ConfigError {
  const error = {
    code: 'FORMAT_EDIT',
    message: `${path.length === 0 ? 'the document' : printPath(path)} cannot be changed: it ${why}`,
    hint,
  } as const
  return errorAt(source, place, error)
}

/** Refuses to change a value that other places show by an alias, or to remove an anchor that is still named. */
export function checkAnchors(root: Node, target: Target, edit: Edit, source: SourceText): void {
  const { path } = edit
  const { value } = target.slot
  if (value.kind === 'alias') throw aliased(value.range, path, source)
  const inside = target.rest.length === 0 ? subtree(value) : new Set<Node>()
  if (edit.kind === 'remove' && target.slot.kind === 'entry') inside.add(target.slot.entry.key)
  const affected = new Set<Node>([...target.way, ...inside])
  if (![...affected].some((node) => node.anchor !== undefined)) return

  let first: Node | undefined
  for (const node of subtree(root)) {
    if (node.kind !== 'alias' || inside.has(node) || !affected.has(resolved(node))) continue
    if (first === undefined || node.range.start < first.range.start) first = node
  }
  if (first === undefined) return
  const line = source.span(resolved(first).range).start.line
  throw cannotEdit(
    source,
    first.range,
    path,
    `is used by an alias here (the anchor is on line ${line})`,
    'edit both places by hand',
  )
}

/** All nodes as they are written: aliases are not followed. */
function subtree(root: Node): Set<Node> {
  const found = new Set<Node>()
  const stack: Node[] = [root]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    found.add(node)
    if (node.kind === 'list') for (const item of node.items) stack.push(item.value)
    if (node.kind === 'map') for (const entry of node.entries) stack.push(entry.value, entry.key)
  }
  return found
}
