import type { DateTimeKind } from '../../values/date-time.ts'

/** A stretch of the text, as offsets; `end` is behind the last character. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** One part of a key: `b` of `a.b = 1`, with its quotes. */
export interface KeyPart extends Range {
  readonly name: string
}

export type ScalarType = 'string' | 'integer' | 'float' | 'boolean' | DateTimeKind

export interface ScalarNode extends Range {
  readonly kind: 'scalar'
  readonly type: ScalarType
}

export interface ArrayNode extends Range {
  readonly kind: 'array'
  readonly items: readonly Item[]
}

export interface InlineNode extends Range {
  readonly kind: 'inline'
  readonly items: readonly Entry[]
  /** The same content by name, dotted keys taken apart. */
  readonly table: Table
}

export type ValueNode = ScalarNode | ArrayNode | InlineNode

/** A value in an array. */
export interface Item {
  readonly value: ValueNode
  /** The offset of the comma behind it, or -1. */
  comma: number
}

/** `key = value`, in a section or in an inline table. */
export interface Entry extends Item {
  readonly keys: readonly KeyPart[]
}

/** A header with the lines up to the next header. The first section of a text has no header. */
export interface Section {
  readonly header: Header | undefined
  readonly entries: Entry[]
}

export interface Header extends Range {
  readonly keys: readonly KeyPart[]
  /** True for `[[name]]`. */
  readonly array: boolean
}

/** How a table came to be, which decides who may add to it (https://toml.io/en/v1.1.0#table). */
export type TableOrigin = 'root' | 'header' | 'implicit' | 'dotted' | 'inline' | 'element'

/** A map, put together from every place that contributes to it. */
export interface Table {
  readonly kind: 'table'
  origin: TableOrigin
  /** Where its name is first written. */
  key: KeyPart | undefined
  readonly children: Map<string, Child>
  /** The section that is its own, if a header names it. */
  section: Section | undefined
  /** Every section in it, its own and those of tables below. */
  readonly sections: Section[]
  /** The entries that run through it, if dotted keys made it. */
  readonly entries: Entry[]
}

/** An array of tables: all `[[name]]` of one name. */
export interface Tables {
  readonly kind: 'tables'
  readonly key: KeyPart
  readonly elements: Table[]
}

/** A key with a value written behind it. */
export interface Leaf {
  readonly kind: 'leaf'
  readonly key: KeyPart
  readonly entry: Entry
}

export type Child = Table | Tables | Leaf

export function newTable(origin: TableOrigin, key?: KeyPart): Table {
  return { kind: 'table', origin, key, children: new Map(), section: undefined, sections: [], entries: [] }
}
