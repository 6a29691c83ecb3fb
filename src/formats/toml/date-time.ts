import { ConfigError } from '../../errors/config-error.ts'
import { DateTime, type DateTimeKind } from '../../values/date-time.ts'
import type { Path } from '../../values/path.ts'
import { findNode } from './find.ts'
import type { Scan } from './scan.ts'

/** The date at `path` as it is written: a parser's Date would keep neither its offset nor its fraction. */
export function readDateTime(result: Scan, path: Path): DateTime {
  const found = findNode(result.root, path)
  const node = found?.kind === 'value' ? found.node : undefined
  if (node?.kind !== 'scalar' || !isDateTimeKind(node.type)) {
    throw new ConfigError({
      code: 'FORMAT_DISAGREEMENT',
      severity: 'error',
      message: 'the two readers of TOML disagree about a date',
      path,
    })
  }
  return new DateTime(node.type, normalise(result.text.slice(node.start, node.end)))
}

/** RFC 3339 with `T`, `Z` and seconds; the digits stay as they are. */
export function normalise(text: string): string {
  const upper = text.replace(/^(\d{4}-\d\d-\d\d)[Tt ]/, '$1T').replace(/z$/, 'Z')
  return upper.replace(/(^|T)(\d\d:\d\d)(?!:)/, '$1$2:00')
}

function isDateTimeKind(type: string): type is DateTimeKind {
  return type.startsWith('local-') || type === 'offset-date-time'
}
