import { resolve } from 'node:path'
import type { Issue } from '../../errors/issue.ts'
import { fileOf } from '../../errors/reading-order.ts'
import { lintRules } from '../../lint/rules.ts'
import { runRules } from '../../lint/run-rules.ts'
import { type RuleSettings, readSettings } from '../../lint/settings.ts'
import { findManifest } from '../../manifest/find-manifest.ts'
import { count } from '../../text/words.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { findDefinition } from '../find-definition.ts'
import type { Findings } from '../findings.ts'
import { type Collected, collectFiles, collectProject } from '../lint/lint-project.ts'
import { listRules } from '../lint/list-rules.ts'
import { maskedText } from '../lint/masked-text.ts'
import { reportFindings } from '../report-findings.ts'
import type { ReportFlags } from '../report-flags.ts'
import { usageError } from '../usage-error.ts'

interface LintFlags extends ReportFlags {
  readonly from?: string
  readonly rule?: readonly string[]
  readonly listRules?: boolean
}

/** `lint [files...]`: what is allowed and still likely to be a mistake. */
export const lint: Command<LintFlags> = async (context, files, flags) => {
  if (flags.profile !== undefined) throw usageError('lint looks at all profiles together', 'leave --profile out')
  // A name with a slip in it is told before anything is read.
  readSettings(undefined, flags.rule ?? [])
  if (flags.listRules) return listRules(context, flags, await settingsFor(context, flags, files))
  return reportFindings(context, flags, { kind: 'LintResult', check: () => check(context, files, flags) })
}

async function check(context: CliContext, names: readonly string[], flags: GlobalFlags & LintFlags): Promise<Findings> {
  const collected = names.length > 0 ? await collectFiles(context, names, flags) : await collectProject(context, flags)
  const settings = readSettings(collected.definition?.lint, flags.rule ?? [])
  const issues = [...collected.failures, ...runRules(lintRules, collected.subject, settings)]
  const { files, project } = collected.subject
  for (const file of files) context.frames.texts.set(file.file, maskedText(file))
  const root = collected.definition?.root ?? context.cwd
  const byFile = Map.groupBy(issues, (issue) => fileOf(issue))
  const isRead = new Set(files.map(({ file }) => resolve(root, file)))
  return {
    root,
    manifest: collected.manifest,
    checked: files.map(({ file }) => ({ name: file, issues: byFile.get(file) ?? [] })),
    others: issues.filter((issue) => !files.some(({ file }) => file === fileOf(issue))),
    scope: scopeOf(collected),
    files,
    covers: (code, file) => isOn(code, settings, project !== undefined) && (file === undefined || isRead.has(file)),
    dataOf: (checked) => ({
      profiles: project?.profiles.flatMap(({ name }) => name ?? []) ?? [],
      files: checked.map(({ name, issues: found }) => ({ name, issues: found.length })),
      rules: countsOf(checked.flatMap((each) => each.issues)),
    }),
  }
}

/** Without a manifest, the rules are as they come. */
async function settingsFor(context: CliContext, flags: GlobalFlags & LintFlags, files: readonly string[]): Promise<RuleSettings> {
  const isProject = files.length === 0 && (flags.config !== undefined || findManifest(context.cwd) !== undefined)
  return readSettings(isProject ? (await findDefinition(context, flags)).lint : undefined, flags.rule ?? [])
}

function isOn(code: string, settings: RuleSettings, hasProject: boolean): boolean {
  const rule = lintRules.find((each) => each.code === code)
  return rule !== undefined && settings.get(rule.code) !== 'off' && (hasProject || rule.needs === 'file')
}

function scopeOf({ subject: { files, project } }: Collected): string {
  const profiles = project?.profiles.length ?? 0
  return count(files.length, 'file') + (profiles < 2 ? '' : ` in ${count(profiles, 'profile')}`)
}

function countsOf(issues: readonly Issue[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(issues, ({ code }) => code)].map(([code, all]) => [code, all.length]))
}
