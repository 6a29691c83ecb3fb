import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'
import type { EditOutcome } from './edit-file.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { paintFor, writeEnvelope } from './output.ts'

/** What was changed where. */
export interface EditReport {
  readonly kind: 'SetResult' | 'UnsetResult'
  readonly verb: string
  readonly path: string
  readonly file: string
  readonly outcome: EditOutcome
}

/** One line on standard error, or an envelope. Nothing to change is fine. */
export function reportEdit(context: CliContext, flags: GlobalFlags, { kind, verb, path, file, outcome }: EditReport): ExitCode {
  const changed = outcome !== 'unchanged'
  if (flags.format === 'json')
    return writeEnvelope(context, { kind, issues: [], data: { path, file, changed, created: outcome === 'created' } })
  const paint = paintFor(context, flags, context.stderr)
  const unchanged = verb === 'set' ? `${path} in ${file} is that already` : `${path} is not in ${file}`
  const text = changed
    ? `${verb} ${paint.strong(path)} in ${outcome === 'created' ? `${file}, a new file` : file}`
    : `nothing to change: ${unchanged}`
  if (!flags.quiet) context.stderr.write(`${text}\n`)
  return exitCodes.fine
}
