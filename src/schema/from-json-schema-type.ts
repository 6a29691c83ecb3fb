import type { Sealed } from './builder/infer.ts'

/**
 * The type of what a JSON Schema document allows, for documents written as literals. What is not spelled out here,
 * or lies deeper than ten levels, is `unknown`.
 */
export type FromJsonSchema<Document, Depth extends readonly 0[] = []> = Depth['length'] extends 10
  ? unknown
  : Document extends { readonly 'x-secret': true }
    ? Sealed<FromJsonSchema<Omit<Document, 'x-secret'>, [...Depth, 0]>>
    : Document extends { readonly 'x-type': 'duration' | 'byte-size' }
      ? number
      : Document extends { readonly const: infer Constant }
        ? Constant
        : Document extends { readonly enum: readonly (infer Choice)[] }
          ? Choice
          : Document extends { readonly anyOf: readonly (infer Branch)[] } | { readonly oneOf: readonly (infer Branch)[] }
            ? FromEach<Branch, Depth>
            : Document extends { readonly type: infer Type }
              ? FromType<Type, Document, Depth>
              : unknown

type FromEach<Branch, Depth extends readonly 0[]> = Branch extends unknown ? FromJsonSchema<Branch, [...Depth, 0]> : never

type FromType<Type, Document, Depth extends readonly 0[]> = Type extends readonly (infer One)[]
  ? One extends unknown
    ? FromWord<One, Document, Depth>
    : never
  : string extends Type
    ? unknown
    : FromWord<Type, Document, Depth>

type FromWord<Word, Document, Depth extends readonly 0[]> = Word extends 'string'
  ? string
  : Word extends 'number' | 'integer'
    ? number
    : Word extends 'boolean'
      ? boolean
      : Word extends 'null'
        ? null
        : Word extends 'array'
          ? FromList<Document, Depth>
          : Word extends 'object'
            ? FromMap<Document, Depth>
            : unknown

type FromList<Document, Depth extends readonly 0[]> = Document extends { readonly items: infer Items }
  ? FromJsonSchema<Items, [...Depth, 0]>[]
  : unknown[]

type FromMap<Document, Depth extends readonly 0[]> = Document extends { readonly properties: infer Properties }
  ? FromProperties<Properties, RequiredOf<Document>, Depth>
  : Document extends { readonly additionalProperties: infer Item extends object }
    ? { [key: string]: FromJsonSchema<Item, [...Depth, 0]> }
    : { [key: string]: unknown }

type RequiredOf<Document> = Document extends { readonly required: readonly (infer Key)[] } ? Key : never

/** A key is there when it is required, or when a default fills it. */
type FromProperties<Properties, Required, Depth extends readonly 0[]> = {
  -readonly [Key in keyof Properties as IsThere<Key, Properties[Key], Required> extends true ? Key : never]: FromJsonSchema<
    Properties[Key],
    [...Depth, 0]
  >
} & {
  -readonly [Key in keyof Properties as IsThere<Key, Properties[Key], Required> extends true ? never : Key]?: FromJsonSchema<
    Properties[Key],
    [...Depth, 0]
  >
}

type IsThere<Key, Field, Required> = Key extends Required ? true : Field extends { readonly default: unknown } ? true : false
