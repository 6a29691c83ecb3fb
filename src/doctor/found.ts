import type { Issue } from '../errors/issue.ts'
import type { ProjectFiles } from './project-files.ts'

/** What a file is for, in the words of no particular tool. */
export type FileRole = 'base' | 'profile' | 'local' | 'variables' | 'example' | 'keys' | 'code' | 'data'

export interface FoundFile {
  readonly file: string
  readonly role: FileRole
  /** The environment that it is for. */
  readonly profile?: string | undefined
  /** Values in it; `undefined` where only running it would tell. */
  readonly keys?: number | undefined
}

/** A way of configuration that a project uses. */
export interface Found {
  /** The tool, or the kind of file: `node-config`, `dotenv`, `ini`. */
  readonly tool: string
  readonly files: readonly FoundFile[]
  /** Different keys over all its files. */
  readonly keys: number
  readonly profiles: readonly string[]
  /** How many of the keys have one type in all files and are missing in none. */
  readonly agreement?: { readonly agree: number; readonly of: number } | undefined
  /** In a few words each. */
  readonly notes: readonly string[]
  /** Command lines without the name of the program. */
  readonly next: readonly string[]
  readonly issues: readonly Issue[]
}

/** Knows one tool. Runs nothing of the project: it looks at names and texts. */
export interface Layout {
  readonly tool: string
  recognise(project: ProjectFiles): Promise<readonly Found[]>
}
