import { ConfigError } from '../../errors/config-error.ts'
import type { Path } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import { type Document, type Edit, type Format, type FormatOptions, limitsOf, type PrintOptions } from '../format.ts'
import type { TomlVersion } from './cursor.ts'
import { editText } from './edit.ts'
import { locate } from './locate.ts'
import { Printer } from './print.ts'
import { depthOf, readValues } from './read-values.ts'
import { type Scan, scan } from './scan.ts'

export interface TomlOptions extends FormatOptions {
  /** Which TOML a file may use. 1.1 reads all of 1.0. Default: 1.1. What is printed is always 1.0. */
  readonly version?: TomlVersion
}

/** TOML (https://toml.io). */
export function toml(options: TomlOptions = {}): Format {
  const limits = limitsOf(options)
  const version = options.version ?? '1.1'
  const maxDepth = depthOf(limits)

  function parse(text: string, file: string): Document {
    if (!text.isWellFormed()) throw loneSurrogate(file)
    let result: Scan | undefined
    const scanned = (): Scan => {
      result ??= scan(text, file, version, maxDepth)
      return result
    }
    return {
      value: readValues(text, file, version, limits, scanned),
      warnings: [],
      locate: (path: Path, part?: 'value' | 'key') => locate(scanned(), file, path, part),
    }
  }

  function print(value: Value, { indent = 2 }: PrintOptions = {}): string {
    const printer = new Printer({ maxDepth, indent })
    const text = printer.document(value)
    printer.finish()
    return text
  }

  function edit(text: string, edits: readonly Edit[], file: string): string {
    return editText(text, edits, file, { parse, scan: (current) => scan(current, file, version, maxDepth), maxDepth })
  }

  return { name: 'toml', extensions: ['.toml'], mediaTypes: ['application/toml'], textOnly: false, parse, print, edit }
}

function loneSurrogate(file: string): ConfigError {
  const hint = 'save the file as UTF-8'
  return new ConfigError({ code: 'FORMAT_SYNTAX', severity: 'error', message: 'the text is not well-formed Unicode', file, hint })
}
