import type { Field } from '../schema/fields/field.ts'
import type { Path } from '../values/path.ts'

/** The first part of a path that a schema does not describe, and the names that it describes there. */
export interface UnknownPart {
  readonly depth: number
  readonly beside: readonly string[]
}

/**
 * How far a path is described. Where the schema says nothing of what is inside a map, or says that others are
 * welcome, everything is allowed, so that the whole path counts as known.
 */
export function unknownFrom(root: Field, path: Path): UnknownPart | undefined {
  let field = root
  for (const [depth, part] of path.entries()) {
    const child = field.child(part)
    if (child === undefined) return isOpen(field) ? undefined : { depth, beside: field.names }
    field = child
  }
  return undefined
}

function isOpen(field: Field): boolean {
  return field.names.length === 0 || field.parts.some(({ schema }) => schema['additionalProperties'] === true)
}
