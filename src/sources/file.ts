import { ConfigError } from '../errors/config-error.ts'
import type { Format, FormatOptions } from '../formats/format.ts'
import { readFileBytes } from '../runtime/read-file.ts'
import type { TemplateOptions } from '../templates/template-options.ts'
import { fileTargets } from './file-targets.ts'
import { forFirstLoad } from './first-load.ts'
import { isPattern } from './is-pattern.ts'
import { checkOptions } from './known-options.ts'
import { fileWatching, large, reading, rendering } from './later.ts'
import { locationOf, pathOf, withSlashes } from './location.ts'
import type { ReadContext, Source, TextReading } from './source.ts'

export interface FileOptions {
  /** The file (or, for a pattern, any file) may be absent. Default: false. */
  readonly optional?: boolean
  /** Name of a format, or one of your own. Default: told by the extension. */
  readonly format?: string | Format
  /** Handed to the format: `{ dialect: 'python' }` for INI. */
  readonly formatOptions?: FormatOptions & Readonly<Record<string, unknown>>
  /** Default: UTF-8, or UTF-16 where a byte order mark says so. */
  readonly encoding?: 'utf-8' | 'latin1'
  /** Refuse larger files before reading them, in bytes. Default: the definition's limit, 64 MiB. */
  readonly maxBytes?: number
  /**
   * The only part of the file that counts, as a path: `catalog.items`. The values keep their paths. Of JSON, no other part
   * is parsed.
   */
  readonly section?: string
  /**
   * Render the file as a Jinja template before it is read, with these options. Default: whether its name ends in
   * `.tmpl`, as in `app.yaml.tmpl`.
   */
  readonly template?: boolean | TemplateOptions
}

/** `{profile}`, `{region}`. Alternatives of a pattern have a comma. */
const placeholder = /\{([A-Za-z][A-Za-z0-9_-]*)\}/

/** Bytes from which on a file is worth being held only once. */
const largeFile = 1_048_576

/** What becomes part of a path may not lead out of the folder. Names of profiles were checked before; here all are. */
const safeName = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/

/**
 * A file, or several: `{profile}` stands for each active profile, lowest priority first, and `{region}` for the
 * variable `region` of the active profile; `*`, `**`, `?`, `[a-z]`
 * and `{a,b}` make a pattern whose files are read in sorted order, the last one wins. Relative paths begin at the
 * working directory (or at the manifest).
 *
 * ```ts
 * sources: [file('config/base.yaml'), file('config/{profile}.yaml', { optional: true }), file('conf.d/*.toml')]
 * ```
 */
export function file(path: string | URL, options: FileOptions = {}): Source {
  checkOptions('file', options)
  const written = withSlashes(pathOf(path))
  if (written.includes('{') && placeholder.test(written)) return placedFiles(written, options)
  return isPattern(written) && typeof path === 'string' ? matchingFiles(written, options) : oneFile(written, options)
}

/** Exactly the file of this name, even if it looks like a pattern. */
export function oneFile(path: string, options: FileOptions): Source {
  const { section, template = path.endsWith('.tmpl') } = options
  const name = section === undefined ? `file:${path}` : large().nameOfSection(path, section)
  const source: Source = {
    kind: 'file',
    name,
    optional: options.optional ?? false,
    ...(typeof template === 'object' && template.lower && { usesKeys: true }),
    read: (context) => readerOf(template, section)(path, name, options, context),
    missing: (context) => reading().missingFile(locationOf(path, context.cwd), name),
    watchTargets: (context) => fileTargets(path, context),
  }
  return path.endsWith('.json') && !template && section === undefined ? forFirstLoad(source) : source
}

function readerOf(template: FileOptions['template'], section: string | undefined): typeof readOne {
  if (template) return rendering().readTemplate
  return section === undefined ? readOne : large().readSectionOf
}

function readOne(path: string, uri: string, options: FileOptions, context: ReadContext): TextReading | undefined {
  const { absolute, file: shown } = locationOf(path, context.cwd)
  const previous = context.previous?.kind === 'bytes' ? context.previous : undefined
  const content = readFileBytes(absolute, { file: shown, maxBytes: options.maxBytes ?? context.maxBytes, previous })
  if (content === undefined || content === previous) return previous && content && previous
  const { format, formatOptions, encoding } = options
  const { version, bytes } = content
  const read: TextReading = { kind: 'bytes', uri, version, bytes, file: shown, format, formatOptions, encoding }
  return bytes.length < largeFile ? read : large().largeReading(read)
}

function placedFiles(path: string, options: FileOptions): Source {
  return {
    kind: 'file',
    name: `file:${path}`,
    optional: options.optional ?? false,
    read: () => undefined,
    expand({ profiles, variables }) {
      const placed = path.replace(new RegExp(placeholder, 'g'), (text, name: string) =>
        name === 'profile' ? text : safe(Object.hasOwn(variables, name) ? variables[name] : undefined, name, path),
      )
      if (!placed.includes('{profile}')) return [file(placed, options)]
      return profiles.map((profile) => file(placed.replaceAll('{profile}', safe(profile, 'profile', path)), options))
    },
  }
}

function safe(value: string | undefined, name: string, path: string): string {
  if (value === undefined) throw reading().unknownVariable(name, path)
  if (safeName.test(value)) return value
  throw reading().unsafeName(value, name, path)
}

function matchingFiles(pattern: string, options: FileOptions): Source {
  const name = `file:${pattern}`
  return {
    kind: 'file',
    name,
    optional: options.optional ?? false,
    read: () => undefined,
    expand(context) {
      const files = reading().filesMatching(pattern, context.cwd)
      if (files.length > 0 || options.optional) return files.map((found) => oneFile(found, options))
      const { message, ...issue } = reading().missingFile(locationOf(pattern, context.cwd), name)
      throw new ConfigError({ ...issue, message: `no file matches ${JSON.stringify(pattern)}` })
    },
    watchTargets: (context) => fileWatching().patternTargets(pattern, context),
  }
}
