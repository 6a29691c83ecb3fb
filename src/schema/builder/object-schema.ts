import type { Fields, Flat, Infer, InferInput, ObjectInput, ObjectOutput, Presence, Typed } from './infer.ts'
import { type Node, withKeywords } from './node.ts'
import { fillsItself, type Property, propertiesOf, requiredOf } from './properties.ts'
import { nodeOf, Schema } from './schema.ts'

/** With other keys than the named ones, or without. */
type Open<T, Loose extends boolean> = Loose extends true ? T & { [key: string]: unknown } : T

/** A map whose keys have names. */
export class ObjectSchema<Shape extends Fields, Loose extends boolean = false> extends Schema<
  Open<ObjectOutput<Shape>, Loose>,
  Open<ObjectInput<Shape>, Loose>
> {
  /** With these fields too, or instead of those of the same name. */
  extend<More extends Fields>(fields: More): ObjectSchema<Flat<Omit<Shape, keyof More> & More>, Loose> {
    const added = Object.keys(fields)
    const kept = requiredOf(this.node).filter((key) => !added.includes(key))
    return this.#as([...propertiesOf(this.node), ...propertiesFrom(fields)], [...kept, ...requiredFrom(fields)])
  }

  /** With these keys only. */
  pick<Key extends keyof Shape & string>(...keys: readonly Key[]): ObjectSchema<Flat<Pick<Shape, Key>>, Loose> {
    return this.#where((key) => keys.includes(key as Key)) // compared as the text it is
  }

  /** Without these keys. */
  omit<Key extends keyof Shape & string>(...keys: readonly Key[]): ObjectSchema<Flat<Omit<Shape, Key>>, Loose> {
    return this.#where((key) => !keys.includes(key as Key)) // compared as the text it is
  }

  /** Every key may be missing. */
  partial(): ObjectSchema<{ [Key in keyof Shape]: Shape[Key] & { readonly isOptional: true } }, Loose> {
    return this.#as(propertiesOf(this.node), [])
  }

  /** No key may be missing, except those that have a default. */
  required(): ObjectSchema<{ [Key in keyof Shape]: Needed<Shape[Key]> }, Loose> {
    const all = propertiesOf(this.node)
    return this.#as(
      all,
      all.filter(([, field]) => !fillsItself(field)).map(([key]) => key),
    )
  }

  /** Other keys are mistakes. This is how a schema begins. */
  strict(): ObjectSchema<Shape> {
    return new ObjectSchema(withKeywords(this.node, { additionalProperties: false }), this.isOptional)
  }

  /** Other keys are let through as they are. */
  loose(): ObjectSchema<Shape, true> {
    return new ObjectSchema(withKeywords(this.node, { additionalProperties: true }), this.isOptional)
  }

  #where<To extends Fields>(wanted: (key: string) => boolean): ObjectSchema<To, Loose> {
    return this.#as(
      propertiesOf(this.node).filter(([key]) => wanted(key)),
      requiredOf(this.node).filter(wanted),
    )
  }

  /** A default of the whole map would not fit other keys, so it does not stay. */
  #as<To extends Fields>(properties: readonly Property[], required: readonly string[]): ObjectSchema<To, Loose> {
    return new ObjectSchema(
      withKeywords(this.node, {
        properties: Object.freeze(Object.fromEntries(properties)),
        required: required.length === 0 ? undefined : Object.freeze([...required]),
        default: undefined,
      }),
    )
  }
}

/** A field without the mark that it may be missing. */
type Needed<Field extends Typed & Presence> = Field extends { readonly hasDefault: true }
  ? Field
  : Field extends { readonly isOptional: true }
    ? Schema<Infer<Field>, InferInput<Field>>
    : Field

/** The node of a map with these fields. */
export function objectNode(fields: Fields): Node {
  const required = requiredFrom(fields)
  return Object.freeze({
    type: 'object',
    properties: Object.freeze(Object.fromEntries(propertiesFrom(fields))),
    ...(required.length === 0 ? {} : { required: Object.freeze(required) }),
    additionalProperties: false,
  })
}

function propertiesFrom(fields: Fields): readonly Property[] {
  return Object.entries(fields).map(([key, field]) => [key, nodeOf(field, `the field ${JSON.stringify(key)}`)])
}

/** A key has to be in a file when it is neither optional nor filled by defaults. */
function requiredFrom(fields: Fields): string[] {
  return Object.entries(fields)
    .filter(([key, field]) => !field.isOptional && !fillsItself(nodeOf(field, `the field ${JSON.stringify(key)}`)))
    .map(([key]) => key)
}
