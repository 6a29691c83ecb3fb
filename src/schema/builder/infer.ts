import type { DateTime } from '../../values/date-time.ts'
import type { Secret } from '../../values/secret.ts'

/** Anything that carries its types in the way of Standard Schema (https://standardschema.dev). */
export interface Typed {
  readonly '~standard': { readonly types?: { readonly input: unknown; readonly output: unknown } | undefined }
}

/** The type of a checked configuration: `type Shop = Infer<typeof schema>`. */
export type Infer<Schema extends Typed> = NonNullable<Schema['~standard']['types']>['output']

/** The type of what may stand in files: keys with defaults may be missing, durations may be texts. */
export type InferInput<Schema extends Typed> = NonNullable<Schema['~standard']['types']>['input']

/** Whether a key may be missing, as its schema carries it. */
export interface Presence {
  readonly isOptional: boolean
  readonly hasDefault: boolean
}

/** The named fields of a map. */
export type Fields = Readonly<Record<string, Typed & Presence>>

/** An optional field is a key that may be missing, unless its default fills it. */
export type ObjectOutput<Shape extends Fields> = Flat<
  { [Key in keyof Shape as MayMiss<Shape[Key]> extends true ? never : Key]: Infer<Shape[Key]> } & {
    [Key in keyof Shape as MayMiss<Shape[Key]> extends true ? Key : never]?: Infer<Shape[Key]>
  }
>

export type ObjectInput<Shape extends Fields> = Flat<
  { [Key in keyof Shape as MayOmit<Shape[Key]> extends true ? never : Key]: InferInput<Shape[Key]> } & {
    [Key in keyof Shape as MayOmit<Shape[Key]> extends true ? Key : never]?: InferInput<Shape[Key]>
  }
>

type MayMiss<Field> = Field extends { readonly hasDefault: true }
  ? false
  : Field extends { readonly isOptional: true }
    ? true
    : false
type MayOmit<Field> = Field extends { readonly hasDefault: true } | { readonly isOptional: true } ? true : false

/** One object type instead of an intersection, so that editors show the keys. */
export type Flat<T> = { [Key in keyof T]: T[Key] } & {}

/** What a schema knows of presence, to be carried over to another schema of the same field. */
export type Marks<S> = (S extends { readonly isOptional: true } ? { readonly isOptional: true } : unknown) &
  (S extends { readonly hasDefault: true } ? { readonly hasDefault: true } : unknown)

type Plain = string | number | bigint | boolean | DateTime

/** A secret value hides each of its leaves. `null` is nothing to hide. */
export type Sealed<T> =
  | ([Extract<T, Plain>] extends [never] ? never : Secret<Extract<T, Plain>>)
  | SealedInside<Exclude<T, Plain>>

type SealedInside<T> = T extends null | undefined | Secret<unknown>
  ? T
  : T extends object
    ? { [Key in keyof T]: Sealed<T[Key]> }
    : unknown
