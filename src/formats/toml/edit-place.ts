import type { Path } from '../../values/path.ts'
import { type Found, indexOf, stepInto } from './find.ts'
import type { ArrayNode, InlineNode, Table } from './nodes.ts'

/** How far a path goes in a text, with what an edit there needs to know. */
export interface EditPlace {
  /** The deepest thing on the way that is there. */
  readonly found: Found
  /** What it is in; `undefined` for the root. */
  readonly parent: Found | undefined
  /** The part of the path that is not there; empty if all of it is. */
  readonly rest: Path
  /** The names of a header for `found`. */
  readonly names: readonly string[]
  /** The array or inline table around `found`. */
  readonly around: ArrayNode | InlineNode | undefined
  /** How many dotted keys lead to `found` in its section or inline table. */
  readonly dotted: number
}

export function placeOf(root: Table, path: Path): EditPlace {
  let found: Found = { kind: 'table', table: root }
  let parent: Found | undefined
  let around: ArrayNode | InlineNode | undefined
  let dotted = 0
  const names: string[] = []
  for (const [depth, part] of path.entries()) {
    const next = stepInto(found, part)
    if (next === undefined) return { found, parent, rest: path.slice(depth), names, around, dotted }
    if (found.kind !== 'tables') names.push(String(part))
    dotted = next.kind === 'table' && next.table.origin === 'dotted' ? dotted + 1 : 0
    if (found.kind === 'value' && found.node.kind !== 'scalar') around = found.node
    parent = found
    found = next
  }
  return { found, parent, rest: [], names, around, dotted }
}

/** The number of elements, for what has elements. */
export function lengthOf(found: Found): number | undefined {
  if (found.kind === 'tables') return found.tables.elements.length
  return found.kind === 'value' && found.node.kind === 'array' ? found.node.items.length : undefined
}

/** True when `part` is the index behind the last element. */
export function isNextIndex(found: Found, part: string | number | undefined): boolean {
  return part !== undefined && indexOf(part) === lengthOf(found)
}
