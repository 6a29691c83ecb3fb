import type { Issue } from '../errors/issue.ts'
import type { Document, Edit } from '../formats/format.ts'
import type { MergeLayer } from '../merge/merge-run.ts'
import type { StrategyTable } from '../merge/strategy-table.ts'
import type { Field } from '../schema/fields/field.ts'
import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import type { Value, ValueMap } from '../values/value.ts'

/** What rules may look at: everything was read before, so a rule is a function of data. */
export interface LintSubject {
  readonly files: readonly LintFile[]
  /** Absent where files are looked at on their own. */
  readonly project?: LintProject | undefined
}

export interface LintFile {
  /** As people write it; spans use the same name. */
  readonly file: string
  readonly text: string
  /** `yaml`, `dotenv`, or the name of a format of the project's own. */
  readonly format: string
  readonly documents: readonly Document[]
  /** The places of values that the schema calls secret, in this file. */
  readonly secrets: readonly SecretPlace[]
  /** Permission bits; `undefined` where there are none: Windows, standard input. */
  readonly mode: number | undefined
  /** Whether git tracks it; `undefined` where nobody can tell. */
  readonly tracked: boolean | undefined
  /** Absent where no rule says that anything of it is sealed. */
  readonly sealing?: LintSealing | undefined
  /** The text after edits that keep its layout; `undefined` for a format that cannot do so. */
  readonly edited: (edits: readonly Edit[]) => string | undefined
}

/** What stands in plain text where a rule seals. */
export interface LintSealing {
  /** The file is sealed, and the rule is in it; else the rule is one for new files. */
  readonly isSealed: boolean
  readonly unsealed: readonly SecretPlace[]
}

export interface SecretPlace {
  readonly path: Path
  readonly value: Value
  readonly span: Span | undefined
}

export interface LintProject {
  readonly profiles: readonly LintProfile[]
  /** False when a profile could not be loaded: then nobody can say what holds in all of them. */
  readonly isComplete: boolean
  /** What the schema describes; `undefined` without a schema. */
  readonly schema: Field | undefined
  /** Files that stand beside those that are read, and are not read. */
  readonly unread: readonly UnreadFile[]
  /** Names of variables that have a meaning without being a key: the one that selects the profile. */
  readonly otherVariables: readonly string[]
}

/** The configuration in one profile. */
export interface LintProfile {
  /** `undefined` for a project without profiles. */
  readonly name: string | undefined
  /** Its name and its aliases. */
  readonly names: readonly string[]
  /** References filled in. */
  readonly value: Value
  /** Lowest first. */
  readonly layers: readonly LintLayer[]
  readonly strategies: StrategyTable | undefined
}

/** What one source says in one profile. */
export interface LintLayer extends MergeLayer {
  /** The same for the same file or source in every profile. */
  readonly id: string
  /** Name of the source. */
  readonly source: string
  /** `file`, `env`, `dotenv`, `args` … */
  readonly kind: string
  /** Undefined for a source that is no file. */
  readonly file: string | undefined
  readonly value: ValueMap
  /** Every scalar is text. */
  readonly textOnly: boolean
  readonly warnings: () => readonly Issue[]
  locate(path: Path, part?: 'value' | 'key'): Span | undefined
  /** The variable or flag that sets a path. */
  nameOf(path: Path): string | undefined
}

export interface UnreadFile {
  readonly file: string
  /** Names that would be read in its place: those of profiles, in the form of the source. */
  readonly readable: readonly string[]
}
