import type { Issue } from '../../errors/issue.ts'
import { inReadingOrder } from '../../errors/reading-order.ts'
import { printable } from '../../text/printable.ts'
import type { Reporter } from './report.ts'

/** `file:line:column: severity message [CODE]`, as compilers write it: for editors, and for `grep`. */
export const concise: Reporter = (report, { quiet }) =>
  inReadingOrder(report.issues)
    .filter((issue) => !quiet || issue.severity === 'error')
    .map((issue) => `${printable(`${placeOf(issue)}${issue.severity} ${issue.message} [${issue.code}]`)}\n`)
    .join('')

function placeOf({ span, file, name, source }: Issue): string {
  if (span) return `${span.file}:${span.start.line}:${span.start.column}: `
  const known = file ?? name ?? source
  return known === undefined ? '' : `${known}: `
}
