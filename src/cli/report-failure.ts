import { CommanderError } from 'commander'
import { ConfigError } from '../errors/config-error.ts'
import { didYouMean } from '../text/words.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'
import type { ExitCode } from './exit-code.ts'
import { writeFailure } from './output.ts'
import { usageError } from './usage-error.ts'

/** Tells what went wrong, whatever was thrown, and answers with the exit code for it. */
export function reportFailure(context: CliContext, flags: GlobalFlags, kind: string, error: unknown): ExitCode {
  if (ConfigError.is(error)) return writeFailure(context, flags, kind, error.issues)
  const fault = internalFault(error)
  const exitCode = writeFailure(context, flags, kind, fault.issues)
  if (flags.format !== 'json' && error instanceof Error) context.stderr.write(`\n${stackWithoutMessage(error)}\n`)
  return exitCode
}

/** CLI_USAGE in our words for what commander said; anything else as it is. */
export function usageErrorOf(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n')
  const suggestion = rest.join(' ').match(/^\(Did you mean (.*)\?\)$/)?.[1]
  const hint = suggestion === undefined ? 'see configmanage --help' : (didYouMean([suggestion]) ?? '')
  return usageError(first.replace(/'/g, '"').replace(/\.$/, ''), hint)
}

function internalFault(error: unknown): ConfigError {
  const name = error instanceof Error ? error.constructor.name : typeof error
  return new ConfigError(
    {
      code: 'INTERNAL',
      severity: 'error',
      // The message of a stranger's error may quote a value, so only its kind is said here.
      message: `an unexpected ${name}`,
      hint: 'please report this, with the lines below and what you did',
    },
    { cause: error },
  )
}

function stackWithoutMessage(error: Error): string {
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return lines.slice(0, 8).join('\n')
}
