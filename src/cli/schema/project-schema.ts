import type { ConfigDefinition } from '../../config/definition.ts'
import { schemaOf } from '../../config/validating/make-checker.ts'
import { SchemaFiles } from '../../config/validating/schema-files.ts'
import { ConfigError } from '../../errors/config-error.ts'
import type { Field } from '../../schema/fields/field.ts'
import type { JsonSchema } from '../../schema/fields/json-schema.ts'
import { linkedPlaces } from '../../schema/fields/registry-places.ts'
import type { SchemaPlaces } from '../../schema/fields/schema-document.ts'
import type { Path } from '../../values/path.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { findDefinition } from '../find-definition.ts'

/** The schema of a project, in the forms that commands need. */
export interface ProjectSchema {
  readonly definition: ConfigDefinition
  /** The folder of the manifest. Absolute. */
  readonly root: string
  readonly document: JsonSchema
  readonly field: Field
  /** How to follow references, also into files beside it. */
  readonly places: SchemaPlaces
  /** Paths of secrets, also those that only the definition names. */
  readonly secrets: readonly Path[]
  /** `schema.json`, if the manifest names a file. */
  readonly file: string | undefined
}

/** @throws ConfigError MANIFEST_MISSING, SCHEMA_INVALID, SCHEMA_UNSUPPORTED if there is none, or its library tells nothing */
export async function projectSchema(context: CliContext, flags: GlobalFlags): Promise<ProjectSchema> {
  const definition = await findDefinition(context, flags)
  return projectSchemaOf(definition, definition.root ?? context.cwd)
}

/** @throws ConfigError as {@link projectSchema} */
export function projectSchemaOf(definition: ConfigDefinition, root: string): ProjectSchema {
  if (definition.schema === undefined)
    throw noSchema('the manifest names no schema', 'add "schema" to it; configmanage schema infer writes a first one')
  const { adapter, field, description } = schemaOf({ ...definition, root })
  if (adapter?.document === undefined || field === undefined)
    throw noSchema(
      'the schema library does not tell what is in its schema',
      'use a library with Standard JSON Schema, or "configmanage/schema"',
    )
  const file = typeof definition.schema === 'string' ? definition.schema : undefined
  const places = linkedPlaces(adapter.document, { uri: file, load: new SchemaFiles(root).load })
  return { definition, root, document: adapter.document, field, places, secrets: description.secrets, file }
}

function noSchema(message: string, hint: string): ConfigError {
  return new ConfigError({ code: 'SCHEMA_UNSUPPORTED', severity: 'error', message, hint })
}

/** The prefix of the variables of a definition, as the name of its source tells it. */
export function prefixOf({ sources }: ConfigDefinition): string {
  const names = sources.filter(({ kind }) => kind === 'env').map(({ name }) => /^environment (.*)\*$/.exec(name)?.[1] ?? '')
  return names.find((prefix) => prefix !== '') ?? ''
}
