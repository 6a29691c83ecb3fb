import { CommanderError } from 'commander'
import type { GlobalFlags } from './command.ts'
import { commandTable } from './command-table.ts'
import type { CliContext } from './context.ts'
import type { ExitCode } from './exit-code.ts'
import { loadCommand } from './load-command.ts'
import { type Call, makeProgram } from './program.ts'

/**
 * Runs one command line and answers with its exit code. Never throws: what goes wrong is written to standard
 * error, or to standard output as an envelope when JSON is asked for.
 */
export async function run(argv: readonly string[], context: CliContext): Promise<ExitCode> {
  try {
    // Alone it names no command, which the parser would answer with the help.
    if (argv[0] === '-V' || argv[0] === '--version') return await printVersion(context)
    const asked = await parseWithApplication(argv, context)
    if (typeof asked === 'number') return asked
    return await call(asked, context)
  } catch (error) {
    return await reportUsage(argv, context, error)
  }
}

/** Behind `--` stand arguments of the application, for commands that take them; for others, ordinary arguments. */
async function parseWithApplication(asWritten: readonly string[], context: CliContext): Promise<Call | ExitCode> {
  const wrapper = commandTable.find((entry) => entry.takesCommandLine && asWritten.includes(entry.name))
  const argv = wrapper === undefined ? asWritten : (await import('./run-child/child-words.ts')).separateChild(asWritten, wrapper)
  const cut = argv.indexOf('--')
  const before = argv.slice(0, Math.max(cut, 0))
  if (!commandTable.some((entry) => entry.takesApplicationArgs && before.includes(entry.name))) return parse(argv, context)
  const asked = parse(before, context)
  if (typeof asked === 'number') return asked
  if (!asked.entry.takesApplicationArgs) return parse(argv, context)
  return { ...asked, flags: { ...asked.flags, applicationArgs: argv.slice(cut + 1) } }
}

/** The call, or an exit code when the help was all that was wanted. */
function parse(argv: readonly string[], context: CliContext): Call | ExitCode {
  let found: Call | undefined
  let help = ''
  const program = makeProgram({ help: (text) => context.stdout.write(text), error: (text) => (help += text) }, (asked) => {
    found = asked
  })
  try {
    program.parse([...argv], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return 0
    if (error.code !== 'commander.help') throw error
    // No command was named: the help is for a person, the exit code for a script.
    context.stderr.write(help)
    return 2
  }
  if (found === undefined) throw new CommanderError(2, 'configmanage.nothing', 'error: no command')
  return found
}

async function printVersion(context: CliContext): Promise<ExitCode> {
  const { readVersion } = await import('./version.ts')
  context.stdout.write(`${readVersion()}\n`)
  return 0
}

async function call({ entry, args, flags: parsed }: Call, outside: CliContext): Promise<ExitCode> {
  const flags = withShortcuts(parsed)
  let context = outside
  try {
    if (flags.cwd !== undefined) {
      const { inFolder } = await import('./in-folder.ts')
      context = inFolder(outside, flags.cwd)
    }
    if (flags.format !== undefined && entry.formats !== 'own') {
      const { checkFormat } = await import('./check-format.ts')
      checkFormat(flags.format, entry.formats)
    }
    if (entry.hidesContents) context.frames.hidesContents = true
    const command = await loadCommand(entry.name)
    // The flags were parsed by the entry that names the command, so they are the ones it takes.
    return await command(context, args, flags as never)
  } catch (error) {
    const { reportFailure } = await import('./report-failure.ts')
    return reportFailure(context, flags, entry.kind, error)
  }
}

/** `--json` is `--format json`. */
function withShortcuts(flags: GlobalFlags & { readonly json?: boolean }): GlobalFlags {
  const { json, ...rest } = flags
  return json ? { ...rest, format: 'json' } : rest
}

/** A command line that could not be parsed: the flags are not known, so JSON is looked for in the words. */
async function reportUsage(argv: readonly string[], context: CliContext, error: unknown): Promise<ExitCode> {
  const json = argv.some(
    (word, index) => word === '--json' || word === '--format=json' || (word === '--format' && argv[index + 1] === 'json'),
  )
  const { reportFailure, usageErrorOf } = await import('./report-failure.ts')
  return reportFailure(context, json ? { format: 'json' } : {}, 'UsageError', usageErrorOf(error, argv))
}
