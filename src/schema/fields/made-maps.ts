import type { Field } from './field.ts'
import { isSchema } from './json-schema.ts'
import { allTypes } from './type-names.ts'

const endless = new WeakMap<Field, boolean>()

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
  const known = endless.get(field)
  if (known !== undefined) return known
  const found = field.parts.some(({ schema }) => {
    const { properties } = schema
    return isSchema(properties) && Object.keys(properties).some((name) => leadsTo(schema, field.child(name)))
  })
  endless.set(field, found)
  return found
}

/** Whether filling a field may come to a schema, in any branch. */
function leadsTo(schema: object, start: Field | undefined): boolean {
  const seen = new Set<Field>()
  const waiting = [start]
  while (waiting.length > 0) {
    const field = waiting.pop()
    if (field === undefined || seen.has(field) || !mayBeMade(field)) continue
    if (field.parts.some((part) => part.schema === schema)) return true
    seen.add(field)
    for (const name of field.names) waiting.push(field.child(name))
    // The elements and keys of a default are filled too.
    waiting.push(field.any)
  }
  return false
}

function mayBeMade(field: Field): boolean {
  return (field.names.length > 0 && isMapOnly(field)) || field.parts.some(({ schema }) => isObject(schema['default']))
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
