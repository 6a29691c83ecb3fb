import type { Part } from './expand.ts'
import type { Field } from './field.ts'
import type { JsonSchema } from './json-schema.ts'

/** Schemas, each with those that it is directly in. */
type Above = ReadonlyMap<JsonSchema, readonly JsonSchema[]>

const known = new WeakMap<Field, Above>()

/**
 * Which fields have a schema that passes the test at or below them, so that a walk of a tree can leave the others out. The
 * document is walked once for all tests, schema by schema: linear, however many combinations of them are fields.
 */
export function reaching(root: Field, test: (schema: JsonSchema) => boolean): (field: Field) => boolean {
  const above = known.get(root) ?? schemasBelow(root)
  known.set(root, above)
  const found = markUpward([...above.keys()].filter(test), above)
  return found.size === 0 ? () => false : (field) => field.parts.some(({ schema }) => found.has(schema))
}

function schemasBelow(root: Field): Above {
  const above = new Map<JsonSchema, JsonSchema[]>()
  const waiting: Part[] = []
  const enter = (part: Part, parent: JsonSchema | undefined) => {
    const parents = above.get(part.schema)
    if (parents === undefined) {
      above.set(part.schema, parent === undefined ? [] : [parent])
      waiting.push(part)
    } else if (parent !== undefined) parents.push(parent)
  }
  for (const part of root.parts) enter(part, undefined)
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop())
    for (const child of root.childrenOf(part)) for (const below of child.parts) enter(below, part.schema)
  return above
}

function markUpward(start: readonly JsonSchema[], above: Above): ReadonlySet<JsonSchema> {
  const found = new Set(start)
  const marked = [...found]
  for (let schema = marked.pop(); schema !== undefined; schema = marked.pop()) {
    for (const parent of above.get(schema) ?? []) {
      if (found.has(parent)) continue
      found.add(parent)
      marked.push(parent)
    }
  }
  return found
}
