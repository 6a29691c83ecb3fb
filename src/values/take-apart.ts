import { DateTime, type DateTimeKind } from './date-time.ts'
import type { Path } from './path.ts'
import { Secret } from './secret.ts'
import { isList, isMap, type Scalar, type Value } from './value.ts'

/** A tree in two parts that survive any serialisation: the tree without dates and secrets, and those with their places. */
export interface TakenApart {
  /** `null` where something was taken out. */
  readonly plain: Value
  readonly taken: readonly Taken[]
}

export type Taken =
  | { readonly kind: 'date'; readonly path: Path; readonly of: DateTimeKind; readonly text: string }
  | { readonly kind: 'secret'; readonly path: Path; readonly content: Scalar }

/** Shares what holds neither; without any, `plain` is the tree itself. Depth is bounded by the readers' limit. */
export function takeApart(tree: Value): TakenApart {
  const taken: Taken[] = []
  return { plain: withoutObjects(tree, [], taken), taken }
}

/** The tree again. `plain` must be the caller's own: it is written to. */
export function putTogether({ plain, taken }: TakenApart): Value {
  let root = plain
  for (const part of taken) {
    const value = restored(part)
    const key = part.path.at(-1)
    if (key === undefined) root = value
    else (parentOf(root, part.path) as Record<string | number, Value>)[key] = value
  }
  return root
}

function withoutObjects(value: Value, path: Path, taken: Taken[]): Value {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof DateTime) {
    taken.push({ kind: 'date', path, of: value.kind, text: value.text })
    return null
  }
  if (value instanceof Secret) {
    // What a secret holds came from a source or the schema, so it is a scalar.
    taken.push({ kind: 'secret', path, content: value.reveal() as Scalar })
    return null
  }
  if (isList(value)) {
    const copy = value.map((item, index) => inside(item, path, index, taken))
    return copy.every((item, index) => Object.is(item, value[index])) ? value : copy
  }
  if (!isMap(value)) return value
  const entries = Object.entries(value).map(([key, item]) => [key, inside(item, path, key, taken)] as const)
  return entries.every(([key, item]) => Object.is(item, value[key])) ? value : Object.fromEntries(entries)
}

/** Paths are made for objects only: most of a tree is leaves. */
function inside(item: Value, path: Path, key: string | number, taken: Taken[]): Value {
  return typeof item === 'object' && item !== null ? withoutObjects(item, [...path, key], taken) : item
}

function restored(part: Taken): Value {
  if (part.kind === 'date') return new DateTime(part.of, part.text)
  return new Secret(part.content) as Value // a secret holds any scalar
}

function parentOf(root: Value, path: Path): Value {
  let parent = root
  // These are places that were found in this very tree.
  for (const key of path.slice(0, -1)) parent = (parent as Record<string | number, Value>)[key] as Value
  return parent
}
