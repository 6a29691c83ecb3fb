import type { IssueCode } from '../../errors/catalogue.ts'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue, RelatedPlace } from '../../errors/issue.ts'
import type { LineIndex, Span } from '../../text/position.ts'
import type { Path } from '../../values/path.ts'
import { besides } from './later.ts'

/** A stretch of the text by offsets; `end` is behind the last character. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** A text with the name of its file: what turns offsets into places. Lines are counted when the first place is asked for. */
export class SourceText {
  readonly text: string
  readonly file: string
  #lines: LineIndex | undefined

  constructor(text: string, file: string) {
    this.text = text
    this.file = file
  }

  get lines(): LineIndex {
    this.#lines ??= new (besides().LineIndex)(this.text)
    return this.#lines
  }

  span(range: Range): Span {
    return this.lines.span(this.file, range.start, range.end)
  }
}

/** What goes into an issue besides its place. */
export interface Problem {
  readonly code: IssueCode
  readonly message: string
  readonly hint?: string
  readonly severity?: 'error' | 'warning'
  readonly related?: readonly RelatedPlace[]
  readonly path?: Path
}

/** More are of no use to anybody, and a broken file could have one a line. */
export const mostIssues = 100

export function issueAt(source: SourceText, range: Range, problem: Problem): Issue {
  return { severity: 'error', span: source.span(range), ...problem }
}

export function errorAt(source: SourceText, range: Range, problem: Problem, cause?: unknown): ConfigError {
  return new ConfigError(issueAt(source, range, problem), cause === undefined ? undefined : { cause })
}
