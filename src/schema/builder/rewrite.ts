import { invalid, isNode, LaterReference, maxDepth, type Node } from './node.ts'

const oneSchema = new Set([
  'items',
  'additionalItems',
  'contains',
  'additionalProperties',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentSchema',
])
const listOfSchemas = new Set(['prefixItems', 'allOf', 'anyOf', 'oneOf', 'items'])
const mapOfSchemas = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'])

/** A schema in which every schema, those inside first, has gone through `change`. What is data is left alone. */
export function rewriteSchemas(node: Node, change: (node: Node) => Node, depth = 0): Node {
  if (depth > maxDepth) throw invalid(`a schema is nested deeper than ${maxDepth} levels`, 'put parts of it below "$defs"')
  const inside = (value: unknown): unknown => (isSchemaNode(value) ? rewriteSchemas(value, change, depth + 1) : value)
  const entries = Object.entries(node).map(([keyword, value]): [string, unknown] => {
    if (Array.isArray(value)) return [keyword, listOfSchemas.has(keyword) ? value.map(inside) : value]
    if (!isSchemaNode(value)) return [keyword, value]
    if (oneSchema.has(keyword)) return [keyword, inside(value)]
    if (!mapOfSchemas.has(keyword)) return [keyword, value]
    return [keyword, Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inside(item)]))]
  })
  return change(Object.fromEntries(entries))
}

function isSchemaNode(value: unknown): value is Node {
  return isNode(value) && !(value instanceof LaterReference)
}
