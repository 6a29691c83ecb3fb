import type { Issue } from '../errors/issue.ts'
import type { Path } from '../values/path.ts'
import type { Field } from './fields/field.ts'
import { visitNamedFields } from './fields/visit-named-fields.ts'

/** What a schema says of its fields besides their types: names, variables, secrets, merge strategies. */
export interface SchemaDescription {
  /** Every path that has a name, with the variable that sets it (`x-env`). Paths inside lists are left out. */
  readonly declared: readonly { readonly path: Path; readonly env?: string | undefined }[]
  /** Paths of secrets (`x-secret`), with `*` for any list element or key. */
  readonly secrets: readonly Path[]
  /** What the schema says of each path, and secrets that were named besides. */
  readonly fields?: Field | undefined
  readonly named: readonly Path[]
  /** Merge strategies (`x-merge`) by path. */
  readonly merge: readonly (readonly [path: Path, word: string])[]
  /** What cannot be done with the schema. */
  readonly warnings: readonly Issue[]
}

/** What a schema says of its fields, put into lists. */
export function describeFields(root: Field): SchemaDescription {
  const declared: { path: Path; env?: string | undefined }[] = []
  const secrets: Path[] = []
  const merge: [Path, string][] = []
  visitNamedFields(root, (path, field) => {
    if (!path.includes('*')) declared.push({ path, env: field.env })
    if (field.secret) secrets.push(path)
    if (field.merge !== undefined) merge.push([path, field.merge])
  })
  return { declared, secrets, fields: root, named: [], merge, warnings: [] }
}
