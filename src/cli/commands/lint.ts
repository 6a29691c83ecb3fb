import type { Issue } from '../../errors/issue.ts'
import { renderIssues } from '../../errors/render-text.ts'
import { lintRules } from '../../lint/rules.ts'
import { runRules } from '../../lint/run-rules.ts'
import { type RuleSettings, readSettings } from '../../lint/settings.ts'
import { count } from '../../text/words.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { exitCodeOf, exitCodes } from '../exit-code.ts'
import { findDefinition } from '../find-definition.ts'
import { frameText } from '../frame-text.ts'
import { type Collected, collectFiles, collectProject } from '../lint/lint-project.ts'
import { listRules } from '../lint/list-rules.ts'
import { maskedText } from '../lint/masked-text.ts'
import { paintFor, writeEnvelope } from '../output.ts'
import { usageError } from '../usage-error.ts'
import { readLimit, withinLimit } from '../warning-limit.ts'

interface LintFlags {
  readonly from?: string
  readonly rule?: readonly string[]
  readonly listRules?: boolean
  readonly maxWarnings?: string
}

/** `lint [files...]`: what is allowed and still likely to be a mistake, in one report on standard output. */
export const lint: Command<LintFlags> = async (context, files, flags) => {
  const maxWarnings = readLimit(flags.maxWarnings)
  if (flags.profile !== undefined) throw usageError('lint looks at all profiles together', 'leave --profile out')
  // A name with a slip in it is told before anything is read.
  readSettings(undefined, flags.rule ?? [])
  if (flags.listRules) return listRules(context, flags, await settingsFor(context, flags, files))

  const collected = files.length > 0 ? await collectFiles(context, files, flags) : await collectProject(context, flags)
  const settings = readSettings(collected.definition?.lint, flags.rule ?? [])
  const issues = [...collected.failures, ...runRules(lintRules, collected.subject, settings)]
  const exitCode = withinLimit(issues, maxWarnings) ? exitCodeOf(issues) : exitCodeOf(issues) || exitCodes.findings
  if (flags.format === 'json')
    return writeEnvelope(context, { kind: 'LintResult', issues, data: dataOf(collected, issues), exitCode })
  for (const file of collected.subject.files) context.frames.texts.set(file.file, maskedText(file))
  writeReport(context, flags, collected, issues)
  if (exitCode === exitCodes.findings && exitCodeOf(issues) === exitCodes.fine)
    context.stderr.write(`more than ${count(maxWarnings ?? 0, 'warning')}\n`)
  return exitCode
}

/** Without a manifest, the rules are as they come. */
async function settingsFor(context: CliContext, flags: GlobalFlags & LintFlags, files: readonly string[]): Promise<RuleSettings> {
  const { findManifest } = await import('../../manifest/find-manifest.ts')
  const isProject = files.length === 0 && (flags.config !== undefined || findManifest(context.cwd) !== undefined)
  return readSettings(isProject ? (await findDefinition(context, flags)).lint : undefined, flags.rule ?? [])
}

function dataOf({ subject }: Collected, issues: readonly Issue[]): unknown {
  const found = Map.groupBy(issues, ({ code }) => code)
  return {
    files: subject.files.map(({ file }) => file),
    profiles: subject.project?.profiles.flatMap(({ name }) => name ?? []) ?? [],
    rules: Object.fromEntries([...found].map(([code, all]) => [code, all.length])),
  }
}

function writeReport(context: CliContext, flags: GlobalFlags, collected: Collected, issues: readonly Issue[]): void {
  const paint = paintFor(context, flags, context.stdout)
  const shown = flags.quiet ? issues.filter((issue) => issue.severity === 'error') : issues
  context.stdout.write(renderIssues(shown, { textOf: (file) => frameText(context, file), paint, width: context.stdout.columns }))
  if (issues.length > 0 || flags.quiet) return
  const { files, project } = collected.subject
  const profiles = project === undefined || project.profiles.length < 2 ? '' : ` in ${count(project.profiles.length, 'profile')}`
  context.stdout.write(`${paint.good('fine')}: ${count(files.length, 'file')}${profiles}, nothing found\n`)
}
