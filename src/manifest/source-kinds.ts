import { openingSecrets } from '../config/later.ts'
import { type ArgsOptions, args } from '../sources/args.ts'
import { type DirectoryOptions, directory } from '../sources/directory.ts'
import { type DotenvOptions, dotenv } from '../sources/dotenv.ts'
import { type EnvOptions, env } from '../sources/env.ts'
import { type FileOptions, file } from '../sources/file.ts'
import { type ModuleOptions, module } from '../sources/module.ts'
import { object } from '../sources/object.ts'
import { type SearchOptions, search } from '../sources/search.ts'
import type { Source } from '../sources/source.ts'
import { type StdinOptions, stdin } from '../sources/stdin.ts'
import type { Value, ValueMap } from '../values/value.ts'

/** A kind of source as a manifest names it: one key, its options. */
export interface SourceKind {
  /** The option that a plain text stands for: `file: config/base.yaml`. */
  readonly main: string | undefined
  /** Options and the kind of value each takes. `undefined`: the options are the values themselves. */
  readonly options: Readonly<Record<string, OptionType>> | undefined
  /** `main` must be given. */
  readonly needsMain: boolean
  /**
   * @param stores what the manifest says of its stores of secrets
   * @throws ConfigError OPTION_INVALID
   */
  make(options: ValueMap, stores: ValueMap): Source
}

export type OptionType =
  | 'text'
  | 'text or list of texts'
  | 'list of texts'
  | 'boolean or map'
  | 'text or false'
  | 'number'
  | 'boolean'
  | 'map'
  | 'list'

const fileOptions = {
  path: 'text',
  optional: 'boolean',
  format: 'text',
  formatOptions: 'map',
  encoding: 'text',
  maxBytes: 'number',
  section: 'text',
  template: 'boolean or map',
} as const

/** Every source kind that a manifest can name. */
export const sourceKinds: Readonly<Record<string, SourceKind>> = {
  file: {
    main: 'path',
    needsMain: true,
    options: fileOptions,
    make: (options) => file(text(options, 'path'), rest<FileOptions>(options)),
  },
  directory: {
    main: 'path',
    needsMain: true,
    options: { path: 'text', optional: 'boolean', separator: 'text or false', encoding: 'text', maxBytes: 'number' },
    make: (options) => directory(text(options, 'path'), rest<DirectoryOptions>(options)),
  },
  dotenv: {
    main: 'path',
    needsMain: false,
    options: {
      path: 'text',
      optional: 'boolean',
      prefix: 'text',
      separator: 'text',
      expand: 'boolean',
      map: 'map',
      fileSuffix: 'text or false',
      encoding: 'text',
      maxBytes: 'number',
    },
    make: (options) => dotenv(options as DotenvOptions),
  },
  env: {
    main: 'prefix',
    needsMain: false,
    options: { prefix: 'text', separator: 'text', map: 'map', fileSuffix: 'text or false' },
    make: (options) => env(options as EnvOptions),
  },
  args: {
    main: 'prefix',
    needsMain: false,
    options: { prefix: 'text', unknown: 'text' },
    make: (options) => args(options as ArgsOptions),
  },
  module: {
    main: 'path',
    needsMain: true,
    options: { path: 'text', optional: 'boolean' },
    make: (options) => module(text(options, 'path'), rest<ModuleOptions>(options)),
  },
  object: {
    main: undefined,
    needsMain: false,
    options: undefined,
    make: (options) => object(options as Readonly<Record<string, Value>>),
  },
  stdin: {
    main: 'format',
    needsMain: true,
    options: { format: 'text', formatOptions: 'map', encoding: 'text' },
    make: (options) => stdin(options as unknown as StdinOptions),
  },
  secrets: {
    main: 'store',
    needsMain: true,
    options: { store: 'text', prefix: 'text', mapping: 'map', lazy: 'boolean', concurrency: 'number' },
    // Brings all that opens stores, which few manifests need.
    make: (options, stores) => openingSecrets().secretsOfStore(options, stores),
  },
  search: {
    main: 'name',
    needsMain: true,
    options: { name: 'text', optional: 'boolean', strategy: 'text', stopAt: 'text' },
    make: (options) => search(text(options, 'name'), rest<SearchOptions>(options)),
  },
}

// The option types were checked before `make` is called, which is what makes the conversions here right.
function text(options: ValueMap, key: string): string {
  return options[key] as string
}

function rest<Options>(options: ValueMap): Options {
  const { path: _path, name: _name, ...others } = options
  return others as Options
}
