import { toDraft07 } from '../../schema/builder/draft-07.ts'
import { rewriteSchemas } from '../../schema/builder/rewrite.ts'
import { isSchema, type JsonSchema, listIn } from '../../schema/fields/json-schema.ts'

/** Versions of JSON Schema that a schema can be written in. */
export type SchemaVersion = '2020-12' | 'draft-07'

const draft2020 = 'https://json-schema.org/draft/2020-12/schema'

/** The schema in the words of a version. @throws ConfigError SCHEMA_UNSUPPORTED, if that version has no words for it */
export function inVersion(document: JsonSchema, version: SchemaVersion): JsonSchema {
  const isOld = String(document['$schema']).includes('draft-07')
  if (isOld) return version === 'draft-07' ? document : toDraft2020(document)
  return version === 'draft-07' ? toDraft07({ ...document }) : { $schema: draft2020, ...document }
}

function toDraft2020({ $schema: _, ...document }: JsonSchema): JsonSchema {
  return { $schema: draft2020, ...rewriteSchemas(document, newWords) }
}

/** Draft 7 ignores what stands beside a reference, so it is left out. */
function newWords(node: JsonSchema): JsonSchema {
  if (typeof node['$ref'] === 'string') return { $ref: node['$ref'].replace(/^#\/definitions\//, '#/$defs/') }
  const { $id, definitions, dependencies, additionalItems, items, ...rest } = node
  return {
    ...rest,
    ...(definitions === undefined ? {} : { $defs: definitions }),
    ...(Array.isArray(items)
      ? { prefixItems: items, ...(additionalItems === undefined ? {} : { items: additionalItems }) }
      : items === undefined
        ? {}
        : { items }),
    ...dependentWords(dependencies),
    ...anchorWord($id),
  }
}

function dependentWords(dependencies: unknown): JsonSchema {
  if (!isSchema(dependencies)) return {}
  const entries = Object.entries(dependencies)
  const keys = entries.filter(([, value]) => Array.isArray(value))
  const schemas = entries.filter(([, value]) => !Array.isArray(value))
  return {
    ...(keys.length === 0 ? {} : { dependentRequired: Object.fromEntries(keys.map(([key, value]) => [key, listIn(value)])) }),
    ...(schemas.length === 0 ? {} : { dependentSchemas: Object.fromEntries(schemas) }),
  }
}

function anchorWord(id: unknown): JsonSchema {
  if (typeof id !== 'string') return {}
  return id.startsWith('#') ? { $anchor: id.slice(1) } : { $id: id }
}
