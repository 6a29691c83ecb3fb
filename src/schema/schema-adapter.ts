import type { Issue } from '../errors/issue.ts'
import type { Path } from '../values/path.ts'
import type { JsonSchema } from './fields/json-schema.ts'

/** One face for schemas of every kind: what they say of a configuration, and what they say it is. */
export interface SchemaAdapter {
  /** `configmanage`, `json-schema`, `zod`, `valibot`, `arktype`, or what the library calls itself. */
  readonly vendor: string
  /** JSON Schema 2020-12 of what may stand in the sources; `undefined` if the library does not tell. */
  readonly document: JsonSchema | undefined
  /** What cannot be done with this schema. */
  readonly warnings: readonly Issue[]
  /**
   * Everything that is wrong with a value. A promise where a library has to be waited for.
   * @throws ConfigError SCHEMA_INVALID, if the schema is wrong itself
   */
  check(value: unknown, options?: CheckOptions): CheckOutcome | Promise<CheckOutcome>
}

export interface CheckOptions {
  /** Whether a path is secret. What is found there is never shown. Default: what the document says. */
  readonly secret?: ((path: Path) => boolean) | undefined
  /** Texts that are never shown, wherever they turn up. */
  readonly secretTexts?: readonly string[] | undefined
}

export interface CheckOutcome {
  /** What the schema made of the value; the value itself if it changed nothing. */
  readonly value: unknown
  /** Empty if the value is right. Without places: they are known to whoever has the sources. */
  readonly issues: readonly Issue[]
}
