import type { Issue } from '../../errors/issue.ts'
import type { Paint } from '../../text/color.ts'
import type { ExitCode } from '../exit-code.ts'

/** What a command found, as data. Every reporter prints the same one. */
export interface Report {
  /** The kind of the JSON envelope: `ValidateResult`. */
  readonly kind: string
  readonly tool: { readonly name: string; readonly version: string }
  /** The folder that the files of the issues are relative to. Absolute. */
  readonly root: string
  /** The folder that other programs know files by: the top of the repository. Absolute. */
  readonly top: string
  /** The manifest, as issues name files: where what stands in no file is shown, if a place is needed. */
  readonly manifest?: string | undefined
  /** What counts. */
  readonly issues: readonly Issue[]
  /** What a comment or the baseline takes out of the count. */
  readonly suppressed: readonly SuppressedIssue[]
  /** Files, profiles: what was looked at, each with what was found there and counts. */
  readonly checked: readonly Checked[]
  /** The same in words: `3 files`, `the configuration`. */
  readonly scope: string
  readonly data: Readonly<Record<string, unknown>>
  readonly exitCode: ExitCode
  readonly durationMs: number
  /** Stays the same when lines move. Known for every issue of the report. */
  readonly fingerprintOf: (issue: Issue) => string
}

/** One thing that was looked at. */
export interface Checked {
  readonly name: string
  readonly issues: readonly Issue[]
}

/** An issue that somebody decided to live with. */
export interface SuppressedIssue {
  readonly issue: Issue
  readonly by: 'comment' | 'baseline'
  /** What the comment gives as its reason. */
  readonly reason?: string | undefined
}

/** What a reporter may ask for besides the report. */
export interface ReporterWorld {
  /** The text of a file, with what looks like a secret starred out; `undefined` when it cannot be had. */
  readonly textOf: (file: string) => string | undefined
  /** How many bytes of UTF-8 stand before a column (in UTF-16 units, from 1) of a line of a file. */
  readonly bytesBefore: (file: string, line: number, column: number) => number
  readonly paint: Paint
  readonly width: number | undefined
  /** Leave warnings out of what people read. */
  readonly quiet: boolean
  /** Show each issue in full, however many are alike. */
  readonly all: boolean
}

/** The text of a report in one form. It ends with a line end, or is empty. */
export type Reporter = (report: Report, world: ReporterWorld) => string | Promise<string>

/** `validate` for a `ValidateResult`: what somebody called. */
export function commandOf({ kind }: Pick<Report, 'kind'>): string {
  return kind.replace(/Result$/, '').toLowerCase()
}
