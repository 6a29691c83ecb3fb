import type { Path } from '../../values/path.ts'
import type { Field } from './field.ts'

/** What a schema says at a path, with `*` for any element or key; `undefined` if nothing. */
export function fieldAt(root: Field, path: Path): Field | undefined {
  let field: Field | undefined = root
  for (const part of path) {
    if (field === undefined) return undefined
    field = childField(field, part)
  }
  return field
}

/** One step down. A text of digits also names a list element, as it does in paths. */
function childField(field: Field, part: string | number): Field | undefined {
  if (part === '*') return field.any
  const child = field.child(part)
  return child === undefined && typeof part === 'string' && /^(0|[1-9]\d*)$/.test(part) ? field.child(Number(part)) : child
}

/** True if a path is a secret or lies inside of one. */
export function isSecretAt(root: Field, path: Path): boolean {
  let field: Field | undefined = root
  for (const part of path) {
    if (field === undefined) return false
    if (field.secret) return true
    field = childField(field, part)
  }
  return field?.secret ?? false
}
