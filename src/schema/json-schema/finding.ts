import type { Path } from '../../values/path.ts'

/** One keyword of a JSON Schema that a value does not meet. Says nothing in words; `issue-of-finding.ts` does. */
export interface Finding {
  /** `type`, `minimum`, `required`, `additionalProperties` … */
  readonly keyword: string
  /** Where the value stands. For a missing or unknown key: the map it is missing from, or stands in. */
  readonly path: Path
  /** What was found there. It may be a secret: whoever prints it asks first. */
  readonly value: unknown
  /** What the keyword asks for, as the schema has it. */
  readonly wanted: unknown
  /** The key that is missing, unknown or refused. */
  readonly key?: string | undefined
  /** The schema that the keyword stands in. */
  readonly schema: Readonly<Record<string, unknown>>
  /** Place of the keyword: `schema.json#/properties/port/maximum`; `#/…` in a document without a name. */
  readonly rule: string
  /** Of `anyOf` and `oneOf`: what each branch had to say, and which comes nearest. */
  readonly branches?: readonly (readonly Finding[])[] | undefined
  readonly nearest?: number | undefined
  /** What a named rule of the program said. It may speak of the value. */
  readonly message?: string | undefined
}
