import { formatNamed, formatOfFile } from '../formats/choose.ts'
import { readFileBytes } from '../runtime/read-file.ts'
import type { Reading, Source } from '../sources/source.ts'
import type { CliContext } from './context.ts'
import { pathOf, standardInputName } from './paths.ts'
import { missingFile } from './read-input.ts'
import { usageError } from './usage-error.ts'

/**
 * A file named by `--file`, or standard input for `-`. The name is taken as it is: the shell has expanded the
 * patterns that were meant as such.
 */
export function inputSource(context: CliContext, name: string, from: string | undefined): Source {
  const format = formatOfInput(name, from)
  if (name === '-') return { kind: 'stdin', name: 'standard input', read: () => readStandardInput(context, format) }
  return { kind: 'file', name: `file:${name}`, read: () => readFile(context, name, format) }
}

/** `--from` is for inputs whose name does not tell. */
function formatOfInput(name: string, from: string | undefined): string | undefined {
  if (from !== undefined && (name === '-' || formatOfFile(name) === undefined)) return formatNamed(from)
  if (name === '-') throw usageError('standard input has no name that tells its format', 'say it: --from yaml')
  return undefined
}

function readFile(context: CliContext, name: string, format: string | undefined): Reading {
  const content = readFileBytes(pathOf(context, name), { file: name })
  if (content === undefined) throw missingFile(context, name)
  return { kind: 'bytes', uri: `file:${name}`, version: content.version, bytes: content.bytes, file: name, format }
}

async function readStandardInput(context: CliContext, format: string | undefined): Promise<Reading> {
  const bytes = await context.stdin.read()
  // Standard input is read once, so its content never changes.
  context.frames.texts.set(standardInputName, new TextDecoder().decode(bytes))
  return { kind: 'bytes', uri: 'stdin:', version: '1', bytes, file: standardInputName, format }
}
