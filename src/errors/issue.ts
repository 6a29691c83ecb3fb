import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import type { IssueCode } from './catalogue.ts'

/** One problem, as data. Parsers, validators, the command line and the server all produce and consume it. */
export interface Issue {
  /** From the catalogue; stable across minor versions; never reused. */
  readonly code: IssueCode
  readonly severity: 'error' | 'warning'
  /** One sentence: lower-case start, no final stop, quotes around the user's words. */
  readonly message: string
  readonly path?: Path | undefined
  /** Where: file, line, column. */
  readonly span?: Span | undefined
  /** The file, when no line of it is meant. */
  readonly file?: string | undefined
  /** Name of the source: `file:config/app.yaml`, `environment SHOP_*`. */
  readonly source?: string | undefined
  /** The name in the source's own language: an environment variable, a flag. */
  readonly name?: string | undefined
  readonly expected?: string | undefined
  /** Short, and never a secret. */
  readonly received?: string | undefined
  /** What to do next, as an instruction. */
  readonly hint?: string | undefined
  /** The one key or value that was most likely meant, where there is only one such. */
  readonly suggestion?: string | undefined
  /** Other places that matter: the value it overrides, the first definition of a duplicate. */
  readonly related?: readonly RelatedPlace[] | undefined
  /** The rule's own place in the schema: `schema.json#/properties/port/maximum`. */
  readonly rule?: string | undefined
  /** A change that mends it, where a program can know one. */
  readonly fix?: Fix | undefined
}

export interface RelatedPlace {
  readonly message: string
  readonly span: Span
}

/** A change to files that mends an issue. */
export interface Fix {
  /** As an instruction: `rename "prot" to "port"`. */
  readonly description: string
  readonly changes: readonly TextChange[]
}

/** One stretch of a file, and what to put in its place. */
export interface TextChange {
  readonly span: Span
  readonly text: string
}
