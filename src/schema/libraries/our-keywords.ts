import { rewriteSchemas } from '../builder/rewrite.ts'
import type { JsonSchema } from '../fields/json-schema.ts'

/** Metadata that libraries pass through under the names that people write: `.meta({ secret: true, env: 'TOKEN' })`. */
const ours: Readonly<Record<string, (value: unknown) => boolean>> = {
  secret: (value) => typeof value === 'boolean',
  env: (value) => typeof value === 'string',
  restart: (value) => typeof value === 'boolean',
  merge: (value) => typeof value === 'string',
  rules: isPlainMap,
  path: isPlainMap,
  allowEmpty: (value) => typeof value === 'boolean',
}

const names: Readonly<Record<string, string>> = { allowEmpty: 'x-allow-empty' }

/** A document of a library with our metadata under our keywords, which begin with `x-`. What has them stays. */
export function withOurKeywords(document: JsonSchema): JsonSchema {
  return rewriteSchemas(document, (schema) => withDeprecation(withMetadata(schema)))
}

function withMetadata(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] => {
    const isOurs = Object.hasOwn(ours, key) && ours[key]?.(value) === true
    const name = names[key] ?? `x-${key}`
    return [isOurs && !Object.hasOwn(schema, name) ? name : key, value]
  })
  return Object.fromEntries(entries)
}

/** `deprecated: 'use b'` and `deprecated: { replacedBy: 'b' }` say more than yes. */
function withDeprecation(schema: JsonSchema): JsonSchema {
  const { deprecated } = schema
  if (typeof deprecated === 'string') return { 'x-deprecated': { message: deprecated }, ...schema, deprecated: true }
  return isPlainMap(deprecated) ? { 'x-deprecated': deprecated, ...schema, deprecated: true } : schema
}

function isPlainMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
