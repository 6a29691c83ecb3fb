import type { CliContext } from './context.ts'
import type { ExitCode } from './exit-code.ts'

/** Flags that every command takes, in any position. */
export interface GlobalFlags {
  readonly cwd?: string
  readonly config?: string
  readonly profile?: string
  readonly set?: readonly string[]
  readonly offline?: boolean
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly color?: 'auto' | 'always' | 'never'
  /** False after `--no-input`. */
  readonly input?: boolean
  readonly format?: string
  /** What stands behind `--`, for commands that hand it to the application's `args` source. */
  readonly applicationArgs?: readonly string[]
}

/** A command: a function of the world, the arguments and the flags. */
export type Command<Flags = object> = (
  context: CliContext,
  args: readonly string[],
  flags: GlobalFlags & Flags,
) => Promise<ExitCode>

/** What a command takes, and what the help says of it. */
export interface CommandEntry {
  /** `get`, or `profiles list` for a command inside another. */
  readonly name: string
  readonly summary: string
  /** Heading in the help. */
  readonly group: string
  /** `<path>`, `[value]`, `[files...]` with what they mean. */
  readonly args: readonly (readonly [name: string, meaning: string])[]
  readonly flags: readonly FlagEntry[]
  /** Command lines without the name of the program, each with what it does. */
  readonly examples: readonly (readonly [line: string, meaning: string])[]
  /** The `kind` of its JSON envelope. */
  readonly kind: string
  /** What `--format` takes; default: text and json. `own`: more than a list here can say, so the command looks itself. */
  readonly formats?: readonly string[] | 'own'
  readonly hidden?: boolean
  /** What stands in its files is secret, whatever it is called: no picture of a line shows it. */
  readonly hidesContents?: boolean
  /** What stands behind `--` are arguments of the application whose configuration is looked at. */
  readonly takesApplicationArgs?: boolean
  /** Its arguments are a command line of another program, whose flags are not ours. */
  readonly takesCommandLine?: boolean
}

export interface FlagEntry {
  /** `-o, --out <file>`. */
  readonly flags: string
  readonly meaning: string
  /** May be given more than once; its value is then a list. */
  readonly repeat?: boolean
  readonly choices?: readonly string[]
}
