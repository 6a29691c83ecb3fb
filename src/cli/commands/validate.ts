import { createConfig } from '../../config/create-config.ts'
import type { ConfigDefinition } from '../../config/definition.ts'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { renderIssues } from '../../errors/render-text.ts'
import { count } from '../../text/words.ts'
import { activeProfile, requestedProfile } from '../active-profile.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-code.ts'
import { findDefinition } from '../find-definition.ts'
import { frameText } from '../frame-text.ts'
import { optionsFor } from '../open-config.ts'
import { paintFor, writeEnvelope } from '../output.ts'
import { readInput } from '../read-input.ts'
import { usageError } from '../usage-error.ts'

interface ValidateFlags {
  readonly from?: string
  readonly allProfiles?: boolean
  readonly maxWarnings?: string
}

/** One thing that was checked, and what was found. */
interface Checked {
  readonly name: string
  readonly issues: readonly Issue[]
}

/** `validate [files...]`: all issues of everything that was named, in one report on standard output. */
export const validate: Command<ValidateFlags> = async (context, files, flags) => {
  const maxWarnings = readLimit(flags.maxWarnings)
  const byFile = files.length > 0
  if (byFile && flags.allProfiles)
    throw usageError('--all-profiles is for the manifest, not for single files', 'leave one of them out')
  const checked = byFile ? await checkFiles(context, files, flags) : await checkManifest(context, flags)
  const issues = withoutRepeats(checked.flatMap((each) => each.issues))
  const exitCode = exitCodeWithLimit(issues, maxWarnings)

  if (flags.format === 'json') {
    const data = {
      [byFile ? 'files' : 'profiles']: checked.map(({ name, issues: found }) => ({
        name,
        ok: exitCodeOf(found) === exitCodes.fine,
        issues: found.length,
      })),
    }
    return writeEnvelope(context, { kind: 'ValidateResult', issues, data, exitCode })
  }
  writeReport(context, flags, checked, issues, byFile)
  if (exitCode === exitCodes.findings && exitCodeOf(issues) === exitCodes.fine)
    context.stderr.write(`more than ${count(maxWarnings ?? 0, 'warning')}\n`)
  return exitCode
}

function writeReport(
  context: CliContext,
  flags: GlobalFlags,
  checked: readonly Checked[],
  issues: readonly Issue[],
  byFile: boolean,
): void {
  const paint = paintFor(context, flags, context.stdout)
  const shown = flags.quiet ? issues.filter((issue) => issue.severity === 'error') : issues
  context.stdout.write(renderIssues(shown, { textOf: (file) => frameText(context, file), paint, width: context.stdout.columns }))
  if (issues.length > 0 || flags.quiet) return
  const what = byFile
    ? count(checked.length, 'file')
    : flags.profile === undefined && checked.length === 1
      ? 'the configuration'
      : count(checked.length, 'profile')
  context.stdout.write(`${paint.good('fine')}: ${what}, no problems\n`)
}

async function checkFiles(
  context: CliContext,
  files: readonly string[],
  flags: GlobalFlags & ValidateFlags,
): Promise<readonly Checked[]> {
  const checked: Checked[] = []
  for (const name of files) checked.push({ name, issues: await issuesOf(async () => warningsIn(context, name, flags)) })
  return checked
}

async function warningsIn(context: CliContext, name: string, flags: GlobalFlags & ValidateFlags): Promise<readonly Issue[]> {
  const { documents } = await readInput(context, name, flags)
  return documents.flatMap((document) => document.warnings)
}

async function checkManifest(context: CliContext, flags: GlobalFlags & ValidateFlags): Promise<readonly Checked[]> {
  const definition = await findDefinition(context, flags)
  const names = flags.allProfiles ? Object.keys(definition.profiles ?? {}) : []
  if (names.length === 0) {
    const issues = await checkProfile(context, definition, flags)
    const isKnown = !issues.some(({ code }) => code.startsWith('PROFILE_'))
    const name = (isKnown ? activeProfile : requestedProfile)(context, definition, flags)
    return [{ name: name ?? '', issues }]
  }
  const checked: Checked[] = []
  for (const profile of names)
    checked.push({ name: profile, issues: await checkProfile(context, definition, { ...flags, profile }) })
  return checked
}

function checkProfile(context: CliContext, definition: ConfigDefinition, flags: GlobalFlags): Promise<readonly Issue[]> {
  return issuesOf(async () => {
    await using config = await createConfig(definition, optionsFor(context, flags))
    return config.current.warnings
  })
}

/** What the check says, whether it throws or returns it. */
async function issuesOf(check: () => Promise<readonly Issue[]>): Promise<readonly Issue[]> {
  try {
    return await check()
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    return error.issues
  }
}

/** A file that several profiles share has its problems once. */
function withoutRepeats(issues: readonly Issue[]): readonly Issue[] {
  const seen = new Map(
    issues.map((issue) => [JSON.stringify([issue.code, issue.message, issue.path, issue.span, issue.file, issue.name]), issue]),
  )
  return [...seen.values()]
}

function exitCodeWithLimit(issues: readonly Issue[], maxWarnings: number | undefined): ExitCode {
  const code = exitCodeOf(issues)
  const warnings = issues.filter((issue) => issue.severity === 'warning').length
  return code === exitCodes.fine && maxWarnings !== undefined && warnings > maxWarnings ? exitCodes.findings : code
}

function readLimit(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw usageError(`--max-warnings takes a whole number, not ${JSON.stringify(text)}`)
}
