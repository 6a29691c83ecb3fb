import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import type { Path } from '../values/path.ts'
import type { Field } from './fields/field.ts'
import { rootField } from './fields/field-space.ts'
import type { JsonSchema } from './fields/json-schema.ts'
import { visitNamedFields } from './fields/visit-named-fields.ts'

/** What a schema says of its fields besides their types: names, variables, secrets, merge strategies. */
export interface SchemaDescription {
  /** Every path that has a name, with the variable that sets it (`x-env`). Paths inside lists are left out. */
  readonly declared: readonly { readonly path: Path; readonly env?: string | undefined }[]
  /** Paths of secrets (`x-secret`), with `*` for any list element or key. */
  readonly secrets: readonly Path[]
  /** Merge strategies (`x-merge`) by path. */
  readonly merge: readonly (readonly [path: Path, word: string])[]
  /** What cannot be done with the schema. */
  readonly warnings: readonly Issue[]
}

/**
 * Reads the metadata of a JSON Schema document, or of a Standard Schema object that can give one
 * (https://standardschema.dev/json-schema).
 * @throws ConfigError SCHEMA_UNSUPPORTED
 */
export function describeSchema(schema: unknown): SchemaDescription {
  return describeFields(fieldsOf(schema))
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
  return { declared, secrets, merge, warnings: [] }
}

/**
 * What a schema says of the whole configuration; `name` stands in the places of rules.
 * @throws ConfigError SCHEMA_UNSUPPORTED
 */
export function fieldsOf(schema: unknown, name?: string): Field {
  return rootField(documentOf(schema), name === undefined ? {} : { name })
}

interface StandardJsonSchema {
  readonly '~standard': { readonly jsonSchema?: { readonly input?: (options: { readonly target: string }) => JsonSchema } }
}

function documentOf(schema: unknown): JsonSchema {
  if (typeof schema !== 'object' && typeof schema !== 'function')
    throw unsupported(`a schema must be an object, not a ${typeof schema}`)
  if (schema === null) throw unsupported('a schema must be an object, not null')
  if (!('~standard' in schema)) return schema as JsonSchema

  const give = (schema as StandardJsonSchema)['~standard'].jsonSchema?.input
  // Without its JSON Schema, which keys are secret cannot be known, so nothing may be printed as if none were.
  if (give === undefined) throw unsupported('this schema library does not offer its JSON Schema (Standard JSON Schema)')
  return give({ target: 'draft-2020-12' })
}

function unsupported(message: string): ConfigError {
  return new ConfigError({
    code: 'SCHEMA_UNSUPPORTED',
    severity: 'error',
    message,
    hint: 'give a JSON Schema document, or an object with "~standard".jsonSchema',
  })
}
