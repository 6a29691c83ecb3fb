import { docsUrl } from '../../errors/docs-link.ts'
import type { Issue } from '../../errors/issue.ts'
import { fileOf, inReadingOrder } from '../../errors/reading-order.ts'
import { countLine } from '../../errors/render-text.ts'
import { printable } from '../../text/printable.ts'
import { printPath } from '../../values/path.ts'
import { nameFromTop } from './file-names.ts'
import type { Report, Reporter } from './report.ts'

/** Rows of the table without `--all`: a summary on GitHub may have a megabyte, and nobody reads more. */
const mostRows = 200

/** A heading and a table, for comments on a change and summaries of a run. */
export const markdown: Reporter = (report, { all }) => {
  const { issues, suppressed, scope } = report
  const found = issues.length === 0 ? 'no problems' : countLine(issues)
  const quiet = suppressed.length === 0 ? '' : ` (${suppressed.length} suppressed)`
  const heading = `### ${report.tool.name}: ${found}${quiet}\n`
  if (issues.length === 0) return `${heading}\nChecked: ${scope}.\n`

  const ordered = inReadingOrder(issues)
  const rows = (all ? ordered : ordered.slice(0, mostRows)).map((issue) => rowOf(report, issue))
  const rest = ordered.length - rows.length
  return [
    heading,
    '| | place | problem | code |',
    '|---|---|---|---|',
    ...rows,
    ...(rest > 0 ? ['', `and ${rest} more.`] : []),
    '',
  ].join('\n')
}

function rowOf(report: Report, issue: Issue): string {
  const hint = issue.hint === undefined ? '' : `<br>${escapeMarkdown(issue.hint)}`
  const code = `[${escapeMarkdown(issue.code)}](${docsUrl(issue.code, report.tool.version)})`
  return `| ${issue.severity} | ${placeOf(report, issue)} | ${escapeMarkdown(issue.message)}${hint} | ${code} |`
}

function placeOf(report: Report, issue: Issue): string {
  const file = fileOf(issue)
  if (file === undefined) return asCode(issue.name ?? issue.source ?? printPath(issue.path ?? []))
  const line = issue.span ? `:${issue.span.start.line}:${issue.span.start.column}` : ''
  return asCode(nameFromTop(report, file) + line)
}

/** A fence longer than any inside; a bar would end the cell even there. */
function asCode(text: string): string {
  if (text === '') return ''
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const padding = longest > 0 ? ' ' : ''
  return `${fence}${padding}${printable(text).replaceAll('|', '\\|')}${padding}${fence}`
}

/** What a file holds must not become a link, an image, markup or a mention of somebody. */
function escapeMarkdown(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_{}[\]()#!|~>]/g, '\\$&')
    .replaceAll('@', '&#64;')
    .replace(/:\/\//g, '&#58;//')
}
