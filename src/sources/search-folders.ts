import { ConfigError } from '../errors/config-error.ts'
import { nodeFileSystem, nodePath } from '../runtime/file-system.ts'
import { readFileBytes } from '../runtime/read-file.ts'
import { getAt } from '../values/get.ts'
import { file } from './file.ts'
import { shownPath } from './location.ts'
import { module } from './module.ts'
import type { SearchOptions } from './search.ts'
import type { ReadContext, Source, TextReading } from './source.ts'

const moduleEndings = ['ts', 'mts', 'js', 'mjs', 'cjs']
const dataEndings = ['json', 'jsonc', 'json5', 'yaml', 'yml', 'toml']

/** The sources that a search stands for now, lowest priority first. */
export function expandSearch(name: string, options: SearchOptions, context: ReadContext): readonly Source[] {
  const source = `search:${name}`
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/.test(name)) throw badName(name, source)
  const found = sourcesFor(name, options, context)
  if (found.length > 0 || options.optional) return found
  throw nothingFound(name, source)
}

/** Where a search looks: folders, and the names in them that matter. */
export function placesOfSearch(name: string, options: SearchOptions, context: ReadContext): readonly SearchedFolder[] {
  const { join } = nodePath()
  const ofUser = [...moduleEndings, ...dataEndings].map((ending) => `config.${ending}`)
  const places = foldersUpwards(context, options.stopAt).flatMap((folder) => [
    { folder, names: [...ownNames(name), 'package.json'] },
    { folder: join(folder, '.config'), names: hiddenNames(name) },
  ])
  return [...places, { folder: userFolder(context, name), names: ofUser }]
}

interface SearchedFolder {
  readonly folder: string
  readonly names: readonly string[]
}

function sourcesFor(name: string, options: SearchOptions, context: ReadContext): readonly Source[] {
  const found: Source[] = []
  for (const folder of foldersUpwards(context, options.stopAt)) {
    const source = firstIn(folder, name, context.cwd)
    if (source !== undefined) found.unshift(source)
    if (source !== undefined && options.strategy !== 'all') return found
  }
  const ofUser = firstFile(
    userFolder(context, name),
    [...moduleEndings, ...dataEndings].map((ending) => `config.${ending}`),
    context.cwd,
  )
  return ofUser === undefined ? found : [ofUser, ...found]
}

function foldersUpwards({ cwd, env }: ReadContext, stopAt: string | undefined): readonly string[] {
  const { dirname, resolve } = nodePath()
  const home = env.HOME ?? env.USERPROFILE
  const last = stopAt === undefined ? home && resolve(home) : resolve(cwd, stopAt)
  const folders = [cwd]
  for (let folder = cwd; folder !== last && dirname(folder) !== folder; ) {
    folder = dirname(folder)
    folders.push(folder)
  }
  return folders
}

function firstIn(folder: string, name: string, cwd: string): Source | undefined {
  const hidden = nodePath().join(folder, '.config')
  return firstFile(folder, ownNames(name), cwd) ?? packageMember(folder, name, cwd) ?? firstFile(hidden, hiddenNames(name), cwd)
}

function ownNames(name: string): readonly string[] {
  const own = [...moduleEndings, ...dataEndings].map((ending) => `${name}.config.${ending}`)
  return [...own, `.${name}rc`, ...dataEndings.map((ending) => `.${name}rc.${ending}`)]
}

function hiddenNames(name: string): readonly string[] {
  return [...moduleEndings, ...dataEndings].map((ending) => `${name}.${ending}`)
}

function firstFile(folder: string, names: readonly string[], cwd: string): Source | undefined {
  const fs = nodeFileSystem()
  const path = names.map((name) => nodePath().join(folder, name)).find((each) => fs.lstatSync(each, { throwIfNoEntry: false }))
  if (path === undefined) return undefined
  const shown = shownPath(path, cwd)
  const ending = path.slice(path.lastIndexOf('.') + 1)
  if (moduleEndings.includes(ending)) return module(shown)
  return [...dataEndings].includes(ending) ? file(escaped(shown), {}) : file(escaped(shown), { format: 'yaml' })
}

/** A folder may be called `[id]`; that is no pattern here. */
function escaped(path: string): string {
  return path.replace(/[*?[]/g, '[$&]')
}

function userFolder({ env, cwd }: ReadContext, name: string): string {
  const home = env.HOME ?? env.USERPROFILE ?? cwd
  return nodePath().join(env.XDG_CONFIG_HOME || nodePath().join(home, '.config'), name)
}

/** The member `<name>` of a package.json. Its places are those in package.json. */
function packageMember(folder: string, name: string, cwd: string): Source | undefined {
  const absolute = nodePath().join(folder, 'package.json')
  const shown = shownPath(absolute, cwd)
  const content = readFileBytes(absolute, { file: shown })
  if (content === undefined || !hasMember(content.bytes, name)) return undefined
  const uri = `file:${shown}#${name}`
  return {
    kind: 'file',
    name: uri,
    watchTargets: () => [{ kind: 'file', path: absolute }],
    read({ previous }): TextReading | undefined {
      const before = previous?.kind === 'bytes' ? previous : undefined
      const current = readFileBytes(absolute, { file: shown, previous: before })
      if (current === undefined || current === before) return before && current && before
      return {
        kind: 'bytes',
        uri,
        version: current.version,
        bytes: current.bytes,
        file: shown,
        format: 'json',
        shape: memberShape(name),
      }
    },
  }
}

function memberShape(name: string): NonNullable<TextReading['shape']> {
  return (value, locate) => ({
    value: getAt(value, [name]) ?? {},
    textOnly: false,
    locate: (path, part) => locate([name, ...path], part),
  })
}

/** A malformed package.json that mentions the name is read as a source, which then reports what is wrong with it. */
function hasMember(bytes: Uint8Array, name: string): boolean {
  const text = Buffer.from(bytes).toString('utf8')
  if (!text.includes(`"${name}"`)) return false
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null && Object.hasOwn(parsed, name)
  } catch {
    return true
  }
}

function badName(name: string, source: string): ConfigError {
  return new ConfigError({
    code: 'OPTION_INVALID',
    severity: 'error',
    message: `${JSON.stringify(name)} cannot be searched for`,
    source,
    hint: 'use letters, digits, "_", "." and "-" only, and begin with a letter or digit',
  })
}

function nothingFound(name: string, source: string): ConfigError {
  return new ConfigError({
    code: 'SOURCE_MISSING',
    severity: 'error',
    message: `there is no configuration for ${JSON.stringify(name)} in this folder or above it`,
    source,
    hint: `create ${name}.config.yaml, or declare the search with optional: true`,
  })
}
