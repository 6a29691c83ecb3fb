import { Command as Commander, CommanderError, Option } from 'commander'
import type { CommandEntry, FlagEntry, GlobalFlags } from './command.ts'
import { commandTable } from './command-table.ts'
import { globalFlags } from './global-flags.ts'

/** What was asked for. */
export interface Call {
  readonly entry: CommandEntry
  readonly args: readonly string[]
  readonly flags: GlobalFlags
}

/** Where commander's texts go. */
export interface ProgramTexts {
  readonly help: (text: string) => void
  readonly error: (text: string) => void
}

/** The parser. `onCall` gets what was parsed; help and errors come as CommanderError. */
export function makeProgram(texts: ProgramTexts, onCall: (call: Call) => void): Commander {
  const program = new Commander('configmanage')
  program.description('Layered configuration that knows where every value comes from.').usage('<command> [arguments] [flags]')
  for (const flag of globalFlags) program.addOption(optionOf(flag))
  program.option('-V, --version', 'print the version')
  configure(program, texts)
  program
    .commandsGroup('Help:')
    .helpOption('-h, --help', 'help for the program or a command')
    .helpCommand('help [command]', 'help for a command')
  program.addHelpText(
    'after',
    `\nExamples:\n${exampleLines([
      ['get server.port', ''],
      ['explain server.port -p prod', ''],
      ['demo', ''],
    ])}\n\nHelp for a command: configmanage <command> --help`,
  )
  for (const entry of commandTable) addCommand(program, entry, texts, onCall)
  refuseUnknown(program)
  return program
}

function addCommand(program: Commander, entry: CommandEntry, texts: ProgramTexts, onCall: (call: Call) => void): void {
  const words = entry.name.split(' ')
  const parent = words.length === 1 ? program : parentNamed(program, words[0] as string, entry.group, texts)
  const command = parent.command(words.at(-1) as string, { hidden: entry.hidden === true })
  command
    .summary(entry.summary)
    .description(`${entry.summary[0]?.toUpperCase()}${entry.summary.slice(1)}.`)
    .helpGroup(`${entry.group}:`)
  configure(command, texts)
  for (const [name, meaning] of entry.args) command.argument(name, meaning)
  for (const flag of entry.flags) command.addOption(optionOf(flag))
  command.helpOption('-h, --help', 'this help')
  // What stands behind `__complete --` may look like a flag of ours.
  if (entry.hidden) command.helpOption(false).allowUnknownOption()
  command.addHelpText('after', helpEnd(entry))
  command.action(() => onCall({ entry, args: command.args, flags: command.optsWithGlobals() }))
}

function parentNamed(program: Commander, name: string, group: string, texts: ProgramTexts): Commander {
  const existing = program.commands.find((command) => command.name() === name)
  if (existing) return existing
  const parent = program.command(name).helpGroup(`${group}:`).helpCommand(false)
  const inside = commandTable.filter((entry) => entry.name.startsWith(`${name} `))
  parent.summary(inside.map((entry) => entry.summary).join('; '))
  configure(parent, texts)
  refuseUnknown(parent)
  return parent
}

/** A word where a command was expected. The names near to it are looked for by whoever reports it. */
export class UnknownCommand extends CommanderError {
  readonly typed: string
  readonly names: readonly string[]

  constructor(typed: string, names: readonly string[]) {
    super(2, 'commander.unknownCommand', `error: unknown command '${typed}'`)
    this.typed = typed
    this.names = names
  }
}

/** The parser's own suggestions would find a name for almost any word. */
function refuseUnknown(program: Commander): void {
  program.on('command:*', ([typed = '']: readonly string[]) => {
    const known = program.createHelp().visibleCommands(program)
    throw new UnknownCommand(
      typed,
      known.map((command) => command.name()),
    )
  })
}

function configure(command: Commander, texts: ProgramTexts): void {
  command.exitOverride().allowExcessArguments(false)
  command.configureOutput({
    writeOut: texts.help,
    writeErr: texts.error,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  })
  command.configureHelp({ helpWidth: 100, subcommandTerm: termOf })
}

/** `get <path>`, `profiles list`. */
function termOf(command: Commander): string {
  const args = command.registeredArguments.map((argument) => {
    const name = argument.name() + (argument.variadic ? '...' : '')
    return argument.required ? `<${name}>` : `[${name}]`
  })
  const inside = command.commands.map((child) => child.name()).join('|')
  return [command.name(), ...args, inside].join(' ').trimEnd()
}

function optionOf(flag: FlagEntry): Option {
  const option = new Option(flag.flags, flag.meaning)
  if (flag.choices) option.choices(flag.choices)
  if (flag.repeat) option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value])
  return option
}

function helpEnd(entry: CommandEntry): string {
  const examples = entry.examples.length === 0 ? '' : `\nExamples:\n${exampleLines(entry.examples)}\n`
  return `${examples}\nFlags of every command: configmanage --help`
}

function exampleLines(examples: CommandEntry['examples']): string {
  const longest = Math.max(...examples.map(([line]) => line.length))
  return examples
    .map(([line, meaning]) => `  configmanage ${meaning === '' ? line : `${line.padEnd(longest)}   ${meaning}`}`)
    .join('\n')
}
