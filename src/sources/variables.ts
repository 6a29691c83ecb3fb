import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { decode } from '../formats/decode.ts'
import { readFileBytes } from '../runtime/read-file.ts'
import { type Path, parsePath } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import { EnvNames, type NameReading } from './env-names.ts'
import { naming } from './later.ts'
import { locationOf } from './location.ts'
import type { KnownKeys } from './source.ts'
import { type NamedText, treeOf } from './text-values.ts'

/** How the names of variables become paths: the same for the environment and for .env files. */
export interface VariableOptions {
  /** Only names that begin with it, and it is cut off: `SHOP_`. Default: none. */
  readonly prefix?: string
  /** Between levels. Default: `__`, so that `SHOP_DB__POOL_SIZE` is `db.poolSize`. */
  readonly separator?: string
  /** Names that follow no rule, with the path each one sets: `{ PORT: 'server.port' }`. The prefix is part of the name. */
  readonly map?: Readonly<Record<string, string>>
  /**
   * `SHOP_DB__PASSWORD_FILE` reads `db.password` from the file it names, as Docker and Kubernetes images do, unless
   * there is a key `passwordFile`. Default: `_FILE`; `false` takes such names like any other.
   */
  readonly fileSuffix?: string | false
}

export interface VariableContext {
  readonly cwd: string
  readonly keys: KnownKeys
  /** Names that fit no key belong to other programs: they are left out instead of making new keys. */
  readonly foreign: boolean
  /** Names that differ in case only are the same name: Windows. */
  readonly ignoreCase: boolean
}

/** What variables give. */
export interface Variables {
  readonly value: Value
  readonly issues: readonly Issue[]
  readonly warnings: readonly Issue[]
  nameOf(path: Path): string | undefined
  /** The file that a variable named, by the variable. */
  readonly files: ReadonlyMap<string, VariableFile>
}

export interface VariableFile {
  readonly file: string
  readonly absolute: string
  readonly version: string
}

type FileTarget = Exclude<NameReading, { readonly kind: 'malformed' }>

/** Near names cost time to find; the first unknown names show what is wrong. */
const mostWarnings = 50

/** The tree that variables stand for. Never throws for a name: what is wrong is in the issues. */
export function readVariables(
  variables: Iterable<readonly [string, Value]>,
  options: VariableOptions,
  context: VariableContext,
): Variables {
  return new VariableReader(options, context).read(variables)
}

class VariableReader {
  readonly #prefix: string
  readonly #separator: string
  readonly #suffix: string | false
  readonly #context: VariableContext
  readonly #names: EnvNames
  readonly #explicit: ReadonlyMap<string, Path>
  readonly #issues: Issue[] = []
  readonly #warnings: Issue[] = []
  readonly #texts: NamedText[] = []
  readonly #files = new Map<string, VariableFile>()

  constructor(options: VariableOptions, context: VariableContext) {
    this.#context = context
    this.#prefix = this.#fold(options.prefix ?? '')
    this.#separator = options.separator || '__'
    this.#suffix = options.fileSuffix ?? '_FILE'
    this.#names = new EnvNames({ separator: this.#separator, keys: context.keys })
    this.#explicit = this.#explicitNames(options.map ?? {})
  }

  read(variables: Iterable<readonly [string, Value]>): Variables {
    for (const [name, text] of variables) this.#readOne(name, text)
    const { value, issues, nameOf } = treeOf(this.#texts, this.#context.keys.lower)
    return { value, issues: [...this.#issues, ...issues], warnings: this.#warnings, nameOf, files: this.#files }
  }

  #readOne(name: string, text: Value): void {
    const reading = this.#find(name)
    // Empty is not set, unless the schema says otherwise: that is how shells and container files say it.
    if (text === '' && !(reading?.kind === 'known' && this.#context.keys.takesEmpty?.(reading.path))) return
    const target = reading?.kind === 'known' ? undefined : this.#fileTarget(name)
    if (target !== undefined) this.#readFile(name, target, text)
    else if (reading !== undefined) this.#take(name, reading, text)
  }

  #take(name: string, reading: NameReading, text: Value): void {
    if (reading.kind === 'ambiguous') this.#issues.push(naming().ambiguous(name, reading.paths, this.#separator))
    else if (reading.kind === 'malformed')
      this.#warn(name, 'has an empty level and is ignored', `write one ${this.#separator} between levels`)
    else this.#texts.push({ name, path: reading.path, value: text })
    if (reading.kind !== 'new') return
    if (reading.near.length > 0) this.#warnOfNear(name, reading.near)
    else if (this.#prefix === '') this.#warnOfPrefix(name)
  }

  /** `undefined`: not a name for us. */
  #find(name: string): NameReading | undefined {
    const path = this.#explicit.get(this.#fold(name))
    if (path !== undefined) return { kind: 'known', path }
    if (!this.#fold(name).startsWith(this.#prefix) || name.length === this.#prefix.length) return undefined
    const reading = this.#names.read(name.slice(this.#prefix.length))
    const isOthers = this.#context.foreign && (reading.kind === 'new' || reading.kind === 'malformed')
    return isOthers ? undefined : reading
  }

  #fileTarget(name: string): FileTarget | undefined {
    const suffix = this.#suffix
    if (suffix === false || !this.#fold(name).endsWith(this.#fold(suffix))) return undefined
    const target = this.#find(name.slice(0, -suffix.length))
    return target?.kind === 'malformed' ? undefined : target
  }

  #readFile(name: string, target: FileTarget, text: Value): void {
    if (text === '' || typeof text !== 'string') return
    if (target.kind === 'ambiguous') return void this.#issues.push(naming().ambiguous(name, target.paths, this.#separator))
    try {
      const { absolute, file } = locationOf(text, this.#context.cwd)
      const content = readFileBytes(absolute, { file })
      if (content === undefined) return void this.#issues.push(naming().absent(name, file))
      this.#texts.push({ name, path: target.path, value: decode(content.bytes, file).replace(/\r?\n$/, '') })
      this.#files.set(name, { file, absolute, version: content.version })
    } catch (error) {
      if (!ConfigError.is(error)) throw error
      this.#issues.push(...error.issues.map((issue) => ({ ...issue, name })))
    }
  }

  /** `SHOP_SERVER__PORT` in a .env file that is read without a prefix. */
  #warnOfPrefix(name: string): void {
    const end = name.indexOf('_') + 1
    if (end < 2 || this.#names.read(name.slice(end)).kind !== 'known') return
    const hint = `if ${JSON.stringify(name.slice(0, end))} is no part of the key, give the source this prefix`
    this.#warn(name, `fits no key, but ${JSON.stringify(name.slice(end))} does`, hint)
  }

  #warnOfNear(name: string, near: readonly Path[]): void {
    const separator = name.slice(this.#prefix.length).includes(this.#separator) ? this.#separator : '_'
    this.#warn(name, 'fits no key', naming().namesLike(name.slice(0, this.#prefix.length), near, separator))
  }

  #warn(name: string, message: string, hint: string | undefined): void {
    if (this.#warnings.length >= mostWarnings) return
    this.#warnings.push({
      code: 'SOURCE_NEAR_MISS',
      severity: 'warning',
      message: `${JSON.stringify(name)} ${message}`,
      name,
      hint,
    })
  }

  #explicitNames(map: Readonly<Record<string, string>>): ReadonlyMap<string, Path> {
    const names = new Map<string, Path>()
    for (const { env, path } of this.#context.keys.declared) if (env !== undefined) names.set(this.#fold(env), path)
    for (const [name, text] of Object.entries(map)) {
      const path = parsePath(text)
      if (path === undefined || path.length === 0) this.#issues.push(naming().noPath(name, text))
      else names.set(this.#fold(name), path)
    }
    return names
  }

  #fold(name: string): string {
    return this.#context.ignoreCase ? name.toUpperCase() : name
  }
}
