import type { Issue } from '../../errors/issue.ts'
import { inReadingOrder } from '../../errors/reading-order.ts'
import { countLine, renderIssues } from '../../errors/render-text.ts'
import type { Report, Reporter, ReporterWorld } from './report.ts'

/** For people: pictures of the lines, five of each kind of problem, and a closing line. */
export const pretty: Reporter = (report, world) => {
  const shown = world.quiet ? report.issues.filter(({ severity }) => severity === 'error') : report.issues
  if (shown.length === 0) return report.issues.length > 0 || world.quiet ? '' : fineLine(report, world)

  const framesPerCode = world.all ? Number.POSITIVE_INFINITY : 5
  return renderIssues(inReadingOrder(shown), {
    textOf: world.textOf,
    paint: world.paint,
    width: world.width,
    framesPerCode,
    further: 'count',
    frameRelated: true,
    canFix: true,
    closing: `${closingLine(report, shown)}\n`,
  })
}

/** `2 errors, 1 warning in 3 files, 4 suppressed; 35 files checked in 120 ms`. */
function closingLine(report: Report, shown: readonly Issue[]): string {
  return `${countLine(shown)}${suppressedPart(report)}; ${report.scope} checked in ${Math.round(report.durationMs)} ms`
}

function fineLine(report: Report, { paint }: ReporterWorld): string {
  return `${paint.good('fine')}: ${report.scope}, no problems${suppressedPart(report)}\n`
}

function suppressedPart({ suppressed }: Report): string {
  return suppressed.length === 0 ? '' : `, ${suppressed.length} suppressed`
}
