import type { Fields, Infer, InferInput } from './infer.ts'
import { invalid, LaterReference, type Node, withKeywords } from './node.ts'
import { ObjectSchema, objectNode } from './object-schema.ts'
import { propertiesOf, requiredOf } from './properties.ts'
import { type AnySchema, nodeOf, Schema } from './schema.ts'

/** Schemas that are made of other schemas. */
export function object<Shape extends Fields>(fields: Shape): ObjectSchema<Shape> {
  return new ObjectSchema(objectNode(fields))
}

/** A list with a schema for each place, and no more elements than that. */
export function tuple<const Elements extends readonly AnySchema[]>(
  elements: Elements,
): Schema<
  { -readonly [Index in keyof Elements]: Infer<Elements[Index]> },
  { -readonly [Index in keyof Elements]: InferInput<Elements[Index]> }
> {
  const nodes = elements.map((element, index) => nodeOf(element, `element ${index} of a tuple`))
  return new Schema(
    Object.freeze({
      type: 'array',
      ...(nodes.length === 0 ? {} : { prefixItems: Object.freeze(nodes) }),
      items: false,
      minItems: nodes.length,
    }),
  )
}

/** What fits one of several schemas, tried in this order. */
export function union<const Branches extends readonly AnySchema[]>(
  branches: Branches,
): Schema<Infer<Branches[number]>, InferInput<Branches[number]>> {
  if (branches.length === 0) throw invalid('a union needs at least one branch')
  return new Schema(
    Object.freeze({ anyOf: Object.freeze(branches.map((branch, index) => nodeOf(branch, `branch ${index} of a union`))) }),
  )
}

type Tagged<Key extends string, Branches extends Readonly<Record<string, ObjectSchema<Fields, boolean>>>> = {
  [Tag in keyof Branches & string]: { [_ in Key]: Tag } & Infer<Branches[Tag]>
}[keyof Branches & string]

type TaggedInput<Key extends string, Branches extends Readonly<Record<string, ObjectSchema<Fields, boolean>>>> = {
  [Tag in keyof Branches & string]: { [_ in Key]: Tag } & InferInput<Branches[Tag]>
}[keyof Branches & string]

/** Maps of several kinds that one key tells apart: `s.discriminated('kind', { file: s.object({…}), s3: s.object({…}) })`. */
export function discriminated<const Key extends string, Branches extends Readonly<Record<string, ObjectSchema<Fields, boolean>>>>(
  key: Key,
  branches: Branches,
): Schema<Tagged<Key, Branches>, TaggedInput<Key, Branches>> {
  const tags = Object.entries(branches)
  if (tags.length === 0) throw invalid('a union needs at least one branch')
  const nodes = tags.map(([tag, branch]) => taggedNode(key, tag, nodeOf(branch, `the branch ${JSON.stringify(tag)}`)))
  return new Schema(Object.freeze({ oneOf: Object.freeze(nodes), discriminator: Object.freeze({ propertyName: key }) }))
}

function taggedNode(key: string, tag: string, node: Node): Node {
  const tagField = Object.freeze({ type: 'string', const: tag })
  const others = propertiesOf(node).filter(([name]) => name !== key)
  return withKeywords(node, {
    properties: Object.freeze(Object.fromEntries([[key, tagField], ...others])),
    required: Object.freeze([key, ...requiredOf(node).filter((name) => name !== key)]),
  })
}

/**
 * A schema that is made later, for what contains itself: `s.lazy(() => menu)`. Its name, if given, is the one
 * below `$defs`.
 */
export function lazy<Output, Input = Output>(get: () => Schema<Output, Input>, name?: string): Schema<Output, Input> {
  return new Schema(Object.freeze({ $ref: new LaterReference(() => nodeOf(get(), 'what s.lazy gives'), name) }))
}
