import type { ConfigDefinition, ProfileDefinition, Profiles } from '../config/definition.ts'
import { validationIssues } from '../config/validation-options.ts'
import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { formatNamed } from '../formats/choose.ts'
import type { Document } from '../formats/format.ts'
import { lazy } from '../sources/lazy.ts'
import type { Source } from '../sources/source.ts'
import { whenWritten } from '../sources/when.ts'
import { closest } from '../text/closest.ts'
import type { Span } from '../text/position.ts'
import { didYouMean, listOf } from '../text/words.ts'
import { type Path, printPath } from '../values/path.ts'
import { isList, isMap, kindOf, type Value, type ValueMap } from '../values/value.ts'
import { type OptionType, type SourceKind, sourceKinds } from './source-kinds.ts'

const keys: Readonly<Record<string, OptionType>> = {
  name: 'text',
  schema: 'text',
  profiles: 'map',
  profile: 'map',
  sources: 'list',
  merge: 'map',
  validation: 'map',
  secrets: 'list',
  secretStores: 'map',
  secretReading: 'map',
  secretAudit: 'map',
  keys: 'map',
  limits: 'map',
  imports: 'map',
  lint: 'map',
}
const profileKeys: Readonly<Record<string, OptionType>> = {
  extends: 'text or list of texts',
  group: 'text or list of texts',
  aliases: 'list of texts',
  variables: 'map',
  sources: 'list',
}
const selectionKeys: Readonly<Record<string, OptionType>> = {
  flag: 'text',
  env: 'text',
  detect: 'boolean or map',
  default: 'text or list of texts',
}
const importKeys: Readonly<Record<string, OptionType>> = { folders: 'list of texts', maxDepth: 'number', maxFiles: 'number' }
const keyKeys: Readonly<Record<string, OptionType>> = {
  identityFiles: 'list of texts',
  allow: 'list of texts',
  requireSeal: 'boolean',
}
const storeKeys: Readonly<Record<string, OptionType>> = {
  file: 'text',
  identityFiles: 'list of texts',
  recipients: 'list of texts',
}
const readingKeys: Readonly<Record<string, OptionType>> = { maxAgeMs: 'number', maxStaleMs: 'number' }
const auditKeys: Readonly<Record<string, OptionType>> = { file: 'text' }
const lintKeys: Readonly<Record<string, OptionType>> = { rules: 'map' }
const limitKeys: Readonly<Record<string, OptionType>> = {
  maxBytes: 'number',
  maxDepth: 'number',
  maxNodes: 'number',
  maxExpansion: 'number',
}

/** The parts that are maps of options. */
const parts: Readonly<Record<string, Readonly<Record<string, OptionType>>>> = {
  profile: selectionKeys,
  imports: importKeys,
  limits: limitKeys,
  keys: keyKeys,
  secretReading: readingKeys,
  secretAudit: auditKeys,
  lint: lintKeys,
}

/** @throws ConfigError OPTION_INVALID, one issue for each mistake, each with its place in `file` */
export function readManifest(document: Document, file: string): ConfigDefinition {
  const reader = new Reader(document, file)
  const { value } = document
  if (!isMap(value)) throw reader.problem([], `a manifest is a map, not a ${kindOf(value)}`, 'begin with "name" and "sources"')

  reader.check(value, keys, [])
  const sources = reader.sources(value['sources'])
  const profiles = reader.profiles(isMap(value['profiles']) ? value['profiles'] : {})
  for (const [part, known] of Object.entries(parts)) {
    const options = value[part]
    if (isMap(options)) reader.check(options, known, [part])
  }
  if (isMap(value['validation'])) reader.take(validationIssues(value['validation']))
  for (const [name, store] of Object.entries(isMap(value['secretStores']) ? value['secretStores'] : {})) reader.store(name, store)
  reader.end()

  const { sources: _sources, profiles: _profiles, ...rest } = value
  return {
    // The keys were checked one by one above.
    ...(rest as Omit<ConfigDefinition, 'sources' | 'profiles'>),
    ...(value['profiles'] !== undefined && { profiles }),
    sources,
    locate: (path, part) => document.locate(path, part),
  }
}

/** Collects the mistakes of a manifest. */
class Reader {
  readonly #document: Document
  readonly #file: string
  readonly #issues: Issue[] = []

  constructor(document: Document, file: string) {
    this.#document = document
    this.#file = file
  }

  end(): void {
    if (this.#issues.length > 0) throw new ConfigError(this.#issues)
  }

  check(map: ValueMap, known: Readonly<Record<string, OptionType>>, path: Path): void {
    for (const [key, value] of Object.entries(map)) {
      const type = Object.hasOwn(known, key) ? known[key] : undefined
      if (type === undefined)
        this.#add(
          [...path, key],
          `there is no option ${JSON.stringify(key)}`,
          didYouMean(closest(key, Object.keys(known))) ?? `known: ${listOf(Object.keys(known))}`,
          'key',
        )
      else if (!fits(value, type))
        this.#add([...path, key], `${printPath([...path, key])} must be a ${type}, not a ${kindOf(value)}`, undefined)
    }
  }

  profiles(profiles: ValueMap): Profiles {
    return Object.fromEntries(Object.entries(profiles).map(([name, profile]) => [name, this.#profile(name, profile)]))
  }

  #profile(name: string, profile: Value): ProfileDefinition {
    const path = ['profiles', name]
    if (!isMap(profile)) {
      this.#add(path, `profile ${JSON.stringify(name)} must be a map`, 'write "{}" for a profile without settings')
      return {}
    }
    this.check(profile, profileKeys, path)
    const { sources, ...rest } = profile
    // The keys were checked one by one above.
    const shape = rest as ProfileDefinition
    return sources === undefined ? shape : { ...shape, sources: this.#sourceList(sources, [...path, 'sources']) }
  }

  store(name: string, store: Value): void {
    if (isMap(store)) this.check(store, storeKeys, ['secretStores', name])
    else this.#add(['secretStores', name], `the store ${JSON.stringify(name)} must be a map`, 'write "file: secrets.age" into it')
  }

  sources(value: Value | undefined): readonly Source[] {
    if (value === undefined)
      this.#add([], 'a manifest names its "sources"', 'add "sources:" with a list, such as "- file: config/app.yaml"')
    return this.#sourceList(value, ['sources'])
  }

  #sourceList(value: Value | undefined, path: Path): readonly Source[] {
    const entries = isList(value) ? value : []
    return entries.flatMap((entry, index) => this.#conditional(entry, [...path, index]))
  }

  /** `when` stands beside the kind, whatever kind it is. */
  #conditional(entry: Value, path: Path): readonly Source[] {
    if (!isMap(entry) || !Object.hasOwn(entry, 'when')) return this.#late(entry, path)
    const { when, ...source } = entry
    const made = this.#late(source, path)
    const at = [...path, 'when']
    if (typeof when === 'string') return made.length === 0 ? [] : [whenWritten(when, this.#placeOf(at), made)]
    this.#add(at, `${printPath(at)} must be a text, not a ${kindOf(when as Value)}`, 'write for example when: "prod & !eu"')
    return []
  }

  /** So does `lazy`, with the part that is not read at the start. */
  #late(entry: Value, path: Path): readonly Source[] {
    if (!isMap(entry) || !Object.hasOwn(entry, 'lazy')) return this.#source(entry, path)
    const { lazy: part, ...source } = entry
    const made = this.#source(source, path)
    try {
      return made.length === 0 ? [] : [lazy(part as string, ...made)] // what is no text is refused
    } catch (error) {
      if (!ConfigError.is(error)) throw error
      const at = [...path, 'lazy']
      this.#issues.push(...error.issues.map((issue) => ({ ...issue, ...this.#placeOf(at) })))
      return []
    }
  }

  #placeOf(path: Path): { readonly path: Path; readonly span: Span | undefined } {
    return { path, span: this.#document.locate(path) }
  }

  #source(entry: Value, path: Path): readonly Source[] {
    const kinds = Object.keys(sourceKinds)
    const [name, ...others] = isMap(entry) ? Object.keys(entry) : []
    if (name === undefined || others.length > 0) {
      this.#add(path, 'a source is a map with one key, its kind', `write "- file: config/app.yaml"; kinds: ${listOf(kinds)}`)
      return []
    }
    const kind = Object.hasOwn(sourceKinds, name) ? sourceKinds[name] : undefined
    if (kind === undefined) {
      this.#add(
        [...path, name],
        `there is no kind of source ${JSON.stringify(name)}`,
        didYouMean(closest(name, kinds)) ?? `kinds: ${listOf(kinds)}`,
        'key',
      )
      return []
    }
    return this.#make(kind, (entry as ValueMap)[name] as Value, [...path, name])
  }

  #make(kind: SourceKind, given: Value, path: Path): readonly Source[] {
    const options = optionsOf(kind, given)
    if (options === undefined) {
      this.#add(path, `${printPath(path)} must be a map of options, not a ${kindOf(given)}`, undefined)
      return []
    }
    const before = this.#issues.length
    if (kind.options !== undefined) this.check(options, kind.options, path)
    if (kind.needsMain && kind.main !== undefined && !Object.hasOwn(options, kind.main))
      this.#add(path, `${printPath(path)} needs ${JSON.stringify(kind.main)}`, undefined)
    if (kind.options?.['format'] !== undefined) this.#checkFormat(options['format'], [...path, 'format'])
    return this.#issues.length > before ? [] : this.#made(kind, options, path)
  }

  #made(kind: SourceKind, options: ValueMap, path: Path): readonly Source[] {
    const { value } = this.#document
    const stores = isMap(value) ? value['secretStores'] : undefined
    try {
      return [kind.make(options, isMap(stores) ? stores : {})]
    } catch (error) {
      if (!ConfigError.is(error)) throw error
      this.#issues.push(...error.issues.map((issue) => ({ ...issue, ...this.#placeOf(path), file: this.#file })))
      return []
    }
  }

  /** A manifest that is data has no formats of its own, so a name is checked where it stands. */
  #checkFormat(name: Value | undefined, path: Path): void {
    if (typeof name !== 'string') return
    try {
      formatNamed(name)
    } catch (error) {
      if (!ConfigError.is(error)) throw error
      const span = this.#document.locate(path) ?? this.#document.locate(path.slice(0, -1))
      this.#issues.push(...error.issues.map((issue) => ({ ...issue, path, span })))
    }
  }

  /** Mistakes that were found elsewhere, with their places here. */
  take(issues: readonly Issue[]): void {
    for (const { message, path = [], hint } of issues) this.#add(path, message, hint)
  }

  problem(path: Path, message: string, hint: string | undefined): ConfigError {
    this.#add(path, message, hint)
    return new ConfigError(this.#issues)
  }

  #add(path: Path, message: string, hint: string | undefined, part: 'key' | 'value' = 'value'): void {
    const span = this.#document.locate(path, part)
    this.#issues.push({ code: 'OPTION_INVALID', severity: 'error', message, path, file: this.#file, span, hint })
  }
}

function optionsOf(kind: SourceKind, given: Value): ValueMap | undefined {
  if (given === null) return {}
  if (isMap(given)) return given
  return typeof given === 'string' && kind.main !== undefined ? { [kind.main]: given } : undefined
}

function fits(value: Value, type: OptionType): boolean {
  if (type === 'map') return isMap(value)
  if (type === 'list') return isList(value)
  if (type === 'text or false') return typeof value === 'string' || value === false
  if (type === 'boolean or map') return typeof value === 'boolean' || isMap(value)
  if (type === 'list of texts') return isList(value) && value.every((item) => typeof item === 'string')
  if (type === 'text or list of texts') return typeof value === 'string' || fits(value, 'list of texts')
  if (type === 'text') return typeof value === 'string'
  return typeof value === type
}
