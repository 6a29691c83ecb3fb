import type { Issue } from '../../errors/issue.ts'
import { inReadingOrder } from '../../errors/reading-order.ts'
import { count } from '../../text/words.ts'
import { type Checked, commandOf, type Report, type Reporter } from './report.ts'

/** A test report in the XML that continuous integration reads: a test case for each file or profile that was checked. */
export const junit: Reporter = (report) => {
  const cases = casesOf(report)
  const failures = cases.filter(({ issues }) => issues.some(isError)).length
  const seconds = (report.durationMs / 1000).toFixed(3)
  const counts = `tests="${cases.length}" failures="${failures}" errors="0"`
  const name = escapeXml(`${report.tool.name} ${commandOf(report)}`)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${name}" ${counts} time="${seconds}">`,
    `  <testsuite name="${name}" ${counts} skipped="0" time="${seconds}">`,
    ...cases.flatMap((each) => caseLines(report, each)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

/** What belongs to none of the checked things has a case of its own, so that no issue is lost. */
function casesOf({ checked, issues }: Report): readonly Checked[] {
  const placed = new Set(checked.flatMap((each) => each.issues))
  const rest = issues.filter((issue) => !placed.has(issue))
  return rest.length === 0 ? checked : [...checked, { name: 'configuration', issues: rest }]
}

function caseLines(report: Report, { name, issues }: Checked): readonly string[] {
  const head = `    <testcase name="${escapeXml(name === '' ? 'configuration' : name)}" classname="${escapeXml(`${report.tool.name}.${commandOf(report)}`)}"`
  if (issues.length === 0) return [`${head}/>`]
  const ordered = inReadingOrder(issues)
  const errors = ordered.filter(isError)
  const warnings = ordered.filter((issue) => !isError(issue))
  return [`${head}>`, ...failureLines(errors), ...warningLines(warnings), '    </testcase>']
}

/** One failure for a case: readers of this format know no more. */
function failureLines(errors: readonly Issue[]): readonly string[] {
  const [first] = errors
  if (first === undefined) return []
  const message = errors.length === 1 ? first.message : count(errors.length, 'problem')
  const type = errors.every(({ code }) => code === first.code) ? first.code : 'CONFIG_INVALID'
  return [`      <failure message="${escapeXml(message)}" type="${type}">${escapeXml(errors.map(lineOf).join('\n'))}</failure>`]
}

function warningLines(warnings: readonly Issue[]): readonly string[] {
  if (warnings.length === 0) return []
  return [`      <system-out>${escapeXml(warnings.map(lineOf).join('\n'))}</system-out>`]
}

function lineOf({ span, file, name, severity, code, message, hint }: Issue): string {
  const place = span ? `${span.file}:${span.start.line}:${span.start.column}` : (file ?? name)
  return `${place === undefined ? '' : `${place}: `}${severity} ${code}: ${message}${hint === undefined ? '' : ` (${hint})`}`
}

function isError({ severity }: Issue): boolean {
  return severity === 'error'
}

/** What XML 1.0 cannot hold, even escaped, becomes `�`. */
const unspeakable = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

function escapeXml(text: string): string {
  return text
    .replace(unspeakable, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replaceAll('\r', '&#13;')
}
