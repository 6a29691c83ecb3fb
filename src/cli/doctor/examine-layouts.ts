import { join } from 'node:path'
import type { Found } from '../../doctor/found.ts'
import { ProjectFiles } from '../../doctor/project-files.ts'
import { recogniseLayouts } from '../../doctor/recognise.ts'
import type { Issue } from '../../errors/issue.ts'
import { lintRules } from '../../lint/rules.ts'
import { runRules } from '../../lint/run-rules.ts'
import { readSettings } from '../../lint/settings.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { collectFiles } from '../lint/lint-project.ts'
import { maskedText } from '../lint/masked-text.ts'
import { trackedFiles } from '../lint/tracked-files.ts'
import type { Diagnosis } from './diagnosis.ts'

/** Rules on single files that matter to somebody who only wants to know what is there. */
const worthTelling = new Set(['LINT_PLAINTEXT_SECRET', 'LINT_ENV_IN_GIT', 'LINT_SECRET_FILE_MODE', 'LINT_DUPLICATE_KEY'])

/** A project that has never seen us: what it uses, and what is wrong with that. */
export async function examineLayouts(context: CliContext, flags: GlobalFlags): Promise<Diagnosis> {
  const project = new ProjectFiles(context.cwd)
  const found = await recogniseLayouts(project)
  const data = await readableFiles(project, found)
  const { subject } = await collectFiles(context, data, flags)
  const rules = lintRules.filter(({ code, needs }) => needs === 'file' && worthTelling.has(code))
  for (const file of subject.files) context.frames.texts.set(file.file, maskedText(file))
  const issues = [
    ...found.flatMap((each) => each.issues),
    ...runRules(rules, subject, readSettings(undefined, [])),
    ...(await keysInGit(context, found)),
  ]
  const next = [...new Set(found.flatMap((each) => each.next))]
  return {
    root: context.cwd,
    manifest: undefined,
    definition: undefined,
    found,
    sources: [],
    profiles: [...new Set(found.flatMap(({ profiles }) => profiles))],
    generated: [],
    issues: unique(issues),
    files: subject.files,
    next: found.length === 0 ? ['demo'] : next,
  }
}

/** Files that every reader of their format can read: node-config takes more for JSON than JSON is. */
async function readableFiles(project: ProjectFiles, found: readonly Found[]): Promise<readonly string[]> {
  const names = new Set(found.flatMap(({ files }) => files.filter(({ role }) => role !== 'keys').map(({ file }) => file)))
  const read = await Promise.all([...names].map(async (file) => ({ file, data: await project.read(file) })))
  const readable = read.filter(({ data }) => data.document !== undefined).map(({ file }) => file)
  return readable.filter((file) => project.isWhatItsNameSays(file))
}

async function keysInGit(context: CliContext, found: readonly Found[]): Promise<readonly Issue[]> {
  const keys = found.flatMap(({ files }) => files.filter(({ role }) => role === 'keys').map(({ file }) => file))
  if (keys.length === 0) return []
  const isTracked = await trackedFiles(
    context,
    keys.map((file) => join(context.cwd, file)),
  )
  return keys
    .filter((file) => isTracked(join(context.cwd, file)) === true)
    .map((file) => ({
      code: 'PRIVATE_KEY_IN_GIT',
      severity: 'error',
      message: `${JSON.stringify(file)} holds the private key, and git tracks it`,
      file,
      hint: `git rm --cached ${file}, add it to .gitignore, and make new keys`,
    }))
}

/** A file that two layouts claim has its problems once. */
function unique(issues: readonly Issue[]): readonly Issue[] {
  const keyOf = ({ code, message, file, span }: Issue): string =>
    JSON.stringify([code, message, file, span?.file, span?.start.offset])
  return [...new Map(issues.map((issue) => [keyOf(issue), issue])).values()]
}
