import { DateTime } from '../../values/date-time.ts'
import { Secret } from '../../values/secret.ts'

/** The kinds of values that JSON Schema tells apart, as small numbers; those with something inside come last. */
export const Kind = { null: 0, boolean: 1, number: 2, text: 3, other: 4, list: 5, map: 6 } as const
export type Kind = (typeof Kind)[keyof typeof Kind]

/** Several kinds as the bits of a number. */
export function bitsOf(...kinds: readonly Kind[]): number {
  return kinds.reduce<number>((bits, kind) => bits | (1 << kind), 0)
}

export const everyKind: number = bitsOf(...Object.values(Kind))

/** What a map looks like to keywords. */
export type AnyMap = Readonly<Record<string, unknown>>

/** The kind of a plain value; `undefined` for objects that {@link plainOf} has to look into first. */
export function kindOfPlain(value: unknown): Kind | undefined {
  switch (typeof value) {
    case 'string':
      return Kind.text
    case 'number':
    case 'bigint':
      return Kind.number
    case 'boolean':
      return Kind.boolean
    case 'object':
      return kindOfObject(value)
    default:
      return Kind.other
  }
}

function kindOfObject(value: object | null): Kind | undefined {
  if (value === null) return Kind.null
  if (Array.isArray(value)) return Kind.list
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null ? Kind.map : undefined
}

/** What keywords judge: the content of a secret, the text of a date. Any other object counts as a map of its own keys. */
export function plainOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Secret) return plainOf(value.reveal())
  if (value instanceof DateTime) return value.text
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  return value
}

/** The kind of what {@link plainOf} gave. */
export function kindOf(value: unknown): Kind {
  return kindOfPlain(value) ?? Kind.map
}

/** A key that is there, by itself: not inherited, and not `undefined`, which JSON does not have. */
export function hasKey(map: AnyMap, key: string): boolean {
  return map[key] !== undefined && Object.hasOwn(map, key)
}

/** True for the objects among schemas, and for maps in a schema. */
export function isObject(value: unknown): value is AnyMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
