import { statSync } from 'node:fs'
import { ConfigError } from '../../errors/config-error.ts'
import type { Document, Edit, Format } from '../../formats/format.ts'
import type { LintFile, SecretPlace } from '../../lint/subject.ts'

/** A file that was read, before it is known what git and the system say of it. */
export interface ReadFile {
  readonly file: string
  /** Undefined for standard input. */
  readonly path: string | undefined
  readonly text: string
  readonly format: Format
  readonly documents: readonly Document[]
}

/** A file as rules see it. */
export function lintFile(
  { file, path, text, format, documents }: ReadFile,
  secrets: readonly SecretPlace[],
  tracked: boolean | undefined,
  sealing?: LintFile['sealing'],
): LintFile {
  return {
    file,
    text,
    format: format.name,
    documents,
    secrets,
    mode: path === undefined ? undefined : modeOf(path),
    tracked,
    sealing,
    edited: (edits) => edited(format, text, edits, file),
  }
}

function modeOf(path: string): number | undefined {
  if (process.platform === 'win32') return undefined
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats === undefined ? undefined : stats.mode & 0o777
}

/** What an edit cannot do has no fix, and that is all that follows from it. */
function edited(format: Format, text: string, edits: readonly Edit[], file: string): string | undefined {
  try {
    return format.edit(text, edits, file)
  } catch (error) {
    if (ConfigError.is(error)) return undefined
    throw error
  }
}
