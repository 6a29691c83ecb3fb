import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import type { Path } from '../values/path.ts'
import { isSecretAt } from './fields/field-at.ts'
import { rootField } from './fields/field-space.ts'
import { isSchema, type JsonSchema } from './fields/json-schema.ts'
import { issueOfFinding } from './json-schema/issue-of-finding.ts'
import { compileJsonSchema, type JsonSchemaOptions } from './json-schema/validator.ts'
import type { SchemaAdapter } from './schema-adapter.ts'
import { adaptStandard, type StandardObject } from './standard-schema.ts'

/**
 * One face for whatever a definition has as its schema: a JSON Schema document (an object, `true`, `false`, or the text
 * of one), a schema of our builder, or an object of any library that follows Standard Schema.
 * @throws ConfigError SCHEMA_UNSUPPORTED, SCHEMA_INVALID
 */
export function adaptSchema(schema: unknown, options: JsonSchemaOptions = {}): SchemaAdapter {
  const standard = standardOf(schema)
  if (standard === undefined) return adaptDocument('json-schema', documentOf(schema), options)
  const own = standard.vendor === 'configmanage' ? standard.jsonSchema?.input : undefined
  return own === undefined ? adaptStandard(standard) : adaptDocument(standard.vendor, own({ target: 'draft-2020-12' }), options)
}

/** Schemas of some libraries are functions. */
function standardOf(schema: unknown): StandardObject | undefined {
  if ((typeof schema !== 'object' && typeof schema !== 'function') || schema === null || !('~standard' in schema))
    return undefined
  const standard = schema['~standard']
  const { vendor, validate } = isSchema(standard) ? standard : {}
  if (typeof vendor === 'string' && typeof validate === 'function') return standard as StandardObject // both were looked at
  throw unsupported('the schema has a "~standard" that does not follow Standard Schema')
}

function documentOf(schema: unknown): JsonSchema | boolean {
  const document = typeof schema === 'string' ? parsed(schema) : schema
  if (isSchema(document) || typeof document === 'boolean') return document
  const kind = document === null ? 'null' : Array.isArray(document) ? 'a list' : `a ${typeof document}`
  throw unsupported(`a schema must be an object, not ${kind}`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const issue: Issue = { code: 'SCHEMA_INVALID', severity: 'error', message: 'the schema is a text that is not JSON' }
    throw new ConfigError({ ...issue, hint: 'give the document itself; a file is named by "schema" in a manifest' }, { cause })
  }
}

function adaptDocument(vendor: string, document: JsonSchema | boolean, options: JsonSchemaOptions): SchemaAdapter {
  const validator = compileJsonSchema(document, options)
  const described: JsonSchema = typeof document === 'boolean' ? (document ? {} : { not: {} }) : document
  let secretInDocument: ((path: Path) => boolean) | undefined
  return {
    vendor,
    document: described,
    warnings: [],
    check(value, { secret } = {}) {
      const findings = validator.check(value)
      if (findings.length === 0) return { value, issues: [] }
      secretInDocument ??= secretsOf(described)
      const context = { secret: secret ?? secretInDocument }
      return { value, issues: findings.flatMap((finding) => issueOfFinding(finding, context)) }
    },
  }
}

function secretsOf(document: JsonSchema): (path: Path) => boolean {
  const root = rootField(document)
  return (path) => isSecretAt(root, path)
}

function unsupported(message: string): ConfigError {
  return new ConfigError({
    code: 'SCHEMA_UNSUPPORTED',
    severity: 'error',
    message,
    hint: 'give a JSON Schema document, a schema of "configmanage/schema", or one of a Standard Schema library',
  })
}
