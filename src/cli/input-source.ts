import { formatOfFile } from '../formats/choose.ts'
import type { Format } from '../formats/format.ts'
import { readFileBytes } from '../runtime/read-file.ts'
import { oneFile } from '../sources/file.ts'
import type { Reading, Source } from '../sources/source.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'
import { builtInName, ownFormat } from './file-format.ts'
import { pathOf, standardInputName } from './paths.ts'
import { missingFile } from './read-input.ts'

/**
 * A file named by `--file`, or standard input for `-`. The name is taken as it is: the shell has expanded the
 * patterns that were meant as such.
 */
export function inputSource(context: CliContext, name: string, flags: GlobalFlags & { readonly from?: string }): Source {
  if (name.endsWith('.tmpl')) return oneFile(name, flags.from === undefined ? {} : { format: flags.from })
  const format = (): Promise<string | Format> => formatOfInput(context, name, flags)
  if (name === '-') return { kind: 'stdin', name: 'standard input', read: () => readStandardInput(context, format) }
  const read = (): Promise<Reading> => readFile(context, name, format)
  return { kind: 'file', name: `file:${name}`, read, watchTargets: () => [{ kind: 'file', path: pathOf(context, name) }] }
}

/** `--from` is for inputs whose name does not tell. */
async function formatOfInput(
  context: CliContext,
  file: string,
  flags: GlobalFlags & { readonly from?: string },
): Promise<string | Format> {
  // What a file of age is when it is open, the name before the ending tells.
  const inner = file.replace(/\.age$/, '')
  const asked = file === '-' || formatOfFile(inner) === undefined ? flags.from : undefined
  const named = { file: inner, asked }
  return (await ownFormat(context, flags, named)) ?? builtInName(named)
}

async function readFile(context: CliContext, name: string, format: () => Promise<string | Format>): Promise<Reading> {
  const content = readFileBytes(pathOf(context, name), { file: name })
  if (content === undefined) throw missingFile(context, name)
  const { version, bytes } = content
  return { kind: 'bytes', uri: `file:${name}`, version, bytes, file: name, format: await format() }
}

async function readStandardInput(context: CliContext, format: () => Promise<string | Format>): Promise<Reading> {
  // What cannot be read needs no waiting for.
  const known = await format()
  const bytes = await context.stdin.read()
  // Standard input is read once, so its content never changes.
  context.frames.texts.set(standardInputName, new TextDecoder().decode(bytes))
  return { kind: 'bytes', uri: 'stdin:', version: '1', bytes, file: standardInputName, format: known }
}
