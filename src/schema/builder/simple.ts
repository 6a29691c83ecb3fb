import { bound } from './bounds.ts'
import type { Infer, InferInput } from './infer.ts'
import { ListSchema } from './list-schema.ts'
import { MapSchema } from './map-schema.ts'
import { invalid, type Node } from './node.ts'
import { NumberSchema } from './number-schema.ts'
import type { AnySchema } from './schema.ts'
import { nodeOf, Schema } from './schema.ts'
import { TextSchema } from './text-schema.ts'

/** Text, number, truth, nothing; choices; lists and maps of one kind of value. */
export function string(): TextSchema {
  return new TextSchema(Object.freeze({ type: 'string' }))
}

export function number(): NumberSchema {
  return new NumberSchema(Object.freeze({ type: 'number' }))
}

/** A whole number. */
export function integer(): NumberSchema {
  return new NumberSchema(Object.freeze({ type: 'integer' }))
}

export function boolean(): Schema<boolean> {
  return new Schema(Object.freeze({ type: 'boolean' }))
}

/** Only `null`. */
export function nothing(): Schema<null> {
  return new Schema(Object.freeze({ type: 'null' }))
}

/** Whatever is there. */
export function any(): Schema<unknown> {
  return new Schema(Object.freeze({}))
}

type LiteralValue = string | number | boolean | null

/** Exactly this value. */
export function literal<const Value extends LiteralValue>(value: Value): Schema<Value> {
  return new Schema(Object.freeze({ ...typeOfAll([value]), const: value }))
}

/** One of these values. */
export function choice<const Value extends LiteralValue>(values: readonly Value[]): Schema<Value> {
  if (!Array.isArray(values) || values.length === 0)
    throw invalid('a choice needs at least one value', 'give a list: s.choice(["a", "b"])')
  return new Schema(Object.freeze({ ...typeOfAll(values), enum: Object.freeze([...new Set(values)]) }))
}

/** The type that all have in common: it says how a text from the environment is read. */
function typeOfAll(values: readonly LiteralValue[]): Node {
  const types = new Set(values.map(typeWord))
  const [type] = types
  return types.size === 1 && type !== undefined ? { type } : {}
}

function typeWord(value: LiteralValue): string {
  if (value === null) return 'null'
  if (typeof value !== 'number') return typeof value
  return Number.isInteger(bound(value)) ? 'integer' : 'number'
}

/** A list whose elements are all alike. */
export function list<Element extends AnySchema>(element: Element): ListSchema<Infer<Element>, InferInput<Element>> {
  return new ListSchema(Object.freeze({ type: 'array', items: nodeOf(element, 'the element of a list') }))
}

export interface MapOptions {
  /** What every key has to match. */
  readonly keys?: RegExp | string
}

/** A map with keys of any name, whose values are all alike. */
export function map<Item extends AnySchema>(item: Item, options: MapOptions = {}): MapSchema<Infer<Item>, InferInput<Item>> {
  const keys =
    options.keys === undefined
      ? {}
      : { propertyNames: Object.freeze({ pattern: string().pattern(options.keys).node['pattern'] }) }
  return new MapSchema(Object.freeze({ type: 'object', ...keys, additionalProperties: nodeOf(item, 'the value of a map') }))
}
