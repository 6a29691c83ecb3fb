import { entriesIn, isSchema, type JsonSchema } from './json-schema.ts'

/** What a schema says of a field for people and for the engine, beside its types. */
export interface Deprecation {
  /** The key to use instead. */
  readonly replacedBy?: string | undefined
  /** The version without the key. */
  readonly removedIn?: string | undefined
  readonly message?: string | undefined
}

/** A rule named in a schema, and what the schema gives it. */
export interface NamedRule {
  readonly name: string
  readonly argument: unknown
}

/** Our keywords begin with `x-`; schema libraries pass metadata through without. */
function ours(schema: JsonSchema, name: string): unknown {
  return schema[`x-${name}`] ?? schema[name]
}

export function isSecret(schema: JsonSchema): boolean {
  return ours(schema, 'secret') === true
}

export function envOf(schema: JsonSchema): string | undefined {
  return textOf(ours(schema, 'env'))
}

export function isRestart(schema: JsonSchema): boolean {
  return ours(schema, 'restart') === true
}

export function mergeOf(schema: JsonSchema): string | undefined {
  return textOf(ours(schema, 'merge'))
}

/** `duration`, `byte-size`, `port` …: only with `x-`, because `type` is a keyword of JSON Schema. */
export function domainOf(schema: JsonSchema): string | undefined {
  return textOf(schema['x-type'])
}

/** `undefined` if the schema does not say. */
export function allowsEmpty(schema: JsonSchema): boolean | undefined {
  const said = schema['x-allow-empty'] ?? schema['allowEmpty']
  return typeof said === 'boolean' ? said : undefined
}

export function deprecationOf(schema: JsonSchema): Deprecation | undefined {
  const details = schema['x-deprecated']
  if (schema['deprecated'] !== true && details !== true && !isSchema(details)) return undefined
  if (!isSchema(details)) return {}
  return {
    replacedBy: textOf(details['replacedBy']),
    removedIn: textOf(details['removedIn']),
    message: textOf(details['message']),
  }
}

export function namedRulesOf(schema: JsonSchema): readonly NamedRule[] {
  return entriesIn(ours(schema, 'rules')).map(([name, argument]) => ({ name, argument }))
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
