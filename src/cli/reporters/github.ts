import type { Issue } from '../../errors/issue.ts'
import { fileOf, inReadingOrder } from '../../errors/reading-order.ts'
import { nameFromTop } from './file-names.ts'
import type { Report, Reporter } from './report.ts'

/**
 * Workflow commands of GitHub Actions, which become annotations on the lines of a change. Errors come first, because
 * GitHub shows ten annotations of a kind for a step.
 */
export const github: Reporter = (report) =>
  inReadingOrder(report.issues)
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .map((issue) => `::${issue.severity} ${propertiesOf(report, issue)}::${escapeData(textOf(issue))}\n`)
    .join('')

function rankOf({ severity }: Issue): number {
  return severity === 'error' ? 0 : 1
}

function textOf({ message, hint }: Issue): string {
  return hint === undefined ? message : `${message}\n${hint}`
}

function propertiesOf(report: Report, issue: Issue): string {
  const file = fileOf(issue)
  const { start, end } = issue.span ?? {}
  // Columns of different lines cannot be put side by side, and GitHub refuses them.
  const oneLine = start?.line === end?.line
  const properties: readonly (readonly [string, string | number | undefined])[] = [
    ['file', file === undefined ? undefined : nameFromTop(report, file)],
    ['line', start?.line],
    ['endLine', end?.line],
    ['col', oneLine ? start?.column : undefined],
    ['endColumn', oneLine ? end?.column : undefined],
    ['title', issue.code],
  ]
  return properties
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',')
}

/** https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
