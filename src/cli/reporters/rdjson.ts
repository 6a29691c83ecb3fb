import { docsUrl, homeUrl } from '../../errors/docs-link.ts'
import type { Issue } from '../../errors/issue.ts'
import { fileOf, inReadingOrder } from '../../errors/reading-order.ts'
import type { Span } from '../../text/position.ts'
import { nameFromTop } from './file-names.ts'
import type { Report, Reporter, ReporterWorld } from './report.ts'

/**
 * The format of reviewdog, which turns it into comments on a change, with suggestions:
 * https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
 */
export const rdjson: Reporter = (report, world) => {
  const result = {
    source: { name: report.tool.name, url: homeUrl(report.tool.version) },
    severity: report.issues.some(({ severity }) => severity === 'error') ? 'ERROR' : 'WARNING',
    diagnostics: inReadingOrder(report.issues).map((issue) => diagnosticOf(report, world, issue)),
  }
  return `${JSON.stringify(result, null, 2)}\n`
}

function diagnosticOf(report: Report, world: ReporterWorld, issue: Issue): Readonly<Record<string, unknown>> {
  const suggestions = suggestionsFor(world, issue)
  const related = issue.related ?? []
  return {
    message: issue.hint === undefined ? issue.message : `${issue.message}\n${issue.hint}`,
    location: {
      path: nameFromTop(report, fileOf(issue) ?? report.manifest ?? '.'),
      ...(issue.span && { range: rangeOf(world, issue.span) }),
    },
    severity: issue.severity === 'error' ? 'ERROR' : 'WARNING',
    code: { value: issue.code, url: docsUrl(issue.code, report.tool.version) },
    ...(suggestions.length > 0 && { suggestions }),
    ...(related.length > 0 && {
      related_locations: related.map(({ message, span }) => ({
        message,
        location: { path: nameFromTop(report, span.file), range: rangeOf(world, span) },
      })),
    }),
  }
}

/** Each suggestion is taken alone, so a fix of several changes is none. */
function suggestionsFor(world: ReporterWorld, issue: Issue): readonly Readonly<Record<string, unknown>>[] {
  const [change, second] = issue.fix?.changes ?? []
  if (change === undefined || second !== undefined || change.span.file !== issue.span?.file) return []
  return [{ range: rangeOf(world, change.span), text: change.text }]
}

/** Columns count bytes of UTF-8, from 1. */
function rangeOf(world: ReporterWorld, { file, start, end }: Span): Readonly<Record<string, unknown>> {
  const place = ({ line, column }: Span['start']): Readonly<Record<string, number>> => ({
    line,
    column: world.bytesBefore(file, line, column) + 1,
  })
  return { start: place(start), end: place(end) }
}
