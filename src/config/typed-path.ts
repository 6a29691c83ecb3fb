import type { DateTime } from '../values/date-time.ts'
import type { Secret } from '../values/secret.ts'

type Leaf =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | symbol
  | Date
  | DateTime
  | Secret<unknown>
  | ((...args: never[]) => unknown)

/** The paths of a type, as texts: `server`, `server.port`, `hosts[0]`. `string` when the type is unknown. */
export type PathOf<Shape> = unknown extends Shape ? string : Paths<Shape, ''>

/** Six levels are spelled out; below that any text is accepted, so that large types stay quick to check. */
type Paths<T, Prefix extends string, Depth extends readonly unknown[] = []> = Depth['length'] extends 6
  ? `${Prefix}${string}`
  : T extends Leaf
    ? never
    : T extends readonly (infer Element)[]
      ? `${Prefix}[${number}]` | Paths<Element, `${Prefix}[${number}]`, [...Depth, 0]>
      : {
          [Key in keyof T & string]: `${Joined<Prefix, Key>}` | Paths<NonNullable<T[Key]>, Joined<Prefix, Key>, [...Depth, 0]>
        }[keyof T & string]

type Joined<Prefix extends string, Key extends string> = Prefix extends '' ? Key : `${Prefix}.${Key}`

/** The type of the value at a path. What may be missing is not `undefined` here: reading it then throws instead. */
export type ValueAt<T, Path extends string> = Exclude<AnyAt<T, Path>, undefined>

type AnyAt<T, Path extends string> = unknown extends T
  ? unknown
  : Path extends `[${number}].${infer Rest}`
    ? AnyAt<ElementOf<T>, Rest>
    : Path extends `[${number}]`
      ? ElementOf<T>
      : Path extends `${infer Key}.${infer Rest}`
        ? Key extends `${infer List}[${number}]`
          ? AnyAt<ElementOf<Member<T, List>>, Rest>
          : AnyAt<Member<T, Key>, Rest>
        : Path extends `${infer List}[${number}]`
          ? ElementOf<Member<T, List>>
          : Member<T, Path>

/** Of several kinds of maps: the values of those that have the key. */
type Member<T, Key extends string> = OrUnknown<T extends unknown ? (Key extends keyof T ? T[Key] : never) : never>
type ElementOf<T> = OrUnknown<T extends readonly (infer Element)[] ? Element : never>
type OrUnknown<T> = [T] extends [never] ? unknown : T

/** What a user holds: the same type, read-only all the way down. What a library brands as "secret" is a {@link Secret}. */
export type Frozen<T> = unknown extends T ? unknown : T extends Leaf ? OrSecret<T> : { readonly [Key in keyof T]: Frozen<T[Key]> }

/** Zod, Valibot and ArkType keep the names of brands under keys of their own: `z.string().brand<'secret'>()`. */
type OrSecret<T> = T extends string | number
  ? [Extract<T[keyof T & (symbol | ' brand')], { readonly secret: unknown } | readonly [unknown, 'secret']>] extends [never]
    ? T
    : Secret<T>
  : T
