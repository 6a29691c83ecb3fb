import { cryptoError } from '../../crypto/failures.ts'
import type { ConfigError } from '../../errors/config-error.ts'
import { writeFileAtomically } from '../../runtime/atomic-write.ts'
import { readFileBytes } from '../../runtime/read-file.ts'
import type { CliContext } from '../context.ts'
import { pathOf, standardInputName } from '../paths.ts'
import { missingFile } from '../read-input.ts'
import { usageError } from '../usage-error.ts'

/** A file named on the command line, before anything is known of its format. */
export interface Content {
  /** As it was named; `<stdin>` for standard input. */
  readonly name: string
  readonly bytes: Uint8Array
  /** To be compared when it is written again; `undefined` for standard input. */
  readonly version: string | undefined
}

/** What is larger can be sealed no more than opened: it has to fit into a string of the language. */
const maxBytes = 400_000_000

/** @throws ConfigError SOURCE_MISSING, SOURCE_UNREADABLE, SOURCE_TOO_LARGE */
export async function readContent(context: CliContext, name: string): Promise<Content> {
  if (name === '-') return { name: standardInputName, bytes: await context.stdin.read(), version: undefined }
  const content = readFileBytes(pathOf(context, name), { file: name, maxBytes })
  if (content === undefined) throw missingFile(context, name)
  return { name, ...content }
}

/** Where the result of a command goes. */
export interface Destination {
  readonly inPlace?: boolean
  readonly out?: string
}

/** @throws ConfigError CLI_USAGE before anything is read */
export function checkDestination(file: string, { inPlace, out }: Destination): void {
  if (inPlace && out !== undefined) throw usageError('--in-place and --out exclude each other', 'give one of them')
  if (inPlace && file === '-') throw usageError('standard input cannot be changed', 'name a file, or leave --in-place out')
}

/**
 * Writes a result: over the file that was read if it is still as it was, into another, or to standard output.
 * @param mode permissions, whatever the file had before. Default: those that it had
 * @throws ConfigError FILE_CHANGED, FILE_WRITE, CRYPTO_UNSEALABLE for what could not be opened again
 */
export function writeResult(
  context: CliContext,
  { name, version }: Content,
  result: Uint8Array,
  { inPlace, out }: Destination,
  mode?: number,
): void {
  if (result.length > maxBytes) throw tooLarge(name)
  if (inPlace) writeFileAtomically(pathOf(context, name), result, { file: name, expected: version, mode })
  else if (out !== undefined && out !== '-') writeFileAtomically(pathOf(context, out), result, { file: out, mode })
  else context.stdout.write(result)
}

function tooLarge(file: string): ConfigError {
  return cryptoError('CRYPTO_UNSEALABLE', `sealed it would be larger than ${maxBytes} bytes, and could not be opened`, {
    file,
    hint: 'cut it into parts, or use the "age" command',
  })
}
