import { rewriteSchemas } from '../../schema/builder/rewrite.ts'
import type { JsonSchema } from '../../schema/fields/json-schema.ts'

/** What only the whole configuration has to meet. */
const ofTheWhole = new Set([
  'required',
  'minProperties',
  'dependentRequired',
  'dependentSchemas',
  'dependencies',
  'contains',
  'minContains',
  'maxContains',
  'minItems',
  'uniqueItems',
  'unevaluatedProperties',
  'unevaluatedItems',
  'not',
  'if',
  'then',
  'else',
])

/** What a scalar has to be; the rest tells people what it is. */
const ofScalars = new Set([
  'type',
  'enum',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
])
const scalarTypes: readonly unknown[] = ['string', 'number', 'integer', 'boolean', 'null']

/**
 * The schema for one file among several: nothing is required, because another file may have it, and a value may be a
 * reference such as `${db.port}` wherever it would be something else.
 */
export function partialSchema(document: JsonSchema): JsonSchema {
  return rewriteSchemas(document, (node) => withReferences(withoutTheWhole(node)))
}

/** Without what told them apart, several branches may fit. */
function withoutTheWhole(node: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(node)
      .filter(([keyword]) => !ofTheWhole.has(keyword))
      .map(([keyword, value]) => [keyword === 'oneOf' && node['anyOf'] === undefined ? 'anyOf' : keyword, value]),
  )
}

function withReferences(node: JsonSchema): JsonSchema {
  const types = [node['type'] ?? []].flat()
  const isScalar = types.length > 0 ? types.every((type) => scalarTypes.includes(type)) : Array.isArray(node['enum'])
  const asked = Object.entries(node).filter(([keyword]) => ofScalars.has(keyword))
  const isFree = types.includes('string') && asked.length === 1
  if (!isScalar || isFree || node['anyOf'] !== undefined) return node
  const said = Object.entries(node).filter(([keyword]) => !ofScalars.has(keyword))
  const reference = { type: 'string', pattern: '\\$\\{' }
  return { ...Object.fromEntries(said), anyOf: [Object.fromEntries(asked), reference] }
}
