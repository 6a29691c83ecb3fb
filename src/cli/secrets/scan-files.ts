import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { formatOfFile } from '../../formats/choose.ts'
import { envInGit } from '../../lint/rules/env-in-git.ts'
import { plaintextSecret } from '../../lint/rules/plaintext-secret.ts'
import { runRules } from '../../lint/run-rules.ts'
import { readSettings } from '../../lint/settings.ts'
import type { LintFile } from '../../lint/subject.ts'
import { count } from '../../text/words.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { type Findings, suppressionWord } from '../findings.ts'
import { maskedText } from '../lint/masked-text.ts'
import { type IsTracked, trackedFiles } from '../lint/tracked-files.ts'
import { pathOf } from '../paths.ts'
import { missingFile, readContent } from '../read-input.ts'
import type { Checked } from '../reporters/report.ts'
import type { SuppressionFile } from '../suppress/apply-suppressions.ts'
import { namedFiles } from '../validate/named-files.ts'
import { filesOfGit } from './files-of-git.ts'
import { readTextBytes, textOf } from './text-bytes.ts'

/** Larger ones are data rather than settings: tokens are found in them by their form, and no names are looked at. */
const mostParsed = 5_000_000

const rules = [plaintextSecret, envInGit]
/** As the rules come. */
const settings = readSettings(undefined, [])

/** The secrets in files, one file at a time: of a large repository, only what is needed for the report is kept. */
export async function scanFiles(context: CliContext, words: readonly string[], flags: GlobalFlags): Promise<Findings> {
  const names = words.length === 0 ? await filesOfGit(context) : [...namedFiles(context, words)]
  const isTracked =
    words.length === 0
      ? () => true
      : await trackedFiles(
          context,
          names.filter(({ problem }) => problem === undefined).map(({ name }) => pathOf(context, name)),
        )
  const checked: Checked[] = []
  const files: SuppressionFile[] = []
  const scanned = new Set<string>()
  for (const { name, problem } of names) {
    const { issues, file } = problem === undefined ? await scan(context, flags, name, isTracked) : { issues: problem.issues }
    checked.push({ name, issues })
    if (file === undefined) continue
    scanned.add(pathOf(context, name))
    if (issues.length > 0) context.frames.texts.set(name, maskedText(file))
    if (file.text.includes(suppressionWord)) files.push(file)
  }
  return {
    root: context.cwd,
    checked,
    scope: count(checked.length, 'file'),
    files,
    covers: (code, file) => file !== undefined && scanned.has(file) && rules.some((rule) => rule.code === code),
    dataOf: (all) => ({ files: all.map(({ name, issues }) => ({ name, issues: issues.length })) }),
  }
}

interface Scanned {
  readonly issues: readonly Issue[]
  /** Absent for what is no text. */
  readonly file?: LintFile
}

async function scan(context: CliContext, flags: GlobalFlags, name: string, isTracked: IsTracked): Promise<Scanned> {
  try {
    const path = pathOf(context, name)
    const bytes = readTextBytes(path, name)
    if (bytes === 'absent') throw missingFile(context, name)
    if (bytes === 'binary') return { issues: [] }
    const file = { ...(await contentOf(context, flags, name, bytes)), tracked: isTracked(path) }
    return { issues: runRules(rules, { files: [file] }, settings), file }
  } catch (error) {
    if (ConfigError.is(error)) return { issues: error.issues }
    throw error
  }
}

/** Values with their names where the format is known and holds; else a text, in which tokens are known by their form. */
async function contentOf(context: CliContext, flags: GlobalFlags, name: string, bytes: Uint8Array): Promise<LintFile> {
  const unknown = { secrets: [], mode: undefined, tracked: undefined, edited: () => undefined }
  const asText: LintFile = { ...unknown, file: name, text: textOf(bytes), format: 'text', documents: [] }
  if (formatOfFile(name) === undefined || bytes.length > mostParsed) return asText
  try {
    const { text, format, documents } = await readContent(context, name, bytes, flags)
    return { ...asText, text, format: format.name, documents }
  } catch (error) {
    if (ConfigError.is(error)) return asText // whether it can be read is not the question here
    throw error
  }
}
