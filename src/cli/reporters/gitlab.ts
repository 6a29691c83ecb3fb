import type { Issue } from '../../errors/issue.ts'
import { fileOf, inReadingOrder } from '../../errors/reading-order.ts'
import { nameFromTop } from './file-names.ts'
import type { Report, Reporter } from './report.ts'

/** A Code Quality report of GitLab: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export const gitlab: Reporter = (report) =>
  `${JSON.stringify(
    inReadingOrder(report.issues).map((issue) => findingOf(report, issue)),
    null,
    2,
  )}\n`

function findingOf(report: Report, issue: Issue): Readonly<Record<string, unknown>> {
  const { message, hint, code, severity, span } = issue
  return {
    description: hint === undefined ? message : `${message} (${hint})`,
    check_name: code,
    fingerprint: report.fingerprintOf(issue),
    severity: severity === 'error' ? 'major' : 'minor',
    // GitLab wants a place. What stands in no file is shown at the manifest.
    location: { path: nameFromTop(report, fileOf(issue) ?? report.manifest ?? '.'), lines: { begin: span?.start.line ?? 1 } },
  }
}
