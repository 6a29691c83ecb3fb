import type { Part, Seed } from './expand.ts'
import { entriesIn, isSchema, memberOf } from './json-schema.ts'
import type { SchemaPlaces } from './schema-document.ts'

/** Whether the pattern of a `patternProperties` fits a key. */
export type MatchesKey = (pattern: string, key: string) => boolean

/** The schemas that parts have for the value of a key. */
export function seedsOfKey(parts: readonly Part[], key: string, places: SchemaPlaces, matches: MatchesKey): readonly Seed[] {
  return parts.flatMap((part) => {
    const { schema } = part
    const seeds: Seed[] = []
    const add = (child: unknown, ...keys: string[]) => pushSeed(seeds, part, child, places, keys)
    add(memberOf(schema['properties'], key), 'properties', key)
    for (const [pattern, child] of entriesIn(schema['patternProperties']))
      if (matches(pattern, key)) add(child, 'patternProperties', pattern)
    const isNamed = isSchema(schema['properties']) && Object.hasOwn(schema['properties'], key)
    if (seeds.length === 0 && !isNamed)
      for (const keyword of ['additionalProperties', 'unevaluatedProperties']) add(schema[keyword], keyword)
    return seeds
  })
}

/** The schemas that parts have for an element of a list. */
export function seedsOfElement(parts: readonly Part[], index: number, places: SchemaPlaces): readonly Seed[] {
  return parts.flatMap((part) => {
    const { schema } = part
    const seeds: Seed[] = []
    const add = (child: unknown, ...keys: (string | number)[]) => pushSeed(seeds, part, child, places, keys)
    // What draft 7 calls `items` and `additionalItems`, 2020-12 calls `prefixItems` and `items`.
    const old = Array.isArray(schema['items'])
    const first = old ? 'items' : 'prefixItems'
    const listed = Array.isArray(schema[first]) ? schema[first] : []
    if (index < listed.length) add(listed[index], first, index)
    else if (old) add(schema['additionalItems'], 'additionalItems')
    else add(schema['items'], 'items')
    if (seeds.length === 0) add(schema['unevaluatedItems'], 'unevaluatedItems')
    if (isSchema(schema['contains'])) add(schema['contains'], 'contains')
    return seeds.map((seed) => (seed.at.schema === schema['contains'] ? { ...seed, certain: false } : seed))
  })
}

/** The schemas that parts have for keys without a name and for any element. */
export function seedsOfAny(parts: readonly Part[], places: SchemaPlaces): readonly Seed[] {
  return parts.flatMap((part) => {
    const { schema } = part
    const seeds: Seed[] = []
    const add = (child: unknown, ...keys: (string | number)[]) => pushSeed(seeds, part, child, places, keys)
    for (const keyword of [
      'additionalProperties',
      'unevaluatedProperties',
      'items',
      'additionalItems',
      'unevaluatedItems',
      'contains',
    ])
      add(schema[keyword], keyword)
    for (const [pattern, child] of entriesIn(schema['patternProperties'])) add(child, 'patternProperties', pattern)
    for (const keyword of ['items', 'prefixItems']) {
      const listed = schema[keyword]
      if (Array.isArray(listed)) for (const [index, child] of listed.entries()) add(child, keyword, index)
    }
    return seeds.map((seed) => ({ ...seed, certain: false }))
  })
}

/** The schemas that one part has for anything below it, by name or not. */
export function seedsBelow(part: Part, places: SchemaPlaces): readonly Seed[] {
  const seeds: Seed[] = []
  for (const [key, child] of entriesIn(part.schema['properties'])) pushSeed(seeds, part, child, places, ['properties', key])
  return [...seeds, ...seedsOfAny([part], places)]
}

/** `true` describes a key without saying anything of it; `false` and what is no schema describe nothing. */
function pushSeed(seeds: Seed[], part: Part, child: unknown, places: SchemaPlaces, keys: readonly (string | number)[]): void {
  if (child !== true && !isSchema(child)) return
  const at = places.below({ schema: part.schema, place: part.place }, child === true ? anything : child, ...keys)
  seeds.push({ at, certain: part.certain })
}

/** The schema that `true` stands for. */
const anything = Object.freeze({})
