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
export class Formats {
  readonly #own: readonly Format[]
  readonly #limits: Limits
  readonly #made = new Map<string, Format>()
  readonly #synchronous: boolean

  constructor(options: { readonly own: readonly Format[]; readonly limits: Limits; readonly synchronous: boolean }) {
    this.#own = options.own
    this.#limits = options.limits
    this.#synchronous = options.synchronous
  }

  /** The format of a reading. Waits only for a module that is not in memory yet. */
  of(reading: TextReading): Awaitable<FormatReader> {
    if (typeof reading.format === 'object') return reading.format
    const own = this.#ownFormat(reading)
    if (own !== undefined) return own

    const name = reading.format === undefined ? formatForFile(reading.file) : formatNamed(reading.format)
    if (reading.formatOptions !== undefined) checkingOptions().checkFormatOptions(name, reading.formatOptions)
    if (name === 'json') return jsonReader
    return andThen(this.#factory(name), (factory) => this.#make(name, factory, reading))
  }

  #ownFormat(reading: TextReading): Format | undefined {
    const { file, format } = reading
    if (typeof format === 'string') return this.#own.find((candidate) => candidate.name === format)
    return this.#own.find((candidate) => candidate.extensions.some((extension) => file.endsWith(extension)))
  }

  #factory(name: FormatName): Awaitable<FormatFactory> {
    const factory = loaded.get(name)
    if (factory !== undefined) return factory
    if (this.#synchronous) return remember(name, requireModule<Record<FormatName, FormatFactory>>(`#formats/${name}`)[name])
    return loadFormat(name).then((found) => remember(name, found))
  }

  #make(name: FormatName, factory: FormatFactory, reading: TextReading): Format {
    if (reading.formatOptions !== undefined) {
      return factory({ ...reading.formatOptions, limits: { ...this.#limits, ...reading.formatOptions.limits } })
    }
    const before = this.#made.get(name)
    if (before !== undefined) return before
    const made = factory({ limits: this.#limits })
    this.#made.set(name, made)
    return made
  }
}

function remember(name: FormatName, factory: FormatFactory): FormatFactory {
  loaded.set(name, factory)
  return factory
}
