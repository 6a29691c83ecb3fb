import type { Issue } from '../errors/issue.ts'
import type { Path } from '../values/path.ts'
import type { Field } from './fields/field.ts'
import type { JsonSchema } from './fields/json-schema.ts'
import { isSecret, mergeOf } from './fields/metadata.ts'
import { reaching } from './fields/reaching.ts'
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

/** What a schema says of its fields, put into lists when somebody asks for them. */
export class FieldDescription implements SchemaDescription {
  readonly fields: Field | undefined
  readonly named: readonly Path[]
  readonly warnings: readonly Issue[]
  #declared: SchemaDescription['declared'] | undefined
  #secrets: SchemaDescription['secrets'] | undefined
  #merge: SchemaDescription['merge'] | undefined

  constructor(fields: Field | undefined, named: readonly Path[] = [], warnings: readonly Issue[] = []) {
    this.fields = fields
    this.named = named
    this.warnings = warnings
  }

  get declared(): SchemaDescription['declared'] {
    this.#declared ??= this.#collect((path, { env }) => (path.includes('*') ? undefined : { path, env }))
    return this.#declared
  }

  get secrets(): SchemaDescription['secrets'] {
    this.#secrets ??= [...this.#collect((path, { secret }) => (secret ? path : undefined), isSecret), ...this.named]
    return this.#secrets
  }

  get merge(): SchemaDescription['merge'] {
    this.#merge ??= this.#collect(
      (path, { merge }) => (merge === undefined ? undefined : ([path, merge] as const)),
      (schema) => mergeOf(schema) !== undefined,
    )
    return this.#merge
  }

  /** Parts without a schema that passes the test are not looked through. */
  #collect<T>(read: (path: Path, field: Field) => T | undefined, test?: (schema: JsonSchema) => boolean): readonly T[] {
    if (this.fields === undefined) return []
    const found: T[] = []
    const visit = (path: Path, field: Field): void => {
      const said = read(path, field)
      if (said !== undefined) found.push(said)
    }
    visitNamedFields(this.fields, visit, test && reaching(this.fields, test))
    return found
  }
}
