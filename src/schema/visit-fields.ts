import { ConfigError } from '../errors/config-error.ts'
import type { Path } from '../values/path.ts'
import { parsePath } from '../values/path.ts'

/** A JSON Schema document or a part of one. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

/** Deeper than this, a schema that refers to itself is not followed. */
const maxDepth = 12

/**
 * Calls `visit` for each named field of a schema: properties, list elements and other keys (both as `*`), through
 * local references and combinations. A field that several branches describe is visited once for each.
 */
export function visitFields(root: JsonSchema, visit: (path: Path, field: JsonSchema) => void): void {
  const open = new Set<JsonSchema>()
  walk(root, [])

  function walk(node: unknown, path: Path): void {
    if (!isSchema(node) || path.length > maxDepth || open.has(node)) return
    open.add(node)
    if (path.length > 0) visit(path, node)
    walk(referred(root, node['$ref']), path)
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) for (const branch of listOf(node[keyword])) walk(branch, path)
    for (const keyword of ['if', 'then', 'else']) walk(node[keyword], path)
    for (const [key, field] of Object.entries(isSchema(node['properties']) ? node['properties'] : {})) walk(field, [...path, key])
    for (const keyword of ['additionalProperties', 'items']) walk(node[keyword], [...path, '*'])
    for (const element of listOf(node['prefixItems'])) walk(element, [...path, '*'])
    for (const field of Object.values(isSchema(node['patternProperties']) ? node['patternProperties'] : {}))
      walk(field, [...path, '*'])
    open.delete(node)
  }
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/**
 * Only references inside the document are followed. One that leads elsewhere or nowhere is an error: behind it may
 * be what makes a key a secret.
 */
function referred(root: JsonSchema, reference: unknown): unknown {
  if (reference === undefined) return undefined
  if (reference === '#') return root
  const path = typeof reference === 'string' && reference.startsWith('#/') ? pointerOf(reference.slice(1)) : undefined
  let current: unknown = path === undefined ? undefined : root
  for (const part of path ?? []) current = childOf(current, String(part))
  if (current === undefined) throw cannotFollow(reference)
  return current
}

function childOf(node: unknown, key: string): unknown {
  if (Array.isArray(node)) return node[Number(key)]
  return isSchema(node) && Object.hasOwn(node, key) ? node[key] : undefined
}

/** The path of a JSON Pointer as it stands behind `#`; `undefined` if it is none. */
function pointerOf(fragment: string): Path | undefined {
  try {
    return parsePath(decodeURIComponent(fragment))
  } catch {
    return undefined // A "%" that begins no encoded character.
  }
}

function cannotFollow(reference: unknown): ConfigError {
  return new ConfigError({
    code: 'SCHEMA_UNSUPPORTED',
    severity: 'error',
    message: `the schema refers to ${JSON.stringify(reference)}, which is not in it`,
    hint: 'correct the reference, or put what it means into "$defs" of the same document',
  })
}
