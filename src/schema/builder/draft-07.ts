import { ConfigError } from '../../errors/config-error.ts'
import { isNode, type Node } from './node.ts'
import { rewriteSchemas } from './rewrite.ts'

/** What draft 7 has no word for, and what would be allowed by mistake if it were left out. */
const notInDraft07 = [
  'unevaluatedItems',
  'unevaluatedProperties',
  'minContains',
  'maxContains',
  '$dynamicRef',
  '$dynamicAnchor',
  '$anchor',
]

/** A document of the 2020-12 version in the words of draft 7. @throws ConfigError SCHEMA_UNSUPPORTED */
export function toDraft07(document: Node): Node {
  return { ...rewriteSchemas(document, inDraft07), $schema: 'http://json-schema.org/draft-07/schema#' }
}

function inDraft07(node: Node): Node {
  const missing = notInDraft07.find((keyword) => Object.hasOwn(node, keyword))
  if (missing !== undefined) throw unsupported(missing)
  return referenceAlone(withDependencies(withItems(withDefinitions(node))))
}

function withDefinitions(node: Node): Node {
  const { $defs, ...rest } = node
  return $defs === undefined ? node : { ...rest, definitions: $defs }
}

function withItems(node: Node): Node {
  const { prefixItems, items, ...rest } = node
  if (prefixItems === undefined) return node
  return { ...rest, items: prefixItems, ...(items === undefined ? {} : { additionalItems: items }) }
}

function withDependencies(node: Node): Node {
  const { dependentRequired, dependentSchemas, ...rest } = node
  if (dependentRequired === undefined && dependentSchemas === undefined) return node
  return { ...rest, dependencies: { ...mapOf(dependentRequired), ...mapOf(dependentSchemas) } }
}

function mapOf(value: unknown): Node {
  return isNode(value) ? value : {}
}

/** In draft 7 whatever stands beside a reference is ignored. */
function referenceAlone(node: Node): Node {
  const { $ref, allOf, ...rest } = node
  if (typeof $ref !== 'string') return node
  const reference = { $ref: $ref.replace(/^#\/\$defs\//, '#/definitions/') }
  if (Object.keys(rest).length === 0 && allOf === undefined) return reference
  return { ...rest, allOf: [reference, ...(Array.isArray(allOf) ? allOf : [])] }
}

function unsupported(keyword: string): ConfigError {
  return new ConfigError({
    code: 'SCHEMA_UNSUPPORTED',
    severity: 'error',
    message: `draft 7 of JSON Schema has no ${JSON.stringify(keyword)}`,
    hint: 'ask for "draft-2020-12"',
  })
}
