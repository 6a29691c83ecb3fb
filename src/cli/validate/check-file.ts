import { basename } from 'node:path'
import type { Issue } from '../../errors/issue.ts'
import type { FormatName } from '../../formats/choose.ts'
import type { Format } from '../../formats/format.ts'
import type { Span } from '../../text/position.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { namedFormat, plainFormat } from '../file-format.ts'
import { suppressionWord } from '../findings.ts'
import { pathOf } from '../paths.ts'
import { type Input, readInput, readInputNow } from '../read-input.ts'
import type { SuppressionFile } from '../suppress/apply-suppressions.ts'
import { issuesOf } from './checked-data.ts'
import { SchemaShelf } from './schema-shelf.ts'
import { countSealed, withoutSealed } from './sealed-values.ts'

export type FileFlags = GlobalFlags & { readonly from?: string; readonly schema?: string }

/** What came of one file, as data that another thread can send. */
export interface FileResult {
  readonly issues: readonly Issue[]
  readonly depth: CheckDepth
  /** Its text, if it suppresses something. Nothing else of a file is kept. */
  readonly suppressing?: SuppressionFile
  /** Where its secrets stand, if lines of it will be shown. */
  readonly secrets?: readonly Span[]
  /** How many of its values are sealed, and were not looked at. */
  readonly sealed?: number
}

/** How far a check got: the file could not be read, it was read, it was also held to a schema. */
export type CheckDepth = (typeof depths)[keyof typeof depths]

export const depths = { unread: 0, read: 1, held: 2 } as const

const none: readonly Issue[] = []
/** Of thousands of files, nearly all come to one of these. */
const fine = {
  [depths.read]: { issues: none, depth: depths.read },
  [depths.held]: { issues: none, depth: depths.held },
} as const satisfies Record<number, FileResult>

/** Checks files, each on its own: its syntax, and what its schema says of it. */
export class FileCheck {
  readonly #context: CliContext
  readonly #flags: FileFlags
  readonly #schemas: SchemaShelf
  readonly #formats = new Map<FormatName, Format>()

  private constructor(context: CliContext, flags: FileFlags, schemas: SchemaShelf) {
    this.#context = context
    this.#flags = flags
    this.#schemas = schemas
  }

  /** @throws ConfigError SOURCE_MISSING, SCHEMA_INVALID …, for a schema that was named */
  static async begin(context: CliContext, flags: FileFlags): Promise<FileCheck> {
    const schemas = new SchemaShelf(context, flags.schema)
    await schemas.open()
    return new FileCheck(context, flags, schemas)
  }

  /** True for the schema that was named: it is not held to itself. */
  isSchema(name: string): boolean {
    const { named } = this.#schemas
    return named !== undefined && basename(name) === basename(named) && pathOf(this.#context, name) === named
  }

  /** True if any thread can check the file: it needs no manifest and no stream of this process. */
  isPlain(name: string): boolean {
    return plainFormat(this.#flags, { file: name, asked: this.#flags.from }) !== undefined
  }

  checkNamed(name: string): Promise<FileResult> {
    return this.check(() => this.#read(name))
  }

  /** @param read throws ConfigError for what cannot be read, which is then what is said of the file */
  async check(read: () => Input | Promise<Input>): Promise<FileResult> {
    let depth: CheckDepth = depths.unread
    let suppressing: SuppressionFile | undefined
    let secrets: readonly Span[] = []
    let sealed = 0
    const issues = await issuesOf(async () => {
      const pending = read()
      const input = pending instanceof Promise ? await pending : pending
      depth = depths.read
      suppressing = suppressionsIn(input)
      sealed = countSealed(input)
      const warnings = warningsOf(input)
      const schema = this.#schemas.forAll ?? (await this.#schemas.schemaFor(input))
      if (schema === undefined) return warnings
      const { file, format, documents } = input
      const facts = { file, textOnly: format.textOnly }
      const found =
        documents.length === 1
          ? schema.check(documents[0] as Input['documents'][0], facts)
          : documents.flatMap((document) => schema.check(document, facts))
      const wrong = sealed === 0 ? found : withoutSealed(found, input)
      depth = depths.held
      if (warnings.length + wrong.length > 0) secrets = documents.flatMap((document) => schema.secretSpans(document))
      return wrong.length === 0 ? warnings : [...warnings, ...wrong]
    })
    if (suppressing !== undefined || secrets.length > 0 || sealed > 0)
      return {
        issues,
        depth,
        ...(suppressing && { suppressing }),
        ...(secrets.length > 0 && { secrets }),
        ...(sealed > 0 && { sealed }),
      }
    return issues.length === 0 && depth !== depths.unread ? fine[depth] : { issues, depth }
  }

  #read(name: string): Input | Promise<Input> {
    const format = plainFormat(this.#flags, { file: name, asked: this.#flags.from })
    if (format === undefined) return readInput(this.#context, name, this.#flags)
    const loaded = this.#formats.get(format)
    if (loaded !== undefined) return readInputNow(this.#context, name, loaded)
    return this.#readFirst(name, format)
  }

  /** The first file of a format brings its reader. */
  async #readFirst(name: string, format: FormatName): Promise<Input> {
    const loaded = await namedFormat(format)
    this.#formats.set(format, loaded)
    return readInputNow(this.#context, name, loaded)
  }
}

function suppressionsIn({ file, text, format }: Input): SuppressionFile | undefined {
  return text.includes(suppressionWord) ? { file, text, format: format.name } : undefined
}

function warningsOf({ documents }: Input): readonly Issue[] {
  const found = documents.filter(({ warnings }) => warnings.length > 0)
  return found.length === 0 ? none : found.flatMap(({ warnings }) => warnings)
}
