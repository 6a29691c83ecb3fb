import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'
import { pathOf } from './paths.ts'
import type { ReportFlags } from './report-flags.ts'
import { type ReporterName, reporterNamed } from './reporters/table.ts'
import { usageError } from './usage-error.ts'
import { readLimit } from './warning-limit.ts'

/** What the flags of a report ask for, read and checked before anything else is done. */
export interface ReportPlan {
  readonly format: ReporterName
  /** Other forms of the report, each with the file it goes to. */
  readonly files: readonly ReporterFile[]
  readonly maxWarnings: number | undefined
  readonly baseline: { readonly file: string; readonly path: string; readonly write: boolean } | undefined
  readonly fix: 'no' | 'show' | 'write'
  readonly all: boolean
  /** True where GitHub reads what is printed, and shows it on the lines of a change. */
  readonly annotate: boolean
}

export interface ReporterFile {
  readonly name: ReporterName
  /** As it was named. */
  readonly file: string
  /** Absolute. */
  readonly path: string
}

/** @throws ConfigError CLI_USAGE */
export function readReportPlan(context: CliContext, flags: GlobalFlags & ReportFlags): ReportPlan {
  const format = flags.format === undefined ? 'pretty' : reporterNamed(flags.format)
  if (flags.dryRun && !flags.fix) throw usageError('--dry-run is for --fix', 'add --fix, or leave it out')
  if (flags.writeBaseline && flags.baseline === undefined)
    throw usageError('where should the baseline be written?', 'name it: --baseline baseline.json --write-baseline')
  return {
    format,
    files: (flags.reporterFile ?? []).map((text) => readReporterFile(context, text)),
    maxWarnings: readLimit(flags.maxWarnings),
    baseline:
      flags.baseline === undefined
        ? undefined
        : { file: flags.baseline, path: pathOf(context, flags.baseline), write: flags.writeBaseline === true },
    fix: flags.fix ? (flags.dryRun ? 'show' : 'write') : 'no',
    all: flags.all === true,
    annotate: format === 'pretty' && context.env['GITHUB_ACTIONS'] === 'true',
  }
}

function readReporterFile(context: CliContext, text: string): ReporterFile {
  const sign = text.indexOf('=')
  const file = text.slice(sign + 1)
  if (sign < 1 || file === '')
    throw usageError(`${JSON.stringify(text)} names no form and file`, 'write --reporter-file sarif=report.sarif')
  return { name: reporterNamed(text.slice(0, sign), '--reporter-file'), file, path: pathOf(context, file) }
}
