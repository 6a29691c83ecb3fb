import { reading } from './later.ts'

/** The options that a file and what is read like one have in common. */
const ofFiles = ['optional', 'encoding', 'maxBytes']
const ofVariables = ['prefix', 'separator', 'map', 'fileSuffix']

/** The options of each kind of source, for callers whose compiler does not look. */
const known = {
  file: [...ofFiles, 'format', 'formatOptions', 'section', 'template'],
  directory: [...ofFiles, 'separator'],
  dotenv: [...ofFiles, ...ofVariables, 'path', 'expand'],
  env: ofVariables,
  args: ['prefix', 'unknown'],
  module: ['optional'],
  search: ['optional', 'stopAt', 'strategy'],
  stdin: ['format', 'formatOptions', 'encoding'],
  secrets: ['store', 'prefix', 'filter', 'mapping', 'lazy', 'concurrency'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/**
 * Refuses options that a source does not have, so that a mistyped prefix is not silently none.
 * @throws ConfigError OPTION_INVALID
 */
export function checkOptions(kind: keyof typeof known, options: object): void {
  const names: readonly string[] = known[kind]
  if (typeof options !== 'object' || options === null || !Object.keys(options).every((name) => names.includes(name)))
    throw reading().wrongOptions(kind, options, names)
}
