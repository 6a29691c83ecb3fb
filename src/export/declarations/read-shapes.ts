import { ConfigError } from '../../errors/config-error.ts'
import { expand, type Part } from '../../schema/fields/expand.ts'
import { rootField } from '../../schema/fields/field-space.ts'
import { fillDefaults } from '../../schema/fields/fill-defaults.ts'
import { entriesIn, isSchema, type JsonSchema, listIn } from '../../schema/fields/json-schema.ts'
import { domainOf, isSecret } from '../../schema/fields/metadata.ts'
import { cannotFollow, type PlacedSchema, type SchemaPlaces } from '../../schema/fields/schema-document.ts'
import { choicesIn, typesOfValue } from '../../schema/fields/type-names.ts'
import { literalShape } from './literals.ts'
import { notesOf } from './notes.ts'
import { intersectionOf, type Member, never, type Shape, unionOf, unknown, word } from './shape.ts'
import { pascalCase, type TypeNames } from './type-names.ts'

/** A type with a name of its own. */
export interface Declared {
  readonly name: string
  readonly notes: readonly string[]
  readonly shape: Shape
}

/** What is known on the way down. */
interface Way {
  /** What the type would be called if it needs a name. */
  readonly name: string
  /** Inside of a secret. */
  readonly sealed: boolean
  /** Defaults are filled in, because it is known which branch holds. */
  readonly filled: boolean
  readonly depth: number
}

/** No configuration is nested deeper. */
const maxDepth = 500

/** Amounts in their own notation: the program gets a number. */
const amounts: readonly (string | undefined)[] = ['duration', 'byte-size']
const momentFormats: readonly unknown[] = ['date', 'date-time', 'time']

/** Makes types out of the schemas of one document, as a program sees the values: defaults filled in, secrets sealed. */
export class ShapeReader {
  readonly #places: SchemaPlaces
  readonly #names: TypeNames
  readonly #declared = new Map<string, Declared>()
  /** Names of what is referred to, by its schema; sealed and not. */
  readonly #named = [new Map<unknown, string>(), new Map<unknown, string>()] as const

  constructor(places: SchemaPlaces, names: TypeNames) {
    this.#places = places
    this.#names = names
  }

  /** Everything that has a name, the root first. */
  read(rootName: string): readonly Declared[] {
    const { root } = this.#places
    const name = this.#names.take(rootName)
    this.#named[0].set(root.schema, name)
    this.#declare(name, root, { name, sealed: false, filled: true, depth: 0 })
    return [...this.#declared.values()]
  }

  #declare(name: string, at: PlacedSchema, way: Way): void {
    const parts = this.#partsAt(at)
    // The place in the order is kept before what it contains asks for names of its own.
    this.#declared.set(name, { name, notes: [], shape: unknown })
    const shape = this.#shapeAt(at, way, name)
    const notes = notesOf(parts, way.sealed || parts.some(({ schema }) => isSecret(schema)))
    this.#declared.set(name, { name, notes, shape: isItself(shape, name) ? unknown : shape })
  }

  #partsAt(at: PlacedSchema): readonly Part[] {
    return expand([{ at, certain: true }], this.#places).parts
  }

  /** `own` is the name that the schema has already: then it is written out, not named again. */
  #shapeAt(at: PlacedSchema, above: Way, own?: string): Shape {
    const { schema } = at
    if (!isSchema(schema)) return schema === false ? never : unknown
    if (above.depth > maxDepth) throw tooDeep(at)
    const parts = this.#partsAt(at)
    const way = { ...above, sealed: above.sealed || parts.some((part) => isSecret(part.schema)), depth: above.depth + 1 }
    if (amounts.includes(domainOf(schema))) return word('number', way.sealed)
    return intersectionOf([
      this.#ownShape(schema, at, way, own),
      ...['$ref', '$recursiveRef', '$dynamicRef'].map((keyword) => this.#referred(schema[keyword], at, way)),
      ...listIn(schema['allOf']).map((branch, index) => this.#shapeAt(this.#below(at, branch, 'allOf', index), way)),
      ...['anyOf', 'oneOf'].map((keyword) => this.#branches(schema, keyword, at, way)),
    ])
  }

  #below(at: PlacedSchema, schema: unknown, ...keys: readonly (string | number)[]): PlacedSchema {
    return this.#places.below(at, schema, ...keys)
  }

  #referred(reference: unknown, at: PlacedSchema, way: Way): Shape {
    if (reference === undefined) return unknown
    const target = typeof reference === 'string' ? this.#places.follow(reference, at) : undefined
    if (target === undefined) throw cannotFollow(reference)
    if (!isSchema(target.schema)) return this.#shapeAt(target, way)
    const names = this.#named[way.sealed ? 1 : 0]
    const known = names.get(target.schema)
    if (known !== undefined) return { kind: 'name', name: known }
    const name = this.#names.take(nameOf(target) + (way.sealed ? 'Sealed' : ''))
    names.set(target.schema, name)
    this.#declare(name, target, { ...way, name, filled: true })
    return { kind: 'name', name }
  }

  #branches(schema: JsonSchema, keyword: string, at: PlacedSchema, way: Way): Shape {
    const branches = listIn(schema[keyword])
    if (branches.length === 0) return unknown
    const filled = way.filled && haveMark(branches)
    return unionOf(
      branches.map((branch, index) => {
        const title = isSchema(branch) && typeof branch['title'] === 'string' ? branch['title'] : `Case${index + 1}`
        return this.#shapeAt(this.#below(at, branch, keyword, index), { ...way, name: way.name + pascalCase(title), filled })
      }),
    )
  }

  /** What the keywords of the schema itself say. A map that says nothing of its type is taken to mean maps only. */
  #ownShape(schema: JsonSchema, at: PlacedSchema, way: Way, own: string | undefined): Shape {
    const types = typesIn(schema)
    const choices = choicesIn(schema)
    if (choices !== undefined) {
      const fitting = choices.filter((choice) => types === undefined || typesOfValue(choice).some((type) => types.has(type)))
      return unionOf(fitting.map((choice) => literalShape(choice, way.sealed)))
    }
    if (types === undefined) return unknown
    return unionOf([...types].map((type) => this.#typeShape(type, schema, at, way, types.size === 1 ? own : undefined)))
  }

  #typeShape(type: string, schema: JsonSchema, at: PlacedSchema, way: Way, own: string | undefined): Shape {
    if (type === 'object') return this.#mapShape(schema, at, way, own)
    if (type === 'array') return this.#listShape(schema, at, way)
    if (type === 'null') return word('null')
    if (type === 'integer') return word('number', way.sealed)
    if (type !== 'string' || !momentFormats.includes(schema['format'])) return word(type, way.sealed)
    return unionOf([word('string', way.sealed), word('DateTime', way.sealed)])
  }

  #mapShape(schema: JsonSchema, at: PlacedSchema, way: Way, own: string | undefined): Shape {
    const others = this.#othersShape(schema, at, way)
    const isThere = this.#presence(schema, at, way)
    const named = entriesIn(schema['properties']).filter(([, property]) => property !== false)
    const name = own ?? (named.length > 0 ? this.#names.take(way.name) : way.name)
    if (own === undefined && named.length > 0) this.#declared.set(name, { name, notes: [], shape: unknown })
    const members = named.map(([key, property]): Member => {
      const place = this.#below(at, property, 'properties', key)
      const shape = this.#shapeAt(place, { ...way, name: name + pascalCase(key), filled: true })
      const parts = this.#partsAt(place)
      const secret = way.sealed || parts.some((part) => isSecret(part.schema))
      return { key, shape, optional: !isThere(key), notes: notesOf(parts, secret) }
    })
    const onlyAsked = listIn(schema['required'])
      .filter((key): key is string => typeof key === 'string' && !named.some(([known]) => known === key))
      .map((key): Member => ({ key, shape: others ?? unknown, optional: false, notes: [] }))
    const map: Shape = { kind: 'map', members: [...members, ...onlyAsked], others: named.length > 0 || others ? others : unknown }
    if (own !== undefined || named.length === 0) return map
    this.#declared.set(name, { name, notes: [], shape: map })
    return { kind: 'name', name }
  }

  /** Keys without a name. Where others are allowed only because nobody forbids them, nothing is said of them. */
  #othersShape(schema: JsonSchema, at: PlacedSchema, way: Way): Shape | undefined {
    const inside = { ...way, filled: true }
    const patterns = entriesIn(schema['patternProperties']).map(([pattern, property]) =>
      this.#shapeAt(this.#below(at, property, 'patternProperties', pattern), { ...inside, name: `${way.name}Item` }),
    )
    const rest = schema['additionalProperties'] ?? schema['unevaluatedProperties']
    if (isSchema(rest)) {
      const place = this.#below(at, rest, 'additionalProperties')
      return unionOf([...patterns, this.#shapeAt(place, { ...inside, name: `${way.name}Item` })])
    }
    if (patterns.length === 0) return rest === false && schema['properties'] === undefined ? never : undefined
    return rest === false ? unionOf(patterns) : unknown
  }

  /** Which keys are there once defaults are filled in. */
  #presence(schema: JsonSchema, at: PlacedSchema, way: Way): (key: string) => boolean {
    const required = new Set(listIn(schema['required']))
    if (!way.filled || schema['properties'] === undefined) return (key) => required.has(key)
    const places = this.#places
    const field = rootField(schema, {
      places: {
        root: at,
        below: (parent, inner, ...keys) => places.below(parent, inner, ...keys),
        follow: (reference, from) => places.follow(reference, from),
        dynamic: (reference, from) => places.dynamic(reference, from),
      },
    })
    // An empty map may decide for a branch that others do not take.
    const made = hasForks(schema) ? {} : (fillDefaults({}, field).value as object)
    return (key) => required.has(key) || field.child(key)?.default !== undefined || Object.hasOwn(made, key)
  }

  #listShape(schema: JsonSchema, at: PlacedSchema, way: Way): Shape {
    const inside = { ...way, name: `${way.name}Item`, filled: true }
    const old = Array.isArray(schema['items'])
    const first = listIn(old ? schema['items'] : schema['prefixItems'])
    const restWord = old ? 'additionalItems' : 'items'
    const rest = schema[restWord] ?? schema['unevaluatedItems']
    const restShape = isSchema(rest) ? this.#shapeAt(this.#below(at, rest, restWord), inside) : rest === false ? never : unknown
    if (first.length === 0) return { kind: 'list', item: restShape }
    const least = typeof schema['minItems'] === 'number' ? schema['minItems'] : 0
    const items = first.map((item, index) => ({
      shape: this.#shapeAt(this.#below(at, item, old ? 'items' : 'prefixItems', index), inside),
      optional: index >= least,
    }))
    return { kind: 'tuple', items, rest: rest === false ? undefined : restShape }
  }
}

function hasForks(schema: JsonSchema): boolean {
  return ['anyOf', 'oneOf', 'if', 'allOf', '$ref'].some((keyword) => Object.hasOwn(schema, keyword))
}

const mapWords = ['properties', 'patternProperties', 'additionalProperties', 'required', 'propertyNames']
const listWords = ['items', 'prefixItems']

function typesIn(schema: JsonSchema): ReadonlySet<string> | undefined {
  const { type } = schema
  const named = (typeof type === 'string' ? [type] : listIn(type)).filter((name) => typeof name === 'string')
  if (named.length > 0) return new Set(named.includes('number') ? named.filter((name) => name !== 'integer') : named)
  if (choicesIn(schema) !== undefined) return undefined
  if (mapWords.some((keyword) => Object.hasOwn(schema, keyword))) return new Set(['object'])
  return listWords.some((keyword) => Object.hasOwn(schema, keyword)) ? new Set(['array']) : undefined
}

/** True if some key has one value of its own in each branch, which tells what branch it is. */
function haveMark(branches: readonly unknown[]): boolean {
  const marks = branches.map(
    (branch) =>
      new Set(
        entriesIn(isSchema(branch) ? branch['properties'] : undefined).flatMap(([key, property]) =>
          isSchema(property) && choicesIn(property)?.length === 1 ? [key] : [],
        ),
      ),
  )
  return [...(marks[0] ?? [])].some((key) => marks.every((mark) => mark.has(key)))
}

function nameOf({ schema, place }: PlacedSchema): string {
  const last = place.split('/').at(-1) ?? ''
  const title = isSchema(schema) && typeof schema['title'] === 'string' && schema['title'].length <= 40 ? schema['title'] : ''
  return pascalCase(place.includes('/') ? last.replaceAll('~1', '/').replaceAll('~0', '~') : title || 'Part')
}

function isItself(shape: Shape, name: string): boolean {
  return shape.kind === 'name' && shape.name === name
}

function tooDeep(at: PlacedSchema): ConfigError {
  return new ConfigError({
    code: 'SCHEMA_UNSUPPORTED',
    severity: 'error',
    message: `the schema is nested deeper than ${maxDepth} levels`,
    hint: 'put parts of it below "$defs"',
    rule: at.place,
  })
}
