import { patternsOf } from '../json-schema/patterns/patterns.ts'
import { type MatchesKey, seedsBelow } from './child-seeds.ts'
import type { Part, Seed } from './expand.ts'
import { Field } from './field.ts'
import type { JsonSchema } from './json-schema.ts'
import { LimitsOfValues } from './limits-of-values.ts'
import { SchemaDocument, type SchemaPlaces } from './schema-document.ts'

/** All fields of one schema: each is made once, so a schema that contains itself has finitely many. */
export class FieldSpace {
  readonly places: SchemaPlaces
  readonly matches: MatchesKey
  readonly limits: LimitsOfValues
  readonly #numbers = new Map<unknown, number>()
  readonly #certain = new Map<unknown, Field>()
  readonly #uncertain = new Map<unknown, Field>()
  readonly #fields = new Map<string, Field>()
  readonly #children = new WeakMap<JsonSchema, readonly Field[]>()

  constructor(places: SchemaPlaces, matches: MatchesKey) {
    this.places = places
    this.matches = matches
    this.limits = new LimitsOfValues(places)
  }

  fieldOf(seeds: readonly Seed[]): Field | undefined {
    const [first, second] = seeds
    if (first === undefined) return undefined
    return second === undefined ? this.#fieldOfOne(first, seeds) : this.#fieldOfSeveral(seeds)
  }

  /** By far the most fields: what one schema says. */
  #fieldOfOne({ at, certain }: Seed, seeds: readonly Seed[]): Field {
    const fields = certain ? this.#certain : this.#uncertain
    const known = fields.get(at.schema)
    if (known !== undefined) return known
    const field = new Field(this, seeds)
    fields.set(at.schema, field)
    return field
  }

  #fieldOfSeveral(seeds: readonly Seed[]): Field {
    const ids = new Set(seeds.map(({ at, certain }) => `${this.#numberOf(at.schema)}${certain ? '' : '?'}`))
    const id = [...ids].join(' ')
    const known = this.#fields.get(id)
    if (known !== undefined) return known
    const field = new Field(this, seeds)
    this.#fields.set(id, field)
    return field
  }

  /** The fields that one schema has below itself, each by itself: as many as there are schemas, not combinations. */
  childrenOf(part: Part): readonly Field[] {
    const known = this.#children.get(part.schema)
    if (known !== undefined) return known
    const seeds = seedsBelow(part, this.places)
    const children = seeds.flatMap(({ at }) => this.fieldOf([{ at, certain: true }]) ?? [])
    this.#children.set(part.schema, children)
    return children
  }

  #numberOf(schema: unknown): number {
    const known = this.#numbers.get(schema)
    if (known !== undefined) return known
    this.#numbers.set(schema, this.#numbers.size)
    return this.#numbers.size - 1
  }
}

export interface FieldOptions {
  /** Name of the document, for the places of rules: `schema.json`. */
  readonly name?: string
  /** How to follow references. Default: inside the document. */
  readonly places?: SchemaPlaces
  /** Whether a pattern fits a key. Default: as the validator does, in linear time. */
  readonly matches?: MatchesKey
}

/** What a schema says of the whole configuration. */
export function rootField(schema: JsonSchema, options: FieldOptions = {}): Field {
  const places = options.places ?? new SchemaDocument(schema, options.name)
  const space = new FieldSpace(places, options.matches ?? linearMatches())
  return space.fieldOf([{ at: places.root, certain: true }]) as Field
}

/** A pattern that cannot be used fits nothing here; whoever checks the schema says what is wrong with it. */
function linearMatches(): MatchesKey {
  const patterns = patternsOf('linear')
  return (pattern, key) => {
    const compiled = patterns.compile(pattern)
    return 'test' in compiled && compiled.test(key)
  }
}
