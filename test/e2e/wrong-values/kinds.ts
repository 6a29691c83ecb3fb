import { args, directory, dotenv, env, file, module, object, type Source, search, stdin } from 'configmanage'
import { setSource } from '../../../src/cli/set-source.ts'
import type { Value } from '../../../src/values/value.ts'
import { type Content, fillIn, type LineColumn, placeIn } from './marked-text.ts'
import { hostsText, jsonText, type Language, languages } from './templates.ts'

/** Where something stands: a file with or without a line, or what a source calls it. */
export type Place = ({ readonly file: string } & Partial<LineColumn>) | { readonly name: string }

/** The example configuration, said by one source. */
export interface Layer {
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  readonly stdin?: string
  /** For the library, and for a manifest; neither where only a command line or a call says it. */
  readonly source?: () => Source
  readonly manifest?: Readonly<Record<string, unknown>>
  readonly set?: readonly string[]
  readonly override?: Readonly<Record<string, Value>>
  placeOf(mark: string): Place
  /** Of the map `db`, which some sources have no name or line for. */
  placeOfMap(): Place
  /** Of the source. */
  readonly sourceName: string
}

export type Slot = 'low' | 'high'
export type Kind = (slot: Slot, content: Content) => Layer

export function fileKind(language: Language, isLatin = false): Kind {
  return (slot, content) => {
    const { text, places } = fillIn(content, language)
    const name = `${slot}.${language.extension}`
    return {
      files: { [name]: text },
      source: () => file(name, isLatin ? { encoding: 'latin1' } : {}),
      manifest: { file: name },
      placeOf: (mark) => ({ file: name, ...placeIn(places, mark) }),
      placeOfMap: () => ({ file: name, ...placeIn(places, 'k:db') }),
      sourceName: `file:${name}`,
    }
  }
}

/** The path of each text of a layer that has no lists, with the text. */
function texts({ values, keys }: Content): readonly (readonly [path: string, text: string])[] {
  const renamed = (path: string): string => (path in keys ? path.replace(/[^.]+$/, keys[path] as string) : path)
  const flat = Object.entries(values).filter(([path]) => !path.startsWith('hosts'))
  return [...flat.map(([path, value]) => [renamed(path), String(value)] as const), ['hosts', hostsText(values)]]
}

/** The path that a renamed key usually has. */
function usual(path: string, { keys }: Content): string {
  return Object.keys(keys).find((at) => at.replace(/[^.]+$/, keys[at] as string) === path) ?? path
}

/** The mark as the path that is given: keys under their new name, elements under their list. */
function given(mark: string, { keys }: Content): string {
  const path = mark.slice(2)
  if (path in keys && mark.startsWith('k:')) return path.replace(/[^.]+$/, keys[path] as string)
  return path.startsWith('hosts') ? 'hosts' : path
}

const variable = (prefix: string, path: string): string => prefix + path.toUpperCase().replaceAll('.', '__')

const envKind: Kind = (slot, content) => {
  const prefix = `${slot.toUpperCase()}_`
  return {
    env: Object.fromEntries(texts(content).map(([path, text]) => [variable(prefix, path), text])),
    source: () => env({ prefix }),
    manifest: { env: prefix },
    placeOf: (mark) => ({ name: variable(prefix, given(mark, content)) }),
    placeOfMap: () => ({ name: `environment ${prefix}*` }),
    sourceName: `environment ${prefix}*`,
  }
}

const argsKind: Kind = (slot, content) => ({
  args: texts(content).map(([path, text]) => `--${slot}.${path}=${text}`),
  source: () => args({ prefix: `${slot}.` }),
  manifest: { args: `${slot}.` },
  placeOf: (mark) => ({ name: `--${slot}.${given(mark, content)}` }),
  placeOfMap: () => ({ name: 'arguments' }),
  sourceName: 'arguments',
})

const setKind: Kind = (_slot, content) => {
  const set = texts(content).map(([path, text]) => `${path}=${text}`)
  return {
    set,
    placeOf: (mark) => ({ name: `--set ${given(mark, content)}` }),
    placeOfMap: () => ({ name: 'arguments --set' }),
    sourceName: 'arguments --set',
    source: () => setSource(set),
  }
}

/** One call sets single paths; what it does not set is as below. */
const overrideKind: Kind = (_slot, content) => {
  const path = (mark: string): string => (mark.startsWith('k:') ? given(mark, content) : mark.slice(2))
  return {
    override: {
      ...Object.fromEntries(texts(content).map(([at]) => [at, content.values[at] ?? content.values[usual(at, content)] ?? null])),
      hosts: JSON.parse(hostsText(content.values)),
    },
    placeOf: (mark) => ({ name: path(mark) }),
    placeOfMap: () => ({ name: 'db' }),
    sourceName: 'override',
  }
}

const dotenvKind: Kind = (slot, content) => {
  const { text, places } = fillIn(content, languages['.env'] as Language)
  const name = `.env.${slot}`
  return {
    files: { [name]: text },
    source: () => dotenv({ path: name }),
    manifest: { dotenv: name },
    placeOf: (mark) => ({ file: name, ...placeIn(places, mark) }),
    placeOfMap: () => ({ file: name }),
    sourceName: `dotenv:${name}`,
  }
}

const stdinKind: Kind = (_slot, content) => {
  const { text, places } = fillIn(content, languages['YAML'] as Language)
  return {
    stdin: text,
    source: () => stdin({ format: 'yaml' }),
    manifest: { stdin: 'yaml' },
    placeOf: (mark) => ({ file: '<stdin>', ...placeIn(places, mark) }),
    placeOfMap: () => ({ file: '<stdin>', ...placeIn(places, 'k:db') }),
    sourceName: 'standard input',
  }
}

const searchKind: Kind = (slot, content) => {
  const { text, places } = fillIn(content, languages['TOML'] as Language)
  const name = `${slot}.config.toml`
  return {
    files: { [name]: text },
    source: () => search(slot),
    manifest: { search: slot },
    placeOf: (mark) => ({ file: name, ...placeIn(places, mark) }),
    placeOfMap: () => ({ file: name, ...placeIn(places, 'k:db') }),
    sourceName: `file:${name}`,
  }
}

const moduleKind: Kind = (slot, content) => {
  const name = `${slot}.config.mjs`
  return {
    files: { [name]: `export default ${jsonText(content)}\n` },
    source: () => module(name),
    manifest: { module: name },
    placeOf: () => ({ file: name }),
    placeOfMap: () => ({ file: name }),
    sourceName: `module:${name}`,
  }
}

const objectKind: Kind = (slot, content) => ({
  source: () => object(JSON.parse(jsonText(content)), { name: slot }),
  manifest: { object: JSON.parse(jsonText(content)) },
  placeOf: () => ({ name: slot }),
  placeOfMap: () => ({ name: slot }),
  sourceName: slot,
})

const directoryKind: Kind = (slot, content) => {
  const folder = `${slot}.d`
  const name = (path: string): string => `${folder}/${path.replaceAll('.', '__')}`
  return {
    files: Object.fromEntries(texts(content).map(([path, text]) => [name(path), `${text}\n`])),
    source: () => directory(folder),
    manifest: { directory: folder },
    placeOf: (mark) => ({ file: name(given(mark, content)), line: 1, column: 1 }),
    placeOfMap: () => ({ name: `directory:${folder}` }),
    sourceName: `directory:${folder}`,
  }
}

const byFormat = Object.entries(languages)
  // A .env file says flat names, which only variables turn into paths.
  .filter(([name]) => name !== '.env')
  .map(([name, language]) => [`a ${name} file`, fileKind(language)] as const)

/** Every kind of source, and each format of files. */
export const kinds: Readonly<Record<string, Kind>> = {
  ...Object.fromEntries(byFormat),
  'a file of a search': searchKind,
  'standard input': stdinKind,
  'a module': moduleKind,
  'an object': objectKind,
  'a directory of files': directoryKind,
  '.env as variables': dotenvKind,
  'the environment': envKind,
  arguments: argsKind,
  '--set': setKind,
  'an override': overrideKind,
}
