import { dialectOf, dialects } from '../json-schema/dialect.ts'
import { metaschema } from '../json-schema/later.ts'
import { type Place, ruleOf } from '../json-schema/place.ts'
import { Registry } from '../json-schema/registry.ts'
import type { JsonSchemaOptions } from '../json-schema/validator.ts'
import type { Field } from './field.ts'
import { rootField } from './field-space.ts'
import { isSchema, type JsonSchema } from './json-schema.ts'
import type { PlacedSchema, SchemaPlaces } from './schema-document.ts'

/** Ways through several documents, as the validator goes them. */
class RegistryPlaces implements SchemaPlaces {
  readonly root: PlacedSchema
  readonly #registry: Registry
  readonly #known = new WeakMap<JsonSchema, Place>()

  constructor(registry: Registry, root: Place) {
    this.#registry = registry
    this.root = this.#placed(root)
  }

  below(parent: PlacedSchema, schema: unknown, ...keys: readonly (string | number)[]): PlacedSchema {
    let place = this.#placeOf(parent)
    for (const [index, key] of keys.entries()) {
      const raw = index === keys.length - 1 ? schema : (place.raw as JsonSchema)[key]
      place = { raw, resource: place.resource, parent: place, key }
    }
    return this.#placed(this.#registry.enter(place))
  }

  follow(reference: string, from: PlacedSchema): PlacedSchema | undefined {
    const target = this.#registry.resolve(reference, this.#placeOf(from).resource)
    return target && this.#placed(target)
  }

  /** Of the document that asks and of the one that everything begins with, whichever has the name. */
  dynamic(reference: string, from: PlacedSchema): readonly PlacedSchema[] {
    const name = reference.slice(reference.indexOf('#') + 1)
    return [from, this.root].flatMap((at) => {
      const target = this.#registry.dynamicAnchors(this.#placeOf(at).resource).get(name)
      return target === undefined ? [] : [this.#placed(target)]
    })
  }

  #placed(place: Place): PlacedSchema {
    if (isSchema(place.raw) && !this.#known.has(place.raw)) this.#known.set(place.raw, place)
    return { schema: place.raw, place: ruleOf(place) }
  }

  /** Whatever was handed out is known. */
  #placeOf({ schema }: PlacedSchema): Place {
    return this.#known.get(schema as JsonSchema) as Place
  }
}

/**
 * What a schema says of the whole configuration, where references may lead to other documents. The options are those of
 * the validator, so both find the same.
 */
export function linkedField(document: JsonSchema, options: LinkOptions): Field {
  return rootField(document, { places: linkedPlaces(document, options) })
}

export type LinkOptions = Pick<JsonSchemaOptions, 'uri' | 'documents' | 'load' | 'dialect'>

/** How to get about in a schema whose references may lead to other documents. */
export function linkedPlaces(
  document: JsonSchema,
  { uri = '', documents = new Map(), load, dialect = '2020-12' }: LinkOptions,
): SchemaPlaces {
  const registry = new Registry({ documents, load, metaschema, dialect: dialects[dialect], dialectOf })
  return new RegistryPlaces(registry, registry.addDocument(document, uri, uri).place)
}
