import { resolve } from 'node:path'
import { formatOfFile } from '../../formats/choose.ts'
import { count } from '../../text/words.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { type Findings, suppressionWord } from '../findings.ts'
import { type Input, readContent, readInput } from '../read-input.ts'
import type { Checked } from '../reporters/report.ts'
import { type StagedFile, stagedFiles } from '../staged-files.ts'
import type { SuppressionFile } from '../suppress/apply-suppressions.ts'
import { issuesOf, summaryOf } from './checked-data.ts'

type Flags = GlobalFlags & { readonly from?: string }

/** Each file that was named, on its own. */
export async function checkFiles(context: CliContext, names: readonly string[], flags: Flags): Promise<Findings> {
  const collected = new Collected(context)
  for (const name of names) await collected.add(name, () => readInput(context, name, flags))
  return collected.findings()
}

/** What would be committed: each staged file in a format that is known, or those of them that are named. */
export async function checkStaged(context: CliContext, names: readonly string[], flags: Flags): Promise<Findings> {
  const wanted = new Set(names.map((name) => resolve(context.cwd, name)))
  const isWanted = (file: string): boolean =>
    wanted.size > 0 ? wanted.has(resolve(context.cwd, file)) : formatOfFile(file) !== undefined
  const collected = new Collected(context)
  for (const staged of await stagedFiles(context, isWanted))
    await collected.add(staged.file, () => readStaged(context, staged, flags))
  return collected.findings()
}

/** Pictures of lines show what is staged, not what stands in the folder. */
async function readStaged(context: CliContext, { file, bytes }: StagedFile, flags: Flags): Promise<Input> {
  context.frames.texts.set(file, new TextDecoder().decode(bytes))
  return readContent(context, file, bytes, flags)
}

/** The findings so far. Of the texts, only those are kept that suppress something. */
class Collected {
  readonly #context: CliContext
  readonly #checked: Checked[] = []
  readonly #files: SuppressionFile[] = []
  readonly #read = new Set<string>()

  constructor(context: CliContext) {
    this.#context = context
  }

  async add(name: string, read: () => Promise<Input>): Promise<void> {
    const issues = await issuesOf(async () => {
      const { file, text, format, documents } = await read()
      const warnings = documents.flatMap((document) => document.warnings)
      this.#read.add(resolve(this.#context.cwd, file))
      if (text.includes(suppressionWord)) this.#files.push({ file, text, format: format.name })
      return warnings
    })
    this.#checked.push({ name, issues })
  }

  findings(): Findings {
    return {
      root: this.#context.cwd,
      checked: this.#checked,
      scope: count(this.#checked.length, 'file'),
      files: this.#files,
      // A file alone is read, and held against nothing.
      covers: (code, file) => code.startsWith('FORMAT_') && file !== undefined && this.#read.has(file),
      dataOf: (checked) => ({ files: checked.map(summaryOf) }),
    }
  }
}
