import type { Value } from '../../values/value.ts'
import { seedsOfAny, seedsOfElement, seedsOfKey } from './child-seeds.ts'
import { type Expansion, expand, type Part, type Seed } from './expand.ts'
import type { FieldSpace } from './field-space.ts'
import { isSchema, type JsonSchema, listIn, placeBelow } from './json-schema.ts'
import {
  allowsEmpty,
  type Deprecation,
  deprecationOf,
  domainOf,
  envOf,
  isRestart,
  isSecret,
  mergeOf,
  type NamedRule,
  namedRulesOf,
  textOf,
} from './metadata.ts'
import { branchFor } from './narrow.ts'
import { choicesIn, type TypeSet } from './type-names.ts'

/**
 * What a schema says of the value at one path, over all branches that may apply. Looked up when asked for, and
 * remembered; fields that mean the same schemas are the same object.
 */
export class Field {
  readonly #space: FieldSpace
  readonly #seeds: readonly Seed[]
  /** Made when there is something to remember: most fields are only passed by. */
  #children: Map<string, Field | undefined> | undefined
  #known: Map<string, unknown> | undefined
  #expansion: Expansion | undefined

  constructor(space: FieldSpace, seeds: readonly Seed[]) {
    this.#space = space
    this.#seeds = seeds
  }

  /** Every schema that has a say here; those that always hold come first. */
  get parts(): readonly Part[] {
    return this.#expanded.parts
  }

  /** The place of the first schema: `schema.json#/properties/port`. */
  get place(): string {
    return this.parts[0]?.place ?? '#'
  }

  /** The place of a keyword, in the first schema that has it. */
  placeOf(...keywords: readonly string[]): string {
    for (const keyword of keywords) {
      const part = this.parts.find(({ schema }) => Object.hasOwn(schema, keyword))
      if (part !== undefined) return placeBelow(part.place, keyword)
    }
    return this.place
  }

  get types(): TypeSet {
    return this.#once('types', () => this.#space.limits.typesOf(this.#seeds))
  }

  /** The values that are allowed, if they are listed; `undefined` if others are allowed too. */
  get choices(): readonly unknown[] | undefined {
    return this.#once('choices', () => this.#space.limits.choicesOf(this.#seeds))
  }

  /** Every value that some branch names, whether or not others are allowed. */
  get namedValues(): readonly unknown[] {
    return this.#once('namedValues', () => this.parts.flatMap(({ schema }) => choicesIn(schema) ?? []))
  }

  /** `duration`, `byte-size`, `port` …: what the value means, beyond its type. */
  get domain(): string | undefined {
    return this.#first('domain', domainOf)
  }

  /** The default with its place; only one that always holds. It is the schema's own object: copy before handing out. */
  get default(): { readonly value: unknown; readonly place: string } | undefined {
    return this.#once('default', () => {
      const part = this.parts.find(({ schema, certain }) => certain && schema['default'] !== undefined)
      return part && { value: part.schema['default'], place: placeBelow(part.place, 'default') }
    })
  }

  get title(): string | undefined {
    return this.#first('title', (schema) => textOf(schema['title']))
  }

  get description(): string | undefined {
    return this.#first('description', (schema) => textOf(schema['description']))
  }

  get examples(): readonly unknown[] {
    return this.#once('examples', () => this.parts.flatMap(({ schema }) => listIn(schema['examples'])))
  }

  /** True if any branch calls it a secret: what might be one is treated as one. */
  get secret(): boolean {
    return this.#first('secret', (schema) => isSecret(schema) || undefined) ?? false
  }

  /** The variable that sets it. */
  get env(): string | undefined {
    return this.#first('env', envOf)
  }

  /** True if a change takes effect only after a restart. */
  get restart(): boolean {
    return this.#first('restart', (schema) => isRestart(schema) || undefined) ?? false
  }

  /** The merge strategy, as the schema writes it. */
  get merge(): string | undefined {
    return this.#first('merge', mergeOf)
  }

  get deprecated(): Deprecation | undefined {
    return this.#first('deprecated', deprecationOf)
  }

  /** Whether an empty text is a value here; without a word on it, only where a schema expects one. */
  get allowsEmpty(): boolean {
    return this.#once('allowsEmpty', () => {
      const said = this.#first('saysEmpty', allowsEmpty)
      if (said !== undefined) return said
      const expects = (schema: JsonSchema) => schema['default'] === '' || schema['minLength'] === 0 || schema['maxLength'] === 0
      return this.namedValues.includes('') || this.parts.some(({ schema }) => expects(schema))
    })
  }

  /** Rules of the program that the schema names here, with their places. */
  get rules(): readonly (NamedRule & { readonly place: string })[] {
    return this.#once('rules', () =>
      this.parts.flatMap(({ schema, place }) =>
        namedRulesOf(schema).map((rule) => ({ ...rule, place: placeBelow(place, 'x-rules', rule.name) })),
      ),
    )
  }

  /** The keys that have a schema under their own name, in the order of the schema. */
  get names(): readonly string[] {
    return this.#once('names', () => [...new Set(this.parts.flatMap(namesIn))])
  }

  get #nameSet(): ReadonlySet<string> {
    return this.#once('nameSet', () => new Set(this.names))
  }

  /** Those of {@link names} that are known in every branch. */
  get certainNames(): readonly string[] {
    return this.#once('certainNames', () => [...new Set(this.parts.filter(({ certain }) => certain).flatMap(namesIn))])
  }

  /** The keys that must be there in any case. */
  get required(): ReadonlySet<string> {
    return this.#once('required', () => {
      const keys = this.parts.filter(({ certain }) => certain).flatMap(({ schema }) => listIn(schema['required']))
      return new Set(keys.filter((key) => typeof key === 'string'))
    })
  }

  /** True if the schema refuses keys that it does not describe. */
  get isClosed(): boolean {
    return this.#once('isClosed', () =>
      this.parts.some(
        ({ schema, certain }) =>
          certain && (schema['additionalProperties'] === false || schema['unevaluatedProperties'] === false),
      ),
    )
  }

  /** True if the schema says in so many words that it allows keys that it does not describe. */
  get allowsOthers(): boolean {
    return this.#once('allowsOthers', () =>
      this.parts.some(({ schema }) => schema['additionalProperties'] === true || schema['unevaluatedProperties'] === true),
    )
  }

  /** Whether the schema says anything of a key. */
  describes(key: string): boolean {
    return this.#nameSet.has(key) || this.allowsOthers || this.child(key) !== undefined
  }

  /** What the schema says of a key (a text) or a list element (a number); `undefined` if nothing. */
  child(part: string | number): Field | undefined {
    const { places, matches } = this.#space
    if (typeof part === 'number') return this.#space.fieldOf(seedsOfElement(this.parts, part, places))
    const known = this.#children?.get(part)
    if (known !== undefined || this.#children?.has(part)) return known
    const child = this.#space.fieldOf(seedsOfKey(this.parts, part, places, matches))
    // Keys without a name of their own are without number.
    if (this.#nameSet.has(part)) {
      this.#children ??= new Map()
      this.#children.set(part, child)
    }
    return child
  }

  /** What it says of keys without a name and of list elements, taken together. */
  get any(): Field | undefined {
    return this.#once('any', () => this.#space.fieldOf(seedsOfAny(this.parts, this.#space.places)))
  }

  /** The fields that one of the parts has below itself, each without what other parts say. */
  childrenOf(part: Part): readonly Field[] {
    return this.#space.childrenOf(part)
  }

  /** The same field, with branches made certain that are the only ones to fit the value. */
  narrowed(value: Value): Field {
    const { forks } = this.#expanded
    if (forks.length === 0) return this
    const { places } = this.#space
    const chosen = forks.flatMap((fork): readonly Seed[] => {
      const branch = branchFor(fork, value, places)
      return branch !== undefined && isSchema(branch.schema) ? [{ at: branch, certain: true }] : []
    })
    const narrower = chosen.length === 0 ? undefined : this.#space.fieldOf([...this.#seeds, ...chosen])
    // A branch may hold choices of its own. Each step makes at least one more schema certain, so there is an end.
    return narrower === undefined || narrower.#certainParts === this.#certainParts ? this : narrower.narrowed(value)
  }

  get #certainParts(): number {
    return this.parts.filter((part) => part.certain).length
  }

  get #expanded(): Expansion {
    this.#expansion ??= expand(this.#seeds, this.#space.places)
    return this.#expansion
  }

  #first<T>(name: string, read: (schema: JsonSchema) => T | undefined): T | undefined {
    return this.#once(name, () => {
      for (const { schema } of this.parts) {
        const found = read(schema)
        if (found !== undefined) return found
      }
      return undefined
    })
  }

  #once<T>(name: string, compute: () => T): T {
    this.#known ??= new Map()
    const known = this.#known.get(name)
    // Each name is computed by one getter only, so what is known under it is of its type.
    if (known !== undefined || this.#known.has(name)) return known as T
    const computed = compute()
    this.#known.set(name, computed)
    return computed
  }
}

function namesIn({ schema }: Part): readonly string[] {
  const properties = schema['properties']
  return isSchema(properties) ? Object.keys(properties).filter((key) => properties[key] !== false) : []
}
