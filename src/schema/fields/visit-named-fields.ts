import { ConfigError } from '../../errors/config-error.ts'
import type { Path } from '../../values/path.ts'
import type { Field } from './field.ts'
import type { JsonSchema } from './json-schema.ts'

/** No configuration is nested deeper. */
const maxDepth = 500

/** Schemas that contain each other in many ways describe more paths than anybody can count. */
const maxFields = 1_000_000

interface Step {
  readonly field: Field
  readonly path: Path
  /** Set when everything below the field has been visited. */
  readonly leaves?: readonly JsonSchema[]
}

/**
 * Calls `visit` for each named field, parents first: properties, and `*` for other keys and list elements. A schema
 * that contains itself is visited, but not entered, where it repeats. Fields for which `leads` is false are left out with
 * everything in them.
 * @throws ConfigError SCHEMA_UNSUPPORTED
 */
export function visitNamedFields(
  root: Field,
  visit: (path: Path, field: Field) => void,
  leads: (field: Field) => boolean = () => true,
): void {
  const open = new Set<JsonSchema>()
  const stack: Step[] = [{ field: root, path: [] }]
  let visited = 0
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const { field, path, leaves } = step
    if (leaves !== undefined) {
      for (const schema of leaves) open.delete(schema)
      continue
    }
    if (path.length > 0) visit(path, field)
    if (++visited > maxFields) throw tooMany()
    const fresh = field.parts.map(({ schema }) => schema).filter((schema) => !open.has(schema))
    const repeats = fresh.length < field.parts.length
    if ((repeats && !hasChildren(fresh)) || path.length >= maxDepth) continue
    for (const schema of fresh) open.add(schema)
    stack.push({ field, path, leaves: fresh })
    for (const child of childrenOf(field, repeats ? fresh : undefined).reverse())
      if (leads(child.field)) stack.push({ field: child.field, path: [...path, child.name] })
  }
}

/** Where a part repeats, only names from the others are followed, or the way would never end. */
function childrenOf(field: Field, only: readonly JsonSchema[] | undefined): { name: string; field: Field }[] {
  const names = field.names.filter((name) => only === undefined || only.some((schema) => hasName(schema, name)))
  const children = names.map((name) => ({ name, field: field.child(name) }))
  if (only === undefined || only.some(hasOthers)) children.push({ name: '*', field: field.any })
  return children.filter((child): child is { name: string; field: Field } => child.field !== undefined)
}

const otherKeywords = ['additionalProperties', 'patternProperties', 'unevaluatedProperties', 'items', 'prefixItems', 'contains']

function hasChildren(schemas: readonly JsonSchema[]): boolean {
  return schemas.some((schema) => schema['properties'] !== undefined || hasOthers(schema))
}

function hasOthers(schema: JsonSchema): boolean {
  return otherKeywords.some((keyword) => typeof schema[keyword] === 'object')
}

function hasName(schema: JsonSchema, name: string): boolean {
  const properties = schema['properties']
  return typeof properties === 'object' && properties !== null && Object.hasOwn(properties, name)
}

function tooMany(): ConfigError {
  return new ConfigError({
    code: 'SCHEMA_UNSUPPORTED',
    severity: 'error',
    message: `the schema describes more than ${maxFields.toLocaleString('en')} paths`,
    hint: 'let fewer of its definitions contain each other',
  })
}
