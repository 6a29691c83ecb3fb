type Leaf = string | number | bigint | boolean | null | undefined | symbol | Date | ((...args: never[]) => unknown)

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

/** The type of the value at a path. */
export type ValueAt<T, Path extends string> = unknown extends T
  ? unknown
  : Path extends `[${number}].${infer Rest}`
    ? ValueAt<ElementOf<T>, Rest>
    : Path extends `[${number}]`
      ? ElementOf<T>
      : Path extends `${infer Key}.${infer Rest}`
        ? Key extends `${infer List}[${number}]`
          ? ValueAt<ElementOf<Member<T, List>>, Rest>
          : ValueAt<Member<T, Key>, Rest>
        : Path extends `${infer List}[${number}]`
          ? ElementOf<Member<T, List>>
          : Member<T, Path>

type Member<T, Key extends string> = Key extends keyof NonNullable<T> ? NonNullable<T>[Key] : unknown
type ElementOf<T> = NonNullable<T> extends readonly (infer Element)[] ? Element : unknown

/** What a user holds: the same type, read-only all the way down. */
export type Frozen<T> = unknown extends T ? unknown : T extends Leaf ? T : { readonly [Key in keyof T]: Frozen<T[Key]> }
