import { entriesIn, isSchema, type JsonSchema, listIn } from './json-schema.ts'
import { cannotFollow, type PlacedSchema, type SchemaPlaces } from './schema-document.ts'

/** A schema that has a say about a value. */
export interface Part {
  readonly schema: JsonSchema
  readonly place: string
  /** True if it holds for every value; false if it stands in a branch that may not be the one. */
  readonly certain: boolean
}

/** A place where a schema says "one of these": `anyOf`, `oneOf`, or `then` and `else` behind an `if`. */
export interface Fork {
  readonly condition: PlacedSchema | undefined
  /** Behind a condition: `then`, then `else`; `undefined` where there is none. */
  readonly branches: readonly (PlacedSchema | undefined)[]
}

export interface Expansion {
  readonly parts: readonly Part[]
  /** Those that every value meets. */
  readonly forks: readonly Fork[]
}

const none: readonly Fork[] = []

/** Where a field begins: the schemas that a parent has for it. */
export interface Seed {
  readonly at: PlacedSchema
  readonly certain: boolean
}

/**
 * Every schema that has a say where the seeds stand, through references and combinations. What stands in a schema
 * itself comes before what it refers to. Iterative: a schema may be nested as deep as it likes.
 */
export function expand(seeds: readonly Seed[], places: SchemaPlaces): Expansion {
  const [only, second] = seeds
  if (only !== undefined && second === undefined && isSchema(only.at.schema) && !combines(only.at.schema))
    return { parts: [{ schema: only.at.schema, place: only.at.place, certain: only.certain }], forks: none }
  const parts = new Map<JsonSchema, Part>()
  const forks: Fork[] = []
  const stack = seeds.toReversed()
  for (let seed = stack.pop(); seed !== undefined; seed = stack.pop()) {
    const { at, certain } = seed
    const { schema } = at
    if (!isSchema(schema)) continue
    const known = parts.get(schema)
    if (known !== undefined && (known.certain || !certain)) continue
    parts.set(schema, { schema, place: at.place, certain })
    if (!combines(schema)) continue
    const found = forksOf(schema, at, places)
    if (certain) forks.push(...found)
    const inner: Seed[] = always(schema, at, places).map((below) => ({ at: below, certain }))
    for (const { condition, branches } of found)
      for (const branch of [condition, ...branches]) if (branch !== undefined) inner.push({ at: branch, certain: false })
    for (const branch of dependents(schema, at, places)) inner.push({ at: branch, certain: false })
    stack.push(...inner.reverse())
  }
  const all = [...parts.values()]
  return { parts: [...all.filter((part) => part.certain), ...all.filter((part) => !part.certain)], forks }
}

const combining = new Set('$ref $recursiveRef $dynamicRef allOf anyOf oneOf if dependentSchemas dependencies'.split(' '))

/** Most schemas combine nothing, and need no second look. */
function combines(schema: JsonSchema): boolean {
  for (const keyword in schema) if (combining.has(keyword)) return true
  return false
}

/** What holds whenever the schema itself does. @throws ConfigError SCHEMA_UNSUPPORTED for a reference into nothing */
export function always(schema: JsonSchema, at: PlacedSchema, places: SchemaPlaces): readonly PlacedSchema[] {
  return [
    ...referred(schema, '$ref', at, places),
    ...referred(schema, '$recursiveRef', at, places),
    ...dynamicallyReferred(schema, at, places),
    ...listIn(schema['allOf']).map((branch, index) => places.below(at, branch, 'allOf', index)),
  ]
}

/** What holds one way or the other. */
export function forksOf(schema: JsonSchema, at: PlacedSchema, places: SchemaPlaces): readonly Fork[] {
  const forks: Fork[] = []
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = listIn(schema[keyword]).map((branch, index) => places.below(at, branch, keyword, index))
    if (branches.length > 0) forks.push({ condition: undefined, branches })
  }
  const below = (keyword: string) => (isSchema(schema[keyword]) ? places.below(at, schema[keyword], keyword) : undefined)
  const condition = below('if')
  if (condition !== undefined) forks.push({ condition, branches: [below('then'), below('else')] })
  return forks
}

/** `dependencies` is what draft 7 has for `dependentSchemas`. */
function dependents(schema: JsonSchema, at: PlacedSchema, places: SchemaPlaces): readonly PlacedSchema[] {
  return ['dependentSchemas', 'dependencies'].flatMap((keyword) =>
    entriesIn(schema[keyword]).map(([key, branch]) => places.below(at, branch, keyword, key)),
  )
}

function referred(schema: JsonSchema, keyword: string, at: PlacedSchema, places: SchemaPlaces): readonly PlacedSchema[] {
  const reference = schema[keyword]
  if (reference === undefined) return []
  const target = typeof reference === 'string' ? places.follow(reference, at) : undefined
  if (target === undefined || (!isSchema(target.schema) && typeof target.schema !== 'boolean')) throw cannotFollow(reference)
  return [target]
}

/** Which of several a dynamic reference means depends on the way there, so all of them may have a say. */
function dynamicallyReferred(schema: JsonSchema, at: PlacedSchema, places: SchemaPlaces): readonly PlacedSchema[] {
  const reference = schema['$dynamicRef']
  if (reference === undefined) return []
  const targets = referred(schema, '$dynamicRef', at, places)
  return [...targets, ...(typeof reference === 'string' ? places.dynamic(reference, at) : [])]
}
