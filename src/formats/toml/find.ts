import type { Path } from '../../values/path.ts'
import type { ArrayNode, Child, Item, KeyPart, Table, Tables, ValueNode } from './nodes.ts'

/** What stands at a path: a table, an array of tables, or a written value with the key or the item it belongs to. */
export type Found =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'tables'; readonly tables: Tables }
  | { readonly kind: 'value'; readonly node: ValueNode; readonly item: Item; readonly key: KeyPart | undefined }

/** Goes down from `root` by own keys and indexes; `undefined` where the text has nothing. */
export function findNode(root: Table, path: Path): Found | undefined {
  let found: Found | undefined = { kind: 'table', table: root }
  for (const part of path) {
    if (found === undefined) return undefined
    found = stepInto(found, part)
  }
  return found
}

export function stepInto(found: Found, part: string | number): Found | undefined {
  const table = tableOf(found)
  if (table !== undefined) return foundOf(table.children.get(String(part)))
  const index = indexOf(part)
  if (index === undefined) return undefined
  if (found.kind === 'tables') return foundOf(found.tables.elements[index])
  const item = arrayOf(found)?.items[index]
  return item && { kind: 'value', node: item.value, item, key: undefined }
}

/** The table of what can be gone into by key. */
export function tableOf(found: Found): Table | undefined {
  if (found.kind === 'table') return found.table
  return found.kind === 'value' && found.node.kind === 'inline' ? found.node.table : undefined
}

export function arrayOf(found: Found): ArrayNode | undefined {
  return found.kind === 'value' && found.node.kind === 'array' ? found.node : undefined
}

/** A text of digits names a list element, as it does in `getAt`. */
export function indexOf(part: string | number): number | undefined {
  if (typeof part === 'number') return part
  return /^(0|[1-9]\d*)$/.test(part) ? Number(part) : undefined
}

function foundOf(child: Child | undefined): Found | undefined {
  if (child === undefined) return undefined
  if (child.kind === 'table') return { kind: 'table', table: child }
  if (child.kind === 'tables') return { kind: 'tables', tables: child }
  return { kind: 'value', node: child.entry.value, item: child.entry, key: child.key }
}
