import type { Marks, Sealed } from './infer.ts'
import { frozenCopy, invalid, type Node, withKeywords } from './node.ts'
import { nullableNode } from './nullable.ts'
import { printDocument } from './print.ts'
import type { JsonSchemaTarget, StandardProps } from './standard.ts'
import { standardOf } from './standard.ts'

/** What may be said of a field that goes away. */
export interface Deprecation {
  /** The path of the key to use instead. */
  readonly replacedBy?: string
  /** The version that no longer reads it. */
  readonly removedIn?: string
  readonly message?: string
}

/** How values of several layers come together. */
export type MergeWord = 'replace' | 'deep' | 'append' | 'prepend' | 'union' | 'remove' | `by-key:${string}`

/** A schema of any kind. */
export type AnySchema = Schema<unknown, unknown>

/**
 * What is allowed at one place of a configuration. It never changes: every method gives a new schema. The methods
 * that depend on the type stand in the classes below it; `nullable` and `secret` come last, or as good as.
 */
export class Schema<Output, Input = Output> {
  readonly #node: Node
  readonly isOptional: boolean

  /** Use the functions of `s`. */
  constructor(node: Node, isOptional = false) {
    this.#node = node
    this.isOptional = isOptional
    Object.freeze(this)
  }

  /** The JSON Schema of this place, as the builder holds it. */
  get node(): Node {
    return this.#node
  }

  get hasDefault(): boolean {
    return Object.hasOwn(this.#node, 'default')
  }

  /** The value when no source sets the key. */
  default(value: Input): this & { readonly hasDefault: true } {
    // The key `default` is what `hasDefault` looks at.
    return this.with({ default: frozenCopy(value) }) as this & { readonly hasDefault: true }
  }

  /** The key may be missing. */
  optional(): this & { readonly isOptional: true } {
    // The same class with the mark that the type speaks of.
    return this.#again(this.#node, true) as this & { readonly isOptional: true }
  }

  /** The value may also be `null`. */
  nullable(): Schema<Output | null, Input | null> & Marks<this> {
    // The marks of presence are carried over one by one.
    return new Schema(nullableNode(this.#node), this.isOptional) as Schema<Output | null, Input | null> & Marks<this>
  }

  /** The value is never shown: it is read by `reveal()`. */
  secret(): Schema<Sealed<Output>, Input> & Marks<this> {
    // What changes is the type of the value; the schema is the same with one keyword more.
    return this.with({ 'x-secret': true }) as unknown as Schema<Sealed<Output>, Input> & Marks<this>
  }

  /** The variable that sets this key, whatever the prefix. */
  env(name: string): this {
    if (typeof name !== 'string' || name === '') throw invalid('the name of a variable must be a text', '.env("PORT")')
    return this.with({ 'x-env': name })
  }

  title(text: string): this {
    return this.with({ title: text })
  }

  describe(text: string): this {
    return this.with({ description: text })
  }

  /** Values to show in documentation. */
  examples(...values: readonly Input[]): this {
    return this.with({ examples: frozenCopy(values) })
  }

  /** The key still works, with a warning that names what replaces it. */
  deprecated(details: Deprecation = {}): this {
    const said = Object.keys(details).length > 0
    return this.with({ deprecated: true, 'x-deprecated': said ? frozenCopy(details) : undefined })
  }

  /** A changed value is used after a restart only. */
  restart(): this {
    return this.with({ 'x-restart': true })
  }

  /** How values of several layers come together. Default: maps merge, everything else replaces. */
  merge(strategy: MergeWord): this {
    return this.with({ 'x-merge': strategy })
  }

  /** A rule of your own, by the name under which the definition has it, with what it is to be told. */
  rule(name: string, argument: unknown = true): this {
    const rules = this.#node['x-rules']
    return this.with({ 'x-rules': frozenCopy({ ...(typeof rules === 'object' ? rules : {}), [name]: argument }) })
  }

  /** An empty text is a value of its own, not a missing one. */
  allowEmpty(): this {
    return this.with({ 'x-allow-empty': true })
  }

  /** The whole document, JSON Schema 2020-12. */
  toJsonSchema(target: JsonSchemaTarget = 'draft-2020-12'): Node {
    return printDocument(this.#node, target)
  }

  /** For other programs: Standard Schema and Standard JSON Schema (https://standardschema.dev). */
  get '~standard'(): StandardProps<Input, Output> {
    return standardOf<Input, Output>(this.#node)
  }

  /** The same schema with other keywords. */
  protected with(change: Node): this {
    return this.#again(withKeywords(this.#node, change), this.isOptional)
  }

  #again(node: Node, isOptional: boolean): this {
    // Each class below is made by the same two arguments.
    const Same = this.constructor as new (node: Node, isOptional: boolean) => this
    return new Same(node, isOptional)
  }
}

/** The node of a schema that is part of another. @throws ConfigError SCHEMA_INVALID, if it is no schema of this builder */
export function nodeOf(schema: unknown, where: string): Node {
  if (schema instanceof Schema) return schema.node
  throw invalid(`${where} is not a schema`, 'give what a function of "s" returned')
}
