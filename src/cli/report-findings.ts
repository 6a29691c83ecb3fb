import { resolve } from 'node:path'
import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { fileOf } from '../errors/reading-order.ts'
import { count } from '../text/words.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'
import { type ExitCode, exitCodeOf, exitCodes } from './exit-code.ts'
import { type Findings, withoutRepeats } from './findings.ts'
import { fixDiff, fixedLines, type Mended, mend } from './fix-findings.ts'
import { writeFailure } from './output.ts'
import type { ReportFlags } from './report-flags.ts'
import { type ReportPlan, readReportPlan } from './report-plan.ts'
import { nameFromTop } from './reporters/file-names.ts'
import type { Checked, Report, Reporter, SuppressedIssue } from './reporters/report.ts'
import type { ReporterName } from './reporters/table.ts'
import { applySuppressions } from './suppress/apply-suppressions.ts'
import { applyBaseline, writeBaseline } from './suppress/baseline.ts'
import { fingerprintsOf } from './suppress/fingerprints.ts'
import { topFolder } from './top-folder.ts'
import { readVersion } from './version.ts'
import { withinLimit } from './warning-limit.ts'
import { writeReport } from './write-report.ts'

/** A command that reports: what it is called in JSON, and how it looks for issues. It may look more than once. */
export interface ReportingCommand {
  readonly kind: string
  readonly check: () => Promise<Findings>
  /** How people see it, if not as a list of issues. */
  readonly pretty?: Reporter
  /** Default: as issues of these codes have it everywhere. */
  readonly exitCodeOf?: (issues: readonly Issue[]) => ExitCode
}

/** Forms whose readers see why the exit code is 1 nowhere else. */
const forPeople: readonly ReporterName[] = ['pretty', 'concise', 'agent']

/** Findings less what somebody decided to live with. */
interface Settled extends Findings {
  readonly issues: readonly Issue[]
  readonly suppressed: readonly SuppressedIssue[]
}

/**
 * From findings to a report and an exit code: collect, mend, suppress, take out the baseline, report.
 * @throws ConfigError CLI_USAGE, BASELINE_INVALID, FILE_WRITE
 */
export async function reportFindings(
  context: CliContext,
  flags: GlobalFlags & ReportFlags & { readonly from?: string },
  { kind, check, pretty, exitCodeOf: codeOf = exitCodeOf }: ReportingCommand,
): Promise<ExitCode> {
  const plan = readReportPlan(context, flags)
  const startedAt = context.now()
  const settled = async (): Promise<Settled> => settle(context, plan, await check())
  let mended: Mended<Settled>
  try {
    mended = await mendAsAsked(context, flags, plan, settled)
  } catch (error) {
    if (!ConfigError.is(error) || error.code === 'CLI_USAGE') throw error
    return reportFailedCheck(context, flags, plan, { kind, startedAt, issues: error.issues })
  }
  const { files, failures } = mended
  const found = plan.baseline?.write ? withNewBaseline(context, plan, mended.found) : mended.found
  const issues = [...found.issues, ...failures]
  const isWithin = withinLimit(issues, plan.maxWarnings)
  const exitCode = codeOf(issues) || (isWithin ? exitCodes.fine : exitCodes.findings)
  const data = {
    ...found.dataOf(found.checked),
    suppressed: found.suppressed.length,
    ...(plan.fix === 'write' && { fixed: files }),
  }
  const report = reportOf(context, { ...found, kind, issues, data, exitCode, durationMs: context.now() - startedAt })
  if (!flags.quiet) context.stderr.write(fixedLines(files))
  if (plan.fix === 'show') (plan.format === 'pretty' ? context.stdout : context.stderr).write(fixDiff(context, found))
  await writeReport(context, flags, plan, report, { pretty })
  const isSaid = forPeople.includes(plan.format) && !isWithin && exitCodeOf(issues) === exitCodes.fine
  if (isSaid)
    context.stderr.write(`more than ${count(plan.maxWarnings ?? 0, 'warning')}
`)
  return exitCode
}

async function mendAsAsked(
  context: CliContext,
  flags: GlobalFlags & { readonly from?: string },
  plan: ReportPlan,
  check: () => Promise<Settled>,
): Promise<Mended<Settled>> {
  if (plan.fix === 'write') return mend(context, flags, check)
  return { found: await check(), files: [], failures: [] }
}

/** Suppressions, then the baseline: what a comment explains need not be listed. */
function settle(context: CliContext, plan: ReportPlan, findings: Findings): Settled {
  const { root, issues: all, files, ...rest } = withoutRepeats(findings)
  const commented = applySuppressions(all, files, {
    now: context.now(),
    covers: (code, file) => rest.covers(code, resolve(root, file)),
  })
  const settled: Settled = { ...rest, root, files, issues: commented.issues, suppressed: commented.suppressed }
  return plan.baseline === undefined || plan.baseline.write ? onlyLeft(settled) : withoutBaseline(plan.baseline, settled)
}

function withoutBaseline({ file, path }: NonNullable<ReportPlan['baseline']>, settled: Settled): Settled {
  const { issues, suppressed } = applyBaseline(settled.issues, { file, path, root: settled.root }, settled.covers)
  return onlyLeft({ ...settled, issues, suppressed: [...settled.suppressed, ...suppressed] })
}

/** What was checked, each with the issues of it that count. What is said of the comments in a file belongs to the file. */
function onlyLeft(settled: Settled): Settled {
  const left = new Set(settled.issues)
  const placed = new Set([...settled.checked, { issues: settled.others ?? [] }].flatMap(({ issues }) => issues))
  const ofFile = Map.groupBy(
    settled.issues.filter((issue) => !placed.has(issue)),
    fileOf,
  )
  const checked = settled.checked.map((each): Checked => {
    const said = ofFile.get(each.name)
    if (each.issues.length === 0 && said === undefined) return each
    return { ...each, issues: [...each.issues.filter((issue) => left.has(issue)), ...(said ?? [])] }
  })
  return { ...settled, checked }
}

function withNewBaseline(context: CliContext, { baseline }: ReportPlan, settled: Settled): Settled {
  if (baseline === undefined) return settled
  const written = writeBaseline(settled.issues, { ...baseline, root: settled.root }, settled.covers)
  context.stderr.write(`wrote ${count(written, 'issue')} to ${baseline.file}\n`)
  return withoutBaseline(baseline, settled)
}

/** The check itself could not be made. Programs that wait for a report get one. */
async function reportFailedCheck(
  context: CliContext,
  flags: GlobalFlags,
  plan: ReportPlan,
  { kind, startedAt, issues }: { readonly kind: string; readonly startedAt: number; readonly issues: readonly Issue[] },
): Promise<ExitCode> {
  const durationMs = context.now() - startedAt
  const nothing = { root: context.cwd, checked: [], scope: 'nothing', suppressed: [], data: {} }
  const report = reportOf(context, { ...nothing, kind, issues, exitCode: exitCodeOf(issues), durationMs })
  const isForPeople = plan.format === 'pretty'
  await writeReport(context, flags, plan, report, { onStandardOutput: !isForPeople })
  return isForPeople ? writeFailure(context, flags, kind, issues) : report.exitCode
}

function reportOf(context: CliContext, facts: Omit<Report, 'tool' | 'top' | 'fingerprintOf'>): Report {
  const { root, issues, suppressed } = facts
  const top = topFolder(context, root)
  let known: ReadonlyMap<Issue, string> | undefined
  const fingerprintOf = (issue: Issue): string => {
    known ??= fingerprintsOf([...issues, ...suppressed.map((each) => each.issue)], (file) => nameFromTop({ root, top }, file))
    return known.get(issue) ?? ''
  }
  return { ...facts, tool: { name: 'configmanage', version: readVersion() }, top, fingerprintOf }
}
