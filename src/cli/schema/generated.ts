import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ConfigError } from '../../errors/config-error.ts'
import { decode } from '../../formats/decode.ts'
import { writeFileAtomically } from '../../runtime/atomic-write.ts'
import { readFileBytes } from '../../runtime/read-file.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { writeEnvelope } from '../output.ts'
import { usageError } from '../usage-error.ts'

/** Where something that is made from the schema goes. */
export interface GeneratedFlags {
  readonly out?: string
  readonly check?: boolean
}

/** A text made from the schema. */
export interface Generated {
  /** The kind of the JSON envelope. */
  readonly kind: string
  readonly text: string
  /** The command line that writes it, without the name of the program. */
  readonly command: string
}

/**
 * Prints it, writes it to a file, or says whether the file is out of date.
 * @throws ConfigError CLI_USAGE, FILE_WRITE, SOURCE_UNREADABLE
 */
export function deliver(context: CliContext, flags: GlobalFlags & GeneratedFlags, { kind, text, command }: Generated): ExitCode {
  const { out, check = false } = flags
  if (out === undefined) {
    if (check) throw usageError('which file should be checked?', 'name it: --out <file> --check')
    context.stdout.write(text)
    return exitCodes.fine
  }
  const isCurrent = textOf(context, out) === text
  if (check && !isCurrent) throw stale(out, `configmanage ${command} --out ${out}`)
  if (!check && !isCurrent) write(context, out, text)
  const wrote = !check && !isCurrent
  if (flags.format === 'json') return writeEnvelope(context, { kind, issues: [], data: { file: out, written: wrote } })
  if (!flags.quiet) context.stderr.write(wrote ? `wrote ${out}\n` : `${out} is up to date\n`)
  return exitCodes.fine
}

/** What a file holds; `undefined` if it is not there. @throws ConfigError SOURCE_UNREADABLE, SOURCE_ENCODING */
function textOf(context: CliContext, file: string): string | undefined {
  const content = readFileBytes(resolve(context.cwd, file), { file })
  // Git may have written the file with the line ends of the system.
  return content && decode(content.bytes, file).replaceAll('\r\n', '\n')
}

function write(context: CliContext, file: string, text: string): void {
  const path = resolve(context.cwd, file)
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (cause) {
    const message = 'the folder of the file could not be made'
    throw new ConfigError({ code: 'FILE_WRITE', severity: 'error', message, file, hint: 'correct --out' }, { cause })
  }
  writeFileAtomically(path, text, { file })
}

/** GENERATED_STALE: the file is there or not, but is not what the schema says. */
export function stale(file: string, command: string): ConfigError {
  const message = `${JSON.stringify(file)} is not what the schema says now`
  return new ConfigError({ code: 'GENERATED_STALE', severity: 'error', message, file, hint: `run: ${command}` })
}
