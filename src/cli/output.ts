import type { Issue } from '../errors/issue.ts'
import { issueToJson } from '../errors/render-json.ts'
import { countLine, renderIssues } from '../errors/render-text.ts'
import { type Paint, plainPaint, terminalPaint } from '../text/color.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext, CliOutput } from './context.ts'
import { type ExitCode, exitCodeOf, exitCodes } from './exit-code.ts'
import { frameText } from './frame-text.ts'

/** Colours only where they are wanted: `--color`, then NO_COLOR and FORCE_COLOR, then whether it is a terminal. */
export function paintFor(context: CliContext, flags: GlobalFlags, stream: CliOutput): Paint {
  return wantsColor(context.env, flags, stream) ? terminalPaint : plainPaint
}

function wantsColor(env: CliContext['env'], flags: GlobalFlags, stream: CliOutput): boolean {
  if (flags.color === 'always') return true
  if (flags.color === 'never' || env.NO_COLOR) return false
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0'
  return stream.isTTY && env.TERM !== 'dumb'
}

/** Issues for people, on standard error. `--quiet` leaves warnings out. */
export function writeIssues(context: CliContext, flags: GlobalFlags, issues: readonly Issue[]): void {
  const shown = flags.quiet ? issues.filter((issue) => issue.severity === 'error') : issues
  const paint = paintFor(context, flags, context.stderr)
  context.stderr.write(renderIssues(shown, { textOf: (file) => frameText(context, file), paint, width: context.stderr.columns }))
}

/**
 * Warnings beside an answer: in full with `--verbose`, else one line, because somebody who asks for a value every
 * minute has seen them. Nothing where standard error is no terminal, so scripts stay quiet.
 */
export function writeWarnings(context: CliContext, flags: GlobalFlags, warnings: readonly Issue[]): void {
  if (warnings.length === 0 || flags.quiet) return
  if (flags.verbose) writeIssues(context, flags, warnings)
  else if (context.stderr.isTTY)
    context.stderr.write(`${countLine(warnings)}; --verbose shows ${warnings.length === 1 ? 'it' : 'them'}\n`)
}

/** The answer of a command that reports, in the form of the contract. */
export interface Report {
  readonly kind: string
  readonly issues: readonly Issue[]
  readonly data: unknown
  /** Default: what the issues say. */
  readonly exitCode?: ExitCode
}

/** One JSON object on standard output. */
export function writeEnvelope(context: CliContext, report: Report): ExitCode {
  const exitCode = report.exitCode ?? exitCodeOf(report.issues)
  const envelope = {
    apiVersion: 'configmanage/v1',
    kind: report.kind,
    ok: exitCode === exitCodes.fine,
    exitCode,
    issues: report.issues.map(issueToJson),
    data: report.data,
  }
  context.stdout.write(`${JSON.stringify(envelope, null, 2)}\n`)
  return exitCode
}

/** Tells what went wrong: an envelope for machines, a text for people. */
export function writeFailure(context: CliContext, flags: GlobalFlags, kind: string, issues: readonly Issue[]): ExitCode {
  if (flags.format === 'json') return writeEnvelope(context, { kind, issues, data: {} })
  writeIssues(context, flags, issues)
  return exitCodeOf(issues)
}
