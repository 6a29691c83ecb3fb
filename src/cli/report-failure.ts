import { CommanderError } from 'commander'
import { ConfigError } from '../errors/config-error.ts'
import { closest } from '../text/closest.ts'
import { didYouMean } from '../text/words.ts'
import type { GlobalFlags } from './command.ts'
import { commandTable } from './command-table.ts'
import { type CliContext, interruptedExitCode } from './context.ts'
import type { ExitCode } from './exit-code.ts'
import { writeFailure } from './output.ts'
import { UnknownCommand } from './program.ts'
import { usageError } from './usage-error.ts'

/** Tells what went wrong, whatever was thrown, and answers with the exit code for it. */
export function reportFailure(context: CliContext, flags: GlobalFlags, kind: string, error: unknown): ExitCode {
  if (ConfigError.is(error)) return writeFailure(context, flags, kind, error.issues)
  if (context.signal.aborted) return interruptedExitCode
  const fault = internalFault(error)
  const exitCode = writeFailure(context, flags, kind, fault.issues)
  if (flags.format !== 'json' && error instanceof Error) context.stderr.write(`\n${stackOf(error, flags.verbose)}\n`)
  return exitCode
}

/** CLI_USAGE in our words for what commander said of a command line; anything else as it is. */
export function usageErrorOf(error: unknown, argv: readonly string[] = []): unknown {
  if (!(error instanceof CommanderError)) return error
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n')
  const suggestion = rest.join(' ').match(/^\(Did you mean (.*)\?\)$/)?.[1]
  const near =
    error instanceof UnknownCommand ? closest(error.typed, error.names, 1) : suggestion === undefined ? [] : [suggestion]
  const hint = didYouMean(near) ?? hintFor(error, argv)
  return usageError(first.replace(/'/g, '"').replace(/\.$/, ''), hint)
}

function hintFor({ code }: CommanderError, argv: readonly string[]): string {
  const help = `see ${['configmanage', ...commandIn(argv), '--help'].join(' ')}`
  return code === 'commander.unknownOption' ? `${help}; what begins with a dash and is no flag goes behind --` : help
}

/** The words of the command that was meant, as far as it is one: `schema docs`, or `schema` of `schema dcos`. */
function commandIn(argv: readonly string[]): readonly string[] {
  const names = new Set(commandTable.filter(({ hidden }) => hidden !== true).map(({ name }) => name))
  const firsts = new Set([...names].map((name) => name.split(' ')[0]))
  const start = argv.findIndex((word) => firsts.has(word))
  const two = start < 0 ? [] : argv.slice(start, start + 2)
  return names.has(two.join(' ')) ? two : two.slice(0, 1)
}

function internalFault(error: unknown): ConfigError {
  return new ConfigError(
    {
      code: 'INTERNAL',
      severity: 'error',
      // The message of a stranger's error may quote a value, so only its kind is said here.
      message: `an unexpected ${kindOfError(error)}`,
      hint: 'please report this, with the lines below and what you did',
    },
    { cause: error },
  )
}

/** `TypeError`, `Error ENOENT`: what it is, without what it says. */
function kindOfError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  return error.constructor.name + code
}

/** Where it happened; with `--verbose` all of it, and what it says. */
function stackOf(error: Error, verbose: boolean | undefined): string {
  if (verbose) return error.stack ?? error.message
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return lines.slice(0, 8).join('\n')
}
