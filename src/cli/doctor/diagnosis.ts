import type { ConfigDefinition } from '../../config/definition.ts'
import type { Found } from '../../doctor/found.ts'
import type { Issue } from '../../errors/issue.ts'
import type { LintFile } from '../../lint/subject.ts'

/** What `doctor` sees of a project. */
export interface Diagnosis {
  /** The folder that files are relative to. Absolute. */
  readonly root: string
  /** As issues name it; `undefined` in a project that has none. */
  readonly manifest: string | undefined
  readonly definition: ConfigDefinition | undefined
  /** Other tools, where there is no manifest. */
  readonly found: readonly Found[]
  /** The sources of the manifest, lowest first. */
  readonly sources: readonly SourceLine[]
  readonly profiles: readonly string[]
  /** Files that are written from the schema. */
  readonly generated: readonly GeneratedFile[]
  readonly issues: readonly Issue[]
  /** Texts that may hold suppressions. */
  readonly files: readonly LintFile[]
  /** Command lines without the name of the program. */
  readonly next: readonly string[]
}

/** A source, and in how many profiles it has something. */
export interface SourceLine {
  readonly name: string
  readonly kind: string
  readonly optional: boolean
  /** What it stands for: files of a pattern, values. */
  readonly files: readonly string[]
  readonly keys: number
  /** Something is wrong with it, or it was not read because something else is. */
  readonly state: 'read' | 'failed' | 'not read'
  /** Profiles in which it has values. */
  readonly profiles: readonly string[]
}

export interface GeneratedFile {
  readonly file: string
  readonly current: boolean
}
