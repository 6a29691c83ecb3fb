import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { paintFor, writeEnvelope } from '../output.ts'

/** What was done to which secret. */
export interface SecretChange {
  readonly kind: 'SecretSet' | 'SecretRemoved' | 'SecretRotated'
  readonly verb: string
  readonly name: string
  readonly store: string
  readonly version?: string
  /** More for people. */
  readonly stays?: string
}

/** One line on standard error, or an envelope. */
export function reportChange(context: CliContext, flags: GlobalFlags, change: SecretChange): ExitCode {
  const { kind, verb, name, store, version, stays = '' } = change
  if (flags.format === 'json')
    return writeEnvelope(context, { kind, issues: [], data: { store, name, version: version ?? null } })
  const paint = paintFor(context, flags, context.stderr)
  const asVersion = version === undefined ? '' : `, version ${version}`
  if (!flags.quiet) context.stderr.write(`${verb} ${paint.strong(name)} in ${store}${asVersion}${stays}\n`)
  return exitCodes.fine
}
