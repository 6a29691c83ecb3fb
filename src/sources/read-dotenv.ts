import { ConfigError } from '../errors/config-error.ts'
import { errnoOf } from '../runtime/file-errors.ts'
import { nodeFileSystem } from '../runtime/file-system.ts'
import { readFileBytes, signatureOf } from '../runtime/read-file.ts'
import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import { isMap, type Value } from '../values/value.ts'
import type { DotenvOptions } from './dotenv.ts'
import { locateIn } from './env.ts'
import { locationOf } from './location.ts'
import { namedFiles } from './named-files.ts'
import type { KnownKeys, ReadContext, ShapedValue, TextReading } from './source.ts'
import { readVariables, type VariableFile } from './variables.ts'

type Locator = (path: Path, part?: 'value' | 'key') => Span | undefined

interface Remembered {
  readonly fileVersion: string
  readonly lower: unknown
  readonly declared: unknown
  /** Files that `_FILE` names in it led to. */
  files: readonly VariableFile[]
}

/** What a reading depends on beside its own bytes. */
const remembered = new WeakMap<TextReading, Remembered>()
let readings = 0

/** The text of a .env file, and how its names become paths. */
export function readDotenv(path: string, options: DotenvOptions, context: ReadContext): TextReading | undefined {
  const { absolute, file } = locationOf(path, context.cwd)
  const previous = context.previous?.kind === 'bytes' ? context.previous : undefined
  const known = previous && remembered.get(previous)
  const before = previous && known && { bytes: previous.bytes, version: known.fileVersion }
  const content = readFileBytes(absolute, { file, maxBytes: options.maxBytes ?? context.maxBytes, previous: before })
  if (content === undefined) return undefined
  if (content === before && known && isCurrent(known, context.keys)) return previous

  readings++
  const memory: Remembered = {
    fileVersion: content.version,
    lower: context.keys.lower,
    declared: context.keys.declared,
    files: [],
  }
  const reading: TextReading = {
    kind: 'bytes',
    uri: `file:${path}`,
    version: `${content.version}/${readings}`,
    bytes: content.bytes,
    file,
    format: 'dotenv',
    formatOptions: options.expand === undefined ? undefined : { expand: options.expand },
    encoding: options.encoding,
    shape(value, locate) {
      const shaped = shape(value, locate, options, context, memory)
      namedFiles.set(
        reading,
        memory.files.map((named) => named.absolute),
      )
      return shaped
    },
  }
  remembered.set(reading, memory)
  return reading
}

/** The same names may mean other paths when the keys below change, and a file named in it may have changed. */
function isCurrent(known: Remembered, keys: KnownKeys): boolean {
  return known.lower === keys.lower && known.declared === keys.declared && known.files.every(isUnchanged)
}

function isUnchanged({ absolute, version }: VariableFile): boolean {
  try {
    const stats = nodeFileSystem().statSync(absolute, { bigint: true, throwIfNoEntry: false })
    return stats !== undefined && signatureOf(stats) === version
  } catch (error) {
    // Not readable any more: reading it again reports that.
    if (errnoOf(error) === undefined) throw error
    return false
  }
}

function shape(value: Value, locate: Locator, options: DotenvOptions, context: ReadContext, memory: Remembered): ShapedValue {
  const entries = isMap(value) ? Object.entries(value) : []
  const { cwd, keys } = context
  const variables = readVariables(entries, options, { cwd, keys, foreign: false, ignoreCase: false })
  memory.files = [...variables.files.values()]
  const at = (name: string | undefined): Span | undefined => (name === undefined ? undefined : locate([name], 'key'))
  if (variables.issues.length > 0)
    throw new ConfigError(variables.issues.map((issue) => ({ ...issue, span: issue.span ?? at(issue.name) })))

  const locateFile = locateIn(variables)
  return {
    value: variables.value,
    textOnly: true,
    nameOf: variables.nameOf,
    warnings: variables.warnings.map((issue) => ({ ...issue, span: at(issue.name) })),
    locate(path, part) {
      const name = variables.nameOf(path)
      return locateFile(path) ?? (name === undefined ? undefined : locate([name], part))
    },
  }
}
