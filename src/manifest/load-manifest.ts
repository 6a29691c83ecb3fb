import { checkDefinition } from '../config/checking-options.ts'
import type { ConfigDefinition } from '../config/definition.ts'
import { ConfigError } from '../errors/config-error.ts'
import { checkTree } from '../formats/check-tree.ts'
import { formatForFile, loadFormat } from '../formats/choose.ts'
import { decode } from '../formats/decode.ts'
import { type Document, defaultLimits } from '../formats/format.ts'
import { readFileBytes } from '../runtime/read-file.ts'
import { missingFile } from '../sources/missing-file.ts'
import { findManifest, manifestNames } from './find-manifest.ts'
import { readManifest } from './read-manifest.ts'

/** A manifest that was found and read. */
export interface Manifest {
  /** Absolute path. */
  readonly file: string
  /** With `root` set to the manifest's folder: its paths are relative to that. */
  readonly definition: ConfigDefinition
}

export interface LoadManifestOptions {
  /** Where to look from, upwards. Default: the working directory. */
  readonly cwd?: string
  /** The manifest itself, relative to `cwd`; then nothing is looked for. */
  readonly file?: string
}

/**
 * Loads `configmanage.config.{ts,js,mjs,yaml,toml,json}`.
 * @throws ConfigError MANIFEST_MISSING, SOURCE_MISSING, OPTION_INVALID with places, and whatever its format says
 */
export async function loadManifest(options: LoadManifestOptions = {}): Promise<Manifest> {
  const { dirname, relative, resolve } = process.getBuiltinModule('node:path')
  const cwd = resolve(options.cwd ?? process.cwd())
  const file = options.file === undefined ? findManifest(cwd) : resolve(cwd, options.file)
  if (file === undefined) throw missing(cwd)

  const root = dirname(file)
  const shown = relative(cwd, file) || file
  const definition = /\.[mc]?[jt]s$/.test(file) ? await importDefinition(file, shown) : await readDefinition(file, shown)
  return { file, definition: { ...definition, root: definition.root === undefined ? root : resolve(root, definition.root) } }
}

async function readDefinition(file: string, shown: string): Promise<ConfigDefinition> {
  return readManifest(await readDocument(file, shown), shown)
}

const correctName = 'correct the name'

async function readDocument(path: string, name: string): Promise<Document> {
  const found = readFileBytes(path, { file: name, maxBytes: defaultLimits.maxBytes })
  if (found === undefined) throw new ConfigError(missingFile({ absolute: path, file: name }, undefined, correctName))
  const format = (await loadFormat(formatForFile(path)))()
  const document = format.parse(decode(found.bytes, name), name)
  checkTree(document.value, defaultLimits, (at, part) => document.locate(at, part))
  return document
}

async function importDefinition(file: string, shown: string): Promise<ConfigDefinition> {
  const { existsSync } = process.getBuiltinModule('node:fs')
  const { pathToFileURL } = process.getBuiltinModule('node:url')
  if (!existsSync(file)) throw new ConfigError(missingFile({ absolute: file, file: shown }, undefined, correctName))
  const definition = (await importModule(pathToFileURL(file).href, shown))['default']
  if (typeof definition !== 'object' || definition === null || !('sources' in definition))
    throw noDefinition(shown, 'the default export is no definition')
  return checked(definition as ConfigDefinition, shown)
}

/** A module may export anything, also for commands that do not load the configuration. */
function checked(definition: ConfigDefinition, file: string): ConfigDefinition {
  try {
    checkDefinition(definition)
    return definition
  } catch (error) {
    throw ConfigError.is(error) ? inFile(error, file) : error
  }
}

function inFile({ issues }: ConfigError, file: string): ConfigError {
  return new ConfigError(issues.map((issue) => ({ file, ...issue })))
}

function noDefinition(file: string, message: string): ConfigError {
  const hint = 'export default defineConfig({ sources: [...] })'
  return new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, file, hint })
}

async function importModule(url: string, file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(url)) as Readonly<Record<string, unknown>>
  } catch (cause) {
    if (ConfigError.is(cause)) throw inFile(cause, file)
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError(
      {
        code: 'SOURCE_FAILED',
        severity: 'error',
        message: `the manifest failed to load: ${reason}`,
        file,
        hint: 'run it with node to see the whole error',
      },
      { cause },
    )
  }
}

function missing(cwd: string): ConfigError {
  return new ConfigError({
    code: 'MANIFEST_MISSING',
    severity: 'error',
    message: `no manifest in ${cwd} or above it`,
    expected: manifestNames.join(', '),
    hint: 'create one, or name it with --config; "validate" and "lint" take files instead, "get", "explain", "export", "watch" and "status" with --file',
  })
}
