import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import type { Document } from '../../formats/format.ts'
import type { Position, Span } from '../../text/position.ts'
import type { Path } from '../../values/path.ts'
import { type Reader, within } from './within.ts'

/** A piece of a file, and where in the file it starts. */
export interface Slice {
  readonly text: string
  readonly start: Position
}

/** Reads a piece of a file as the value at a path. Places and paths are those in the file. */
export function shiftedReader(format: Reader, section: Path, { start }: Slice): Reader {
  const inFile = (issue: Issue): Issue => ({
    ...issue,
    ...(issue.path !== undefined && { path: [...section, ...issue.path] }),
    ...(issue.span !== undefined && { span: shifted(issue.span, start) }),
    ...(issue.related !== undefined && {
      related: issue.related.map((place) => ({
        ...place,
        ...(place.span !== undefined && { span: shifted(place.span, start) }),
      })),
    }),
  })
  const parse = (text: string, file: string): Document => {
    const document = parsed(format, text, file, inFile)
    const locate: Document['locate'] = (path, part) => {
      // The keys on the way were passed over; they stand somewhere before the value.
      const span = isInside(path, section) ? document.locate(path.slice(section.length), part) : undefined
      const found = span ?? (path.length <= section.length ? document.locate([]) : undefined)
      return found && shifted(found, start)
    }
    return {
      value: within(section, document.value),
      get warnings() {
        return document.warnings.map(inFile)
      },
      locate,
    }
  }
  return { textOnly: format.textOnly, parse }
}

function parsed(format: Reader, text: string, file: string, inFile: (issue: Issue) => Issue): Document {
  try {
    return format.parse(text, file)
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    throw new ConfigError(error.issues.map(inFile), { cause: error })
  }
}

function isInside(path: Path, section: Path): boolean {
  return section.every((part, index) => path[index] === part)
}

function shifted({ file, start, end }: Span, by: Position): Span {
  return { file, start: moved(start, by), end: moved(end, by) }
}

function moved({ line, column, offset }: Position, by: Position): Position {
  return {
    line: line + by.line - 1,
    column: line === 1 ? column + by.column - 1 : column,
    offset: offset + by.offset,
  }
}
