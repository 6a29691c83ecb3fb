import type { Part } from './expand.ts'
import type { Field } from './field.ts'
import type { JsonSchema } from './json-schema.ts'
import { allTypes } from './type-names.ts'

const endless = new WeakMap<JsonSchema, boolean>()

/** True for a field whose missing value may be put together from the defaults of its parts. */
export function isMadeFromParts(field: Field): boolean {
  return field.certainNames.length > 0 && isMapOnly(field) && !isEndless(field)
}

/** A map, or nothing: a value that might be something else is not made up. */
function isMapOnly({ types }: Field): boolean {
  return types === allTypes || (types.has('object') && [...types].every((type) => type === 'object' || type === 'null'))
}

/** True if making a value would mean making another one of the same schema inside of it, and so on for ever. */
export function isEndless(field: Field): boolean {
  return field.parts.some((part) => {
    const known = endless.get(part.schema) ?? leadsToItself(part, field)
    endless.set(part.schema, known)
    return known
  })
}

/** Whether filling a schema may come to the same schema again, in any branch. */
function leadsToItself(part: Part, field: Field): boolean {
  const seen = new Set<JsonSchema>()
  const waiting = [...field.childrenOf(part)]
  for (let child = waiting.pop(); child !== undefined; child = waiting.pop()) {
    if (!mayBeMade(child)) continue
    for (const inner of child.parts) {
      if (inner.schema === part.schema) return true
      if (seen.has(inner.schema)) continue
      seen.add(inner.schema)
      waiting.push(...child.childrenOf(inner))
    }
  }
  return false
}

function mayBeMade(field: Field): boolean {
  return (field.names.length > 0 && isMapOnly(field)) || field.parts.some(({ schema }) => isObject(schema['default']))
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
