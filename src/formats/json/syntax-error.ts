import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { LineIndex } from '../../text/position.ts'
import { diagnose, type FaultWithOrigin } from './diagnose.ts'
import type { Dialect } from './dialect.ts'

/** The error for a text that a parser has refused: every slip that can be told apart, with its place. */
export function syntaxError(text: string, file: string, dialect: Dialect, refusedAt = 0): ConfigError {
  const lines = new LineIndex(text)
  const faults = diagnose(text, dialect)
  const shown = faults.length > 0 ? faults : [unexplained(dialect, refusedAt)]
  return new ConfigError(shown.map((fault) => issueOf(fault, lines, file)))
}

function issueOf(fault: FaultWithOrigin, lines: LineIndex, file: string): Issue {
  const { openedAt } = fault
  return {
    code: 'FORMAT_SYNTAX',
    severity: 'error',
    message: fault.message,
    span: lines.span(file, fault.start, fault.end),
    hint: fault.hint,
    ...(openedAt !== undefined && { related: [{ message: 'opened here', span: lines.span(file, openedAt, openedAt + 1) }] }),
  }
}

/** The parser is the judge, even where nothing wrong can be found. */
function unexplained(dialect: Dialect, at: number): FaultWithOrigin {
  return { start: at, end: at, message: `not valid ${dialect.title}`, hint: 'check the text at this place' }
}
