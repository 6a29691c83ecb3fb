import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ConfigError } from '../errors/config-error.ts'
import { checkTree } from '../formats/check-tree.ts'
import { decode } from '../formats/decode.ts'
import { type Document, defaultLimits, type Format } from '../formats/format.ts'
import { readFileBytes } from '../runtime/read-file.ts'
import { closest } from '../text/closest.ts'
import { didYouMean } from '../text/words.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'
import { fileFormat, type NamedFile } from './file-format.ts'
import { pathOf, standardInputName } from './paths.ts'

/** A file named on the command line, read. */
export interface Input {
  /** As it was named; `<stdin>` for standard input. */
  readonly file: string
  readonly text: string
  readonly format: Format
  readonly documents: readonly Document[]
}

/**
 * Reads a file, or standard input for `-`, by the rules that hold for every source.
 * @throws ConfigError SOURCE_MISSING, FORMAT_UNKNOWN, FORMAT_SYNTAX …
 */
export async function readInput(
  context: CliContext,
  name: string,
  flags: GlobalFlags & { readonly from?: string },
): Promise<Input> {
  const named = { file: name, asked: flags.from }
  if (name === '-') {
    await fileFormat(context, flags, named)
    return readContent(context, standardInputName, await context.stdin.read(), flags, named)
  }
  // What is not there has no format either, so that is said first.
  const bytes = readNamed(context, name)
  return readContent(context, name, bytes, flags, named)
}

/**
 * The same at once, for a file whose format is loaded.
 * @throws ConfigError SOURCE_MISSING, FORMAT_SYNTAX …
 */
export function readInputNow(context: CliContext, name: string, format: Format): Input {
  return parseContent(name, decode(readNamed(context, name), name), format)
}

/**
 * Reads the content of a file that came from somewhere else than its name says.
 * @throws ConfigError FORMAT_UNKNOWN, FORMAT_SYNTAX …
 */
export async function readContent(
  context: CliContext,
  file: string,
  bytes: Uint8Array,
  flags: GlobalFlags & { readonly from?: string },
  named: NamedFile = { file, asked: flags.from },
): Promise<Input> {
  const format = await fileFormat(context, flags, named)
  const text = decode(bytes, file)
  if (file === standardInputName) context.frames.texts.set(file, text)
  return parseContent(file, text, format)
}

function parseContent(file: string, text: string, format: Format): Input {
  const several = format.parseAll?.(text, file) ?? []
  // A text with nothing in it has no document, but a value.
  const documents = several.length > 0 ? several : [format.parse(text, file)]
  for (const document of documents) checkTree(document.value, defaultLimits, (path, part) => document.locate(path, part))
  return { file, text, format, documents }
}

function readNamed(context: CliContext, name: string): Uint8Array {
  const content = readFileBytes(pathOf(context, name), { file: name })
  if (content === undefined) throw missingFile(context, name)
  return content.bytes
}

/** SOURCE_MISSING, with the names nearby. */
export function missingFile(context: CliContext, name: string): ConfigError {
  const near = closest(basename(name), namesIn(dirname(pathOf(context, name)))).map((found) => join(dirname(name), found))
  return new ConfigError({
    code: 'SOURCE_MISSING',
    severity: 'error',
    message: `there is no ${JSON.stringify(name)}`,
    file: name,
    hint: didYouMean(near) ?? 'correct the name, or create the file',
  })
}

/** Only for a suggestion, so a folder that cannot be listed suggests nothing. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
