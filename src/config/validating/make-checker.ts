import { ConfigError } from '../../errors/config-error.ts'
import { adaptSchema } from '../../schema/adapt-schema.ts'
import { FieldDescription, type SchemaDescription } from '../../schema/describe.ts'
import type { Field } from '../../schema/fields/field.ts'
import { rootField } from '../../schema/fields/field-space.ts'
import { linkedField } from '../../schema/fields/registry-places.ts'
import type { SchemaAdapter } from '../../schema/schema-adapter.ts'
import { unknownRules } from '../../validation/named-rules.ts'
import { type Path, parsePath } from '../../values/path.ts'
import type { Checker } from '../checker.ts'
import type { ConfigDefinition } from '../definition.ts'
import { RuleRunner } from './rule-runner.ts'
import { SchemaChecker } from './schema-checker.ts'
import { SchemaFiles } from './schema-files.ts'

/**
 * Everything of a definition that judges values. `folder` is what names of schema files start from.
 * @throws ConfigError SCHEMA_INVALID, SCHEMA_UNSUPPORTED, OPTION_INVALID, and whatever is wrong with a schema file
 */
export function makeChecker(definition: ConfigDefinition, folder: string): Checker {
  const files = new SchemaFiles(folder)
  const { adapter, field, description } = partsOf(definition, files)
  const judgesItself = adapter?.vendor === 'json-schema' || adapter?.vendor === 'configmanage'
  const root = field ?? rootField({})
  // Schemas that call the rules themselves have said it. In a library's notes, "rules" may mean something else.
  const unknown = judgesItself || definition.validators === undefined ? [] : unknownRules(root, definition.validators)
  if (unknown.length > 0) throw new ConfigError(unknown)
  const rules = new RuleRunner(definition.rules ?? [], root, judgesItself ? undefined : definition.validators)
  return new SchemaChecker({ adapter, judgesItself, root, description, files, rules, options: definition.validation ?? {} })
}

/**
 * What the schema of a definition says, for whoever does not load the configuration.
 * @throws ConfigError as {@link makeChecker}
 */
export function schemaOf(definition: ConfigDefinition): SchemaParts {
  return partsOf(definition, new SchemaFiles(definition.root ?? ''))
}

export interface SchemaParts {
  readonly adapter: SchemaAdapter | undefined
  readonly field: Field | undefined
  readonly description: SchemaDescription
}

function partsOf(definition: ConfigDefinition, files: SchemaFiles): SchemaParts {
  const adapter = files.placing(() => adapterOf(definition, files))
  const uri = typeof definition.schema === 'string' ? definition.schema : undefined
  const field = adapter?.document && linkedField(adapter.document, { uri, load: files.load })
  const named = (definition.secrets ?? []).map((text) => pathOf(text))
  return { adapter, field, description: new FieldDescription(field, named, adapter?.warnings) }
}

function pathOf(text: string): Path {
  const path = parsePath(text.replaceAll('[*]', '.*'))
  if (path !== undefined && path.length > 0) return path
  throw new ConfigError({
    code: 'OPTION_INVALID',
    severity: 'error',
    message: `secrets: ${JSON.stringify(text)} is not a path`,
    hint: 'write "db.password" or "services.*.key"',
  })
}

function adapterOf({ schema, validators }: ConfigDefinition, files: SchemaFiles): SchemaAdapter | undefined {
  if (schema === undefined) return undefined
  const keywords = validators === undefined ? {} : { keywords: validators }
  if (typeof schema !== 'string') return adaptSchema(schema, { load: files.load, ...keywords })
  return adaptSchema(files.read(schema), { uri: schema, load: files.load, ...keywords })
}
