import type { KeyOptions } from '../crypto/keys/keyring.ts'
import type { Format, Limits } from '../formats/format.ts'
import type { LintOptions } from '../lint/settings.ts'
import type { Strategy } from '../merge/strategy.ts'
import type { ProfileSelection } from '../profiles/choose.ts'
import type { Locate } from '../profiles/edges.ts'
import type { ProfileShape } from '../profiles/profile.ts'
import type { DeclaredResolver, Resolver } from '../references/resolve.ts'
import type { FromJsonSchema } from '../schema/from-json-schema-type.ts'
import type { LocalSecretsOptions } from '../secrets/local/local-secrets.ts'
import type { SecretProvider } from '../secrets/secret-provider.ts'
import type { Source } from '../sources/source.ts'
import type { Rule, Transition } from '../validation/rule.ts'
import type { Levels } from '../validation/severity.ts'

/** What a configuration is made of: data, so it can be printed and checked before anything is read. */
export interface ConfigDefinition<Shape = unknown> {
  /** Of the application, for logs. */
  readonly name?: string
  /** The folder that relative paths start from. Default: the working directory. */
  readonly root?: string
  /** Where values come from, lowest priority first. */
  readonly sources: readonly Source[]
  /** What may vary: `{ base: {}, prod: { extends: 'base', aliases: ['production'] } }`. */
  readonly profiles?: Profiles
  /** Which profile when the caller names none. */
  readonly profile?: ProfileSelection
  /** What is right, and what else is known of the keys; and the type of the configuration. */
  readonly schema?: SchemaLike<Shape> | SchemaFile
  /** Rules about several values, and about changes: made with `defineRule` and `defineTransition`. */
  readonly rules?: readonly (Rule | Transition)[]
  /** What the names in `x-rules` of the schema mean: each answers what is wrong with a value, or nothing. */
  readonly validators?: Readonly<Record<string, Validator>>
  /** How strict to be. */
  readonly validation?: ValidationOptions
  /** Paths of secrets that the schema does not tell; `*` stands for any key or element. */
  readonly secrets?: readonly string[]
  /**
   * Where `${secret:store/name}` is looked up, by the name that stands before the first slash; a reference without one is
   * asked of all, in this order. A provider, or the options of {@link localSecrets}.
   */
  readonly secretStores?: Readonly<Record<string, SecretProvider | LocalSecretsOptions>>
  /** How long secrets of stores are used that are not leased, and how long while their store does not answer. */
  readonly secretReading?: SecretReadingOptions
  /** A log of who read which secret of a store, chained so that changes show. What cannot be recorded is not read. */
  readonly secretAudit?: SecretAuditOptions
  /** How values of several layers come together, by path: `{ 'server.plugins': 'append' }`. Default: maps merge, lists replace. */
  readonly merge?: Readonly<Record<string, Strategy>>
  /** Formats beyond those of the library, or variants of them; the first whose extension fits is taken. */
  readonly formats?: readonly Format[]
  /** Kinds of references of your own: `${name:argument}`. */
  readonly resolvers?: Readonly<Record<string, Resolver | DeclaredResolver>>
  /** Keys to sealed files, besides SOPS_AGE_KEY, SOPS_AGE_KEY_FILE and the key file of the `sops` command. */
  readonly keys?: KeyOptions
  /** Bounds on what is read. */
  readonly limits?: Partial<Limits>
  /** From where files may import others with `$import`, and how many. */
  readonly imports?: ImportOptions
  /** What `configmanage lint` is strict about; a running program does not look at it. */
  readonly lint?: LintOptions
  /** Where a part of the definition is written, if that is a file of data: for messages. Manifests bring it. */
  readonly locate?: Locate
}

/** A named variation of the configuration: development, staging, production. */
export interface ProfileDefinition extends ProfileShape {
  /**
   * Sources that count while the profile is active: above the files of the definition and below its environment and
   * arguments. For another place, put `when('prod', ...)` among the sources of the definition.
   */
  readonly sources?: readonly Source[]
}

export type Profiles = Readonly<Record<string, ProfileDefinition>>

export interface ImportOptions {
  /**
   * Folders, relative to `root`, from which files may be imported besides `root` itself and the folder of the file that
   * began to import. Default: none.
   */
  readonly folders?: readonly string[]
  /** Levels of files that import each other. Default: 20. */
  readonly maxDepth?: number
  /** Files that are imported in all. Default: 1,000. */
  readonly maxFiles?: number
}

/** The name of a file with a JSON Schema, relative to `root`. Its `$ref` may lead to files in that folder. */
export type SchemaFile = string

export interface SecretReadingOptions {
  /** With `watch`, a secret without a lease is read again after this time, in milliseconds. Default: 5 minutes. */
  readonly maxAgeMs?: number
  /**
   * For so long after that, or after a lease should have been renewed, the last reading stands in while the store does not
   * answer, in milliseconds; never past the end of a lease. 0: not at all. Default: 1 hour.
   */
  readonly maxStaleMs?: number
}

export interface SecretAuditOptions {
  /** Relative to `root`. */
  readonly file: string
  /** Makes the chain unforgeable for who does not have it. Default: CONFIGMANAGE_AUDIT_KEY, else none. */
  readonly key?: string
}

/** Answers what is wrong with a value, as a sentence, or nothing. `argument` is what the schema gives. */
export type Validator = (value: unknown, argument: unknown) => string | undefined

export interface ValidationOptions {
  /**
   * What keys are that the schema does not describe: errors (`strict`), or warnings, even where the schema refuses them
   * (`lenient`). Default: warnings, and errors where the schema refuses them.
   */
  readonly mode?: 'strict' | 'lenient'
  /** Another severity for the issues of a code: `{ KEY_DEPRECATED: 'error' }`. */
  readonly levels?: Levels
  /** At most so many issues are reported. Default: 1,000. */
  readonly maxIssues?: number
}

/** A JSON Schema document, or an object of a Standard Schema library (https://standardschema.dev). */
export type SchemaLike<Shape> = StandardSchema<Shape> | Readonly<Record<string, unknown>>

export interface StandardSchema<Shape> {
  readonly '~standard': { readonly vendor: string; readonly types?: { readonly output: Shape } | undefined }
}

/**
 * Gives a definition its type. Does nothing else. From a JSON Schema document written in place, or `as const`, the
 * type is read off the document.
 */
export function defineConfig<const Document extends JsonSchemaDocument>(
  definition: ConfigDefinition & { readonly schema: Document },
): ConfigDefinition<FromJsonSchema<Document>>
export function defineConfig<Shape = unknown>(definition: ConfigDefinition<Shape>): ConfigDefinition<Shape>
export function defineConfig(definition: ConfigDefinition): ConfigDefinition {
  return definition
}

/** A document that says its type at once, so no object of a schema library is taken for one. */
interface JsonSchemaDocument {
  readonly type: 'object'
  readonly properties: Readonly<Record<string, unknown>>
  readonly '~standard'?: never
}
