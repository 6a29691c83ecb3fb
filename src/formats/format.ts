import type { Issue } from '../errors/issue.ts'
import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import type { Value } from '../values/value.ts'

/** A language that configuration is written in. Stateless; the same object serves any number of texts. */
export interface Format {
  readonly name: string
  /** Lower case, with the dot. */
  readonly extensions: readonly string[]
  readonly mediaTypes: readonly string[]
  /** True when every scalar is text and wants coercion: INI, .env, properties. */
  readonly textOnly: boolean
  /**
   * Reads one document. All or nothing: there is no partial value.
   * @throws ConfigError with all syntax issues it can find: FORMAT_SYNTAX, FORMAT_DUPLICATE_KEY, FORMAT_TOO_DEEP …
   */
  parse(text: string, file: string): Document
  /** Reads a text that may hold several documents (YAML). A format without it has one document a text. */
  parseAll?(text: string, file: string): readonly Document[]
  /**
   * Text that `parse` reads back as an equal value.
   * @throws ConfigError FORMAT_UNSUPPORTED_VALUE, naming the path.
   */
  print(value: Value, options?: PrintOptions): string
  /**
   * Changes only the bytes of the edited values; comments, order and layout stay. `set` replaces or adds (maps
   * on the way are created); `remove` of an absent path changes nothing. A list index equal to the length appends.
   * @throws ConfigError FORMAT_EDIT when that cannot be done, FORMAT_SYNTAX when the text was malformed before.
   */
  edit(text: string, edits: readonly Edit[], file: string): string
}

export interface PrintOptions {
  /** Spaces a level. Default: 2. */
  readonly indent?: number
}

export type Edit =
  | { readonly kind: 'set'; readonly path: Path; readonly value: Value }
  | { readonly kind: 'remove'; readonly path: Path }

/** A text that has been read. */
export interface Document {
  readonly value: Value
  /** Computed on first use where that costs time. */
  readonly warnings: readonly Issue[]
  /**
   * The place of the value at `path` (or of its key). Computed on demand. Without the quotes? With them: the
   * span is the text as it stands in the file. `undefined` for what the document does not have.
   */
  locate(path: Path, part?: 'value' | 'key'): Span | undefined
}

/** What every format's factory accepts; a format may accept more. */
export interface FormatOptions {
  readonly limits?: Partial<Limits>
}

/** Bounds that keep a wrong or hostile file from taking the process down. All can be raised. */
export interface Limits {
  /** Bytes of one file. Default: 64 MiB. */
  readonly maxBytes: number
  /** Levels of maps and lists. Default: 500. */
  readonly maxDepth: number
  /** Values of one document, counted as if every alias were written out. Default: 1,000,000. */
  readonly maxNodes: number
  /** Characters that variables and interpolations may add to one document. Default: 1 MiB. */
  readonly maxExpansion: number
}

export const defaultLimits: Limits = { maxBytes: 67_108_864, maxDepth: 500, maxNodes: 1_000_000, maxExpansion: 1_048_576 }

/** Reads options once: what is not given has its default. */
export function limitsOf(options: FormatOptions | undefined): Limits {
  return { ...defaultLimits, ...options?.limits }
}

/** Makes a format. Each format folder exports one, under the format's name. */
export type FormatFactory = (options?: FormatOptions & Readonly<Record<string, unknown>>) => Format
