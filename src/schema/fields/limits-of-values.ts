import { always, forksOf, type Seed } from './expand.ts'
import { isSchema, type JsonSchema } from './json-schema.ts'
import type { PlacedSchema, SchemaPlaces } from './schema-document.ts'
import { allTypes, choicesIn, intersection, type TypeSet, typesNamed, typesOfValues, union } from './type-names.ts'

/** Combinations nested deeper than this limit nothing here; the validator judges them. */
const maxDepth = 400

const none: TypeSet = new Set()

/**
 * Which types and values schemas leave, through references and combinations. Remembers each schema, so it is
 * linear however often they refer to each other; a schema that contains itself may be limited less than it could be. */
export class LimitsOfValues {
  readonly #places: SchemaPlaces
  readonly #types = new WeakMap<JsonSchema, TypeSet>()
  readonly #choices = new WeakMap<JsonSchema, readonly unknown[] | undefined>()
  readonly #open = new Set<JsonSchema>()

  constructor(places: SchemaPlaces) {
    this.#places = places
  }

  /** What certain schemas leave; where they leave everything, what the uncertain ones have to say. */
  typesOf(seeds: readonly Seed[]): TypeSet {
    const certain = seeds.filter((seed) => seed.certain).map(({ at }) => this.#typesAt(at))
    const sure = certain.reduce(intersection, allTypes)
    if (sure !== allTypes) return sure
    const possible = seeds.filter((seed) => !seed.certain).map(({ at }) => this.#typesAt(at))
    return possible.length === 0 ? allTypes : union(possible)
  }

  /** The listed values that are allowed; `undefined` if others are allowed too. */
  choicesOf(seeds: readonly Seed[]): readonly unknown[] | undefined {
    const certain = seeds.filter((seed) => seed.certain)
    const asked = certain.length > 0 ? certain : seeds
    const lists = asked.map(({ at }) => this.#choicesAt(at))
    return certain.length > 0 ? lists.reduce(common, undefined) : together(lists)
  }

  #typesAt(at: PlacedSchema): TypeSet {
    const { schema } = at
    if (!isSchema(schema)) return schema === false ? none : allTypes
    const known = this.#types.get(schema)
    if (known !== undefined) return known
    if (this.#open.has(schema) || this.#open.size > maxDepth) return allTypes
    this.#open.add(schema)
    const choices = choicesIn(schema)
    let types = typesNamed(schema['type']) ?? allTypes
    if (choices !== undefined) types = intersection(types, typesOfValues(choices))
    for (const below of always(schema, at, this.#places)) types = intersection(types, this.#typesAt(below))
    for (const { branches } of forksOf(schema, at, this.#places))
      types = intersection(types, union(branches.map((branch) => (branch === undefined ? allTypes : this.#typesAt(branch)))))
    this.#open.delete(schema)
    this.#types.set(schema, types)
    return types
  }

  #choicesAt(at: PlacedSchema): readonly unknown[] | undefined {
    const { schema } = at
    if (!isSchema(schema)) return schema === false ? [] : undefined
    if (this.#choices.has(schema)) return this.#choices.get(schema)
    if (this.#open.has(schema) || this.#open.size > maxDepth) return undefined
    this.#open.add(schema)
    let choices = choicesIn(schema)
    for (const below of always(schema, at, this.#places)) choices = common(choices, this.#choicesAt(below))
    for (const { branches } of forksOf(schema, at, this.#places))
      choices = common(choices, together(branches.map((branch) => (branch === undefined ? undefined : this.#choicesAt(branch)))))
    this.#open.delete(schema)
    this.#choices.set(schema, choices)
    return choices
  }
}

function common(one: readonly unknown[] | undefined, other: readonly unknown[] | undefined): readonly unknown[] | undefined {
  if (one === undefined || other === undefined) return one ?? other
  const kept = new Set(other)
  return one.filter((value) => kept.has(value))
}

function together(lists: readonly (readonly unknown[] | undefined)[]): readonly unknown[] | undefined {
  const known = lists.filter((list) => list !== undefined)
  return known.length === lists.length && known.length > 0 ? [...new Set(known.flat())] : undefined
}
