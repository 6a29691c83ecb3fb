import { type FormatName, formatForFile, formatNamed, loadFormat } from '../formats/choose.ts'
import type { Format, FormatFactory, Limits } from '../formats/format.ts'
import { parseWellFormed } from '../formats/json/well-formed.ts'
import { type Awaitable, andThen } from '../runtime/awaitable.ts'
import { requireModule } from '../runtime/require-module.ts'
import type { TextReading } from '../sources/source.ts'
import { checkingOptions } from './later.ts'

/** What the engine needs of a format: no printing, no editing. */
export type FormatReader = Pick<Format, 'textOnly' | 'parse' | 'parseAll'>

/** The one reader that is always in memory. What is wrong with a text, the rest of the JSON format tells. */
export const jsonReader: FormatReader = {
  textOnly: false,
  parse: (text, file) =>
    parseWellFormed(text, file) ??
    requireModule<typeof import('../formats/json/index.ts')>('#formats/json').json().parse(text, file),
}

/** Factories that are in memory. */
const loaded = new Map<FormatName, FormatFactory>()

/** The formats a configuration reads, each loaded when the first text in it is met. */
export interface Formats {
  readonly own: readonly Format[]
  readonly limits: Limits
  readonly synchronous: boolean
  /** Those made so far, without options. */
  readonly made: Map<string, Format>
}

/** The format of a reading. Waits only for a module that is not in memory yet. */
export function formatOf(formats: Formats, reading: TextReading): Awaitable<FormatReader> {
  const { format, formatOptions } = reading
  const file = fileNameOf(reading)
  if (typeof format === 'object') return format
  const own = formats.own.length === 0 ? undefined : ownFormat(formats.own, reading)
  if (own !== undefined) return own
  if (format === undefined && formatOptions === undefined && file.endsWith('.json')) return jsonReader

  const name = format === undefined ? formatForFile(file) : formatNamed(format)
  if (formatOptions !== undefined) checkingOptions().checkFormatOptions(name, formatOptions)
  if (name === 'json') return jsonReader
  return andThen(factoryOf(name, formats.synchronous), (factory) => make(formats, name, factory, formatOptions))
}

function ownFormat(own: readonly Format[], reading: TextReading): Format | undefined {
  const { format } = reading
  const file = fileNameOf(reading)
  if (typeof format === 'string') return own.find((candidate) => candidate.name === format)
  return own.find((candidate) => candidate.extensions.some((extension) => file.endsWith(extension)))
}

/** The name that tells the format. */
function fileNameOf({ file, rendered }: TextReading): string {
  return rendered?.name ?? file
}

function factoryOf(name: FormatName, synchronous: boolean): Awaitable<FormatFactory> {
  const factory = loaded.get(name)
  if (factory !== undefined) return factory
  if (synchronous) return remember(name, requireModule<Record<FormatName, FormatFactory>>(`#formats/${name}`)[name])
  return loadFormat(name).then((found) => remember(name, found))
}

function make(
  { made, limits }: Formats,
  name: FormatName,
  factory: FormatFactory,
  options: TextReading['formatOptions'],
): Format {
  if (options !== undefined) return factory({ ...options, limits: { ...limits, ...options.limits } })
  const format = made.get(name) ?? factory({ limits })
  made.set(name, format)
  return format
}

function remember(name: FormatName, factory: FormatFactory): FormatFactory {
  loaded.set(name, factory)
  return factory
}
