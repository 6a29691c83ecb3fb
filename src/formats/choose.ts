import type { FormatFactory } from './format.ts'
import { mistakes } from './later.ts'

/** The formats by name. None is loaded before a text in it is read. */
const loaders = {
  json: () => import('#formats/json').then((module) => module.json),
  jsonc: () => import('#formats/jsonc').then((module) => module.jsonc),
  json5: () => import('#formats/json5').then((module) => module.json5),
  yaml: () => import('#formats/yaml').then((module) => module.yaml),
  toml: () => import('#formats/toml').then((module) => module.toml),
  ini: () => import('#formats/ini').then((module) => module.ini),
  dotenv: () => import('#formats/dotenv').then((module) => module.dotenv),
  properties: () => import('#formats/properties').then((module) => module.properties),
} as const satisfies Record<string, () => Promise<FormatFactory>>

/** The name of a format that comes with the library. */
export type FormatName = keyof typeof loaders

export const formatNames: readonly FormatName[] = Object.keys(loaders) as FormatName[]

const byExtension: Readonly<Record<string, FormatName>> = {
  '.json': 'json',
  '.jsonc': 'jsonc',
  '.json5': 'json5',
  '.yaml': 'yaml',
  '.yml': 'yaml',
  '.toml': 'toml',
  '.ini': 'ini',
  '.cfg': 'ini',
  '.cnf': 'ini',
  '.conf': 'ini',
  '.env': 'dotenv',
  '.properties': 'properties',
}

/** Other words for a format that people use. */
const aliases: Readonly<Record<string, FormatName>> = { yml: 'yaml', env: 'dotenv', cfg: 'ini' }

/** The format a file name tells: by extension, or `.env` and `.env.local` by the whole name. */
export function formatOfFile(file: string): FormatName | undefined {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1).toLowerCase()
  if (name === '.env' || name.startsWith('.env.')) return 'dotenv'
  const dot = name.lastIndexOf('.')
  return dot < 0 ? undefined : byExtension[name.slice(dot)]
}

/** @throws ConfigError FORMAT_UNKNOWN */
export function formatNamed(name: string): FormatName {
  const lower = name.toLowerCase()
  const found = Object.hasOwn(loaders, lower) ? (lower as FormatName) : Object.hasOwn(aliases, lower) ? aliases[lower] : undefined
  if (found !== undefined) return found
  throw mistakes().noSuchFormat(name)
}

/** @throws ConfigError FORMAT_UNKNOWN, naming the file */
export function formatForFile(file: string): FormatName {
  const found = formatOfFile(file)
  if (found !== undefined) return found
  throw mistakes().tellsNoFormat(file)
}

/** Loads a format's module on first use. */
export function loadFormat(name: FormatName): Promise<FormatFactory> {
  return loaders[name]() as Promise<FormatFactory>
}
