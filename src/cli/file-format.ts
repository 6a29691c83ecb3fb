import { ConfigError } from '../errors/config-error.ts'
import { type FormatName, formatNamed, formatNames, formatOfFile, loadFormat } from '../formats/choose.ts'
import type { Format } from '../formats/format.ts'
import { listOf } from '../text/words.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'
import { findDefinition } from './find-definition.ts'
import { usageError } from './usage-error.ts'

/** A file named on the command line, and what its user says of its format. */
export interface NamedFile {
  /** `-` for a standard stream. */
  readonly file: string
  readonly asked: string | undefined
  /** The flag that says it. Default: `--from`. */
  readonly flag?: '--from' | '--to'
}

/**
 * The format that a flag names, or else the name of the file.
 * @throws ConfigError FORMAT_UNKNOWN, CLI_USAGE for a stream whose format nobody says
 */
export async function fileFormat(context: CliContext, flags: GlobalFlags, named: NamedFile): Promise<Format> {
  return (await ownFormat(context, flags, named)) ?? namedFormat(builtInName(named))
}

/** The built-in format of a file, where no manifest has a say in it. */
export function plainFormat({ config }: GlobalFlags, { file, asked }: NamedFile): FormatName | undefined {
  if (config !== undefined || file === '-') return undefined
  return asked === undefined ? formatOfFile(file) : isBuiltIn(asked) ? formatNamed(asked) : undefined
}

/** Formats have no state, so one of each is enough for any number of files. */
const loaded = new Map<FormatName, Promise<Format>>()

/** A format that comes with the library, by name. */
export async function namedFormat(name: string): Promise<Format> {
  const known = formatNamed(name)
  const format = loaded.get(known) ?? loadFormat(known).then((make) => make())
  loaded.set(known, format)
  return format
}

/** The built-in format. @throws ConfigError FORMAT_UNKNOWN, CLI_USAGE */
export function builtInName({ file, asked, flag = '--from' }: NamedFile): FormatName {
  if (asked !== undefined) return formatNamed(asked)
  if (file === '-') throw usageError('standard input has no name that tells its format', `say it: ${flag} yaml`)
  const found = formatOfFile(file)
  if (found !== undefined) return found
  throw new ConfigError({
    code: 'FORMAT_UNKNOWN',
    severity: 'error',
    message: `the name of ${JSON.stringify(file)} tells no format`,
    file,
    hint: `say which it is, as in ${flag} yaml; there are ${listOf(formatNames)}`,
  })
}

/**
 * The format that the manifest adds for such files. Without --config, a manifest that happens to be near is asked
 * only for what the library does not know.
 */
export async function ownFormat(
  context: CliContext,
  flags: GlobalFlags,
  { file, asked }: NamedFile,
): Promise<Format | undefined> {
  const isKnown = asked === undefined ? file === '-' || formatOfFile(file) !== undefined : isBuiltIn(asked)
  if (isKnown && flags.config === undefined) return undefined
  const formats = await formatsOfManifest(context, flags)
  if (asked !== undefined) return formats.find((format) => format.name === asked)
  return formats.find((format) => format.extensions.some((extension) => file.endsWith(extension)))
}

function isBuiltIn(name: string): boolean {
  try {
    formatNamed(name)
    return true
  } catch (error) {
    if (ConfigError.is(error)) return false
    throw error
  }
}

async function formatsOfManifest(context: CliContext, flags: GlobalFlags): Promise<readonly Format[]> {
  try {
    return (await findDefinition(context, flags)).formats ?? []
  } catch (error) {
    if (ConfigError.is(error) && error.code === 'MANIFEST_MISSING') return []
    throw error
  }
}
