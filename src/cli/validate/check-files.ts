import { resolve } from 'node:path'
import type { Issue } from '../../errors/issue.ts'
import { formatOfFile } from '../../formats/choose.ts'
import type { Span } from '../../text/position.ts'
import { count } from '../../text/words.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { type Findings, suppressionWord } from '../findings.ts'
import { type Input, readContent, readInput } from '../read-input.ts'
import type { Checked } from '../reporters/report.ts'
import { type StagedFile, stagedFiles } from '../staged-files.ts'
import type { SuppressionFile } from '../suppress/apply-suppressions.ts'
import { issuesOf, summaryOf } from './checked-data.ts'
import { namedFiles } from './named-files.ts'
import { SchemaShelf } from './schema-shelf.ts'

type Flags = GlobalFlags & { readonly from?: string; readonly schema?: string }

/** Each file that was named, on its own. */
export async function checkFiles(context: CliContext, names: readonly string[], flags: Flags): Promise<Findings> {
  const collected = await Collected.begin(context, flags)
  for (const { name, found, problem } of namedFiles(context, names)) {
    if (found && collected.isSchema(name)) continue
    await collected.add(name, () => (problem === undefined ? readInput(context, name, flags) : Promise.reject(problem)))
  }
  return collected.findings()
}

/** What would be committed: each staged file in a format that is known, or those of them that are named. */
export async function checkStaged(context: CliContext, names: readonly string[], flags: Flags): Promise<Findings> {
  const wanted = new Set(names.map((name) => resolve(context.cwd, name)))
  const isWanted = (file: string): boolean =>
    wanted.size > 0 ? wanted.has(resolve(context.cwd, file)) : formatOfFile(file) !== undefined
  const collected = await Collected.begin(context, flags)
  for (const staged of await stagedFiles(context, isWanted))
    await collected.add(staged.file, () => readStaged(context, staged, flags))
  return collected.findings()
}

/** Pictures of lines show what is staged, not what stands in the folder. */
async function readStaged(context: CliContext, { file, bytes }: StagedFile, flags: Flags): Promise<Input> {
  context.frames.texts.set(file, new TextDecoder().decode(bytes))
  return readContent(context, file, bytes, flags)
}

const none: readonly Issue[] = []

/** The findings so far. Of the texts, only those are kept that suppress something. */
class Collected {
  readonly #context: CliContext
  readonly #checked: Checked[] = []
  readonly #files: SuppressionFile[] = []
  readonly #schemas: SchemaShelf
  /** What was read, and whether it was held to a schema. */
  readonly #read = new Map<string, boolean>()

  private constructor(context: CliContext, schemas: SchemaShelf) {
    this.#context = context
    this.#schemas = schemas
  }

  /** @throws ConfigError SOURCE_MISSING, SCHEMA_INVALID …, for a schema that was named */
  static async begin(context: CliContext, { schema }: Flags): Promise<Collected> {
    const schemas = new SchemaShelf(context, schema)
    await schemas.open()
    return new Collected(context, schemas)
  }

  isSchema(name: string): boolean {
    return this.#schemas.named !== undefined && resolve(this.#context.cwd, name) === this.#schemas.named
  }

  async add(name: string, read: () => Promise<Input>): Promise<void> {
    const issues = await issuesOf(async () => {
      const input = await read()
      const { file, text, format, documents } = input
      const path = resolve(this.#context.cwd, file)
      this.#read.set(path, false)
      if (text.includes(suppressionWord)) this.#files.push({ file, text, format: format.name })
      const warnings = documents.flatMap((document) => document.warnings)
      const schema = this.#schemas.forAll ?? (await this.#schemas.schemaFor(input))
      if (schema === undefined) return warnings.length === 0 ? none : warnings
      const facts = { file, textOnly: format.textOnly }
      const wrong = documents.flatMap((document) => schema.check(document, facts))
      this.#read.set(path, true)
      if (wrong.length > 0) this.#hide(documents.flatMap((document) => schema.secretSpans(document)))
      // Of thousands of files, most have nothing to be kept.
      return warnings.length + wrong.length === 0 ? none : [...warnings, ...wrong]
    })
    this.#checked.push({ name, issues })
  }

  #hide(spans: readonly Span[]): void {
    const { frames } = this.#context
    const before = frames.hidden ?? { spans: [], texts: [] }
    if (spans.length > 0) frames.hidden = { ...before, spans: [...before.spans, ...spans] }
  }

  findings(): Findings {
    return {
      root: this.#context.cwd,
      checked: this.#checked,
      scope: count(this.#checked.length, 'file'),
      files: this.#files,
      covers: (code, file) => file !== undefined && this.#covers(code, file),
      dataOf: (checked) => ({ files: checked.map(summaryOf) }),
    }
  }

  /** A file alone is read, and held to its schema if it has one; rules of the program say nothing of it. */
  #covers(code: string, file: string): boolean {
    if (code.startsWith('FORMAT_')) return this.#read.has(file)
    return /^(?:VALUE|KEY)_/.test(code) && code !== 'VALUE_RULE' && this.#read.get(file) === true
  }
}
