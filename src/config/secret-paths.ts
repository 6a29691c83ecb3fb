import type { Field } from '../schema/fields/field.ts'
import { isSecretAt } from '../schema/fields/field-at.ts'
import type { Path } from '../values/path.ts'

/** What is secret: by the fields of the schema, however often it contains itself, and by paths that a definition names. */
export interface SecretPaths {
  readonly fields?: Field | undefined
  /** With `*` for any element or key. */
  readonly named: readonly Path[]
}

/** Whether a path is secret or lies inside of something that is. */
export function isSecretPath({ fields, named }: SecretPaths, path: Path): boolean {
  return (fields !== undefined && isSecretAt(fields, path)) || named.some((secret) => isAtOrBelow(path, secret))
}

/** Whether a path is one that a pattern means, or lies below one. */
function isAtOrBelow(path: Path, pattern: Path): boolean {
  return pattern.length <= path.length && pattern.every((part, index) => part === '*' || part === String(path[index]))
}
