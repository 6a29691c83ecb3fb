import { dirname, isAbsolute, relative, resolve } from 'node:path'
import type { BareSchema } from '../../config/validating/bare-schema.ts'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import type { CliContext } from '../context.ts'
import { pathOf } from '../paths.ts'
import type { Input } from '../read-input.ts'
import { topFolder } from '../top-folder.ts'
import { type SchemaLink, schemaLink } from './schema-link.ts'

/** The schemas that the files of one run ask for, each read and compiled once. */
export class SchemaShelf {
  readonly #context: CliContext
  /** Absolute. */
  readonly named: string | undefined
  readonly #top: string
  /** Files outside are called as whoever named the schema would. */
  readonly #isAbsolute: boolean
  #forAll: BareSchema | undefined
  readonly #known = new Map<string, BareSchema | ConfigError>()

  /** `named` is the schema for all files, as it stands on the command line. Without it, each file says its own. */
  constructor(context: CliContext, named: string | undefined) {
    this.#context = context
    this.#isAbsolute = named !== undefined && isAbsolute(named)
    this.named = named === undefined ? undefined : pathOf(context, named)
    this.#top = topFolder(context, context.cwd)
  }

  /** @throws ConfigError SOURCE_MISSING, SCHEMA_INVALID …, for a schema that was named */
  async open(): Promise<void> {
    if (this.named === undefined) return
    this.#forAll = await this.#at(this.named, isInside(this.#top, this.named) ? this.#top : dirname(this.named))
  }

  /** The schema that was named, once it is open. */
  get forAll(): BareSchema | undefined {
    return this.#forAll
  }

  /**
   * The schema that a file names.
   * @throws ConfigError SOURCE_MISSING, SCHEMA_INVALID …
   */
  async schemaFor(input: Input): Promise<BareSchema | undefined> {
    const link = schemaLink(input)
    if (link === undefined) return undefined
    const path = resolve(this.#context.cwd, dirname(input.file), link.target)
    if (!isInside(this.#top, path)) throw leadsOutside(link)
    try {
      return await this.#at(path, this.#top)
    } catch (error) {
      throw ConfigError.is(error) ? fromLink(error, link) : error
    }
  }

  async #at(path: string, folder: string): Promise<BareSchema> {
    const known = this.#known.get(path) ?? (await this.#read(path, folder))
    this.#known.set(path, known)
    if (ConfigError.is(known)) throw known
    return known
  }

  async #read(path: string, folder: string): Promise<BareSchema | ConfigError> {
    const { BareSchema } = await import('../../config/validating/bare-schema.ts')
    const { frames } = this.#context
    const schemas = frames.schemas ?? new Set()
    frames.schemas = schemas
    const shown = (file: string): string => {
      const absolute = resolve(folder, file)
      const short = relative(this.#context.cwd, absolute)
      const name = slashed(this.#isAbsolute && short.startsWith('..') ? absolute : short)
      schemas.add(name)
      return name
    }
    try {
      const schema = new BareSchema({ file: slashed(relative(folder, path)), folder, shown })
      frames.secrets = [...(frames.secrets ?? []), ...schema.secrets]
      return schema
    } catch (error) {
      if (ConfigError.is(error)) return error
      throw error
    }
  }
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/')
}

function isInside(folder: string, path: string): boolean {
  const inside = relative(folder, path)
  return !inside.startsWith('..') && !isAbsolute(inside)
}

/** A file may not choose what else is opened: only what belongs to the same project. */
function leadsOutside({ target, span }: SchemaLink): ConfigError {
  return new ConfigError({
    code: 'SCHEMA_INVALID',
    severity: 'error',
    message: `the schema ${JSON.stringify(target)} lies outside of the project`,
    span,
    hint: 'name it with --schema, or copy it into the project',
  })
}

/** Where the schema is missing is where it was named. */
function fromLink(error: ConfigError, { span }: SchemaLink): ConfigError {
  const [first, ...rest] = error.issues.map(
    (issue): Issue => (issue.code === 'SOURCE_MISSING' && issue.span === undefined ? { ...issue, span } : issue),
  )
  return first === undefined ? error : new ConfigError([first, ...rest], { cause: error })
}
