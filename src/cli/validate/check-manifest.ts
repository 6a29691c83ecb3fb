import { relative, resolve } from 'node:path'
import { createConfig } from '../../config/create-config.ts'
import type { ConfigDefinition } from '../../config/definition.ts'
import type { Issue } from '../../errors/issue.ts'
import { fileOf } from '../../errors/reading-order.ts'
import { decode } from '../../formats/decode.ts'
import { readFileBytes } from '../../runtime/read-file.ts'
import { count } from '../../text/words.ts'
import { activeProfile, requestedProfile } from '../active-profile.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { findDefinition } from '../find-definition.ts'
import { type Findings, suppressionWord } from '../findings.ts'
import { hideSecrets, optionsFor } from '../open-config.ts'
import type { Checked } from '../reporters/report.ts'
import type { SuppressionFile } from '../suppress/apply-suppressions.ts'
import { canBeSuppressed } from '../suppress/suppressible.ts'
import { issuesOf, summaryOf } from './checked-data.ts'

type Flags = GlobalFlags & { readonly allProfiles?: boolean }

/** The configuration of the manifest, in one profile or in all of them. */
export async function checkManifest(context: CliContext, flags: Flags): Promise<Findings> {
  const definition = await findDefinition(context, flags)
  const root = definition.root ?? context.cwd
  const profiles = Object.keys(definition.profiles ?? {})
  const names = flags.allProfiles && profiles.length > 0 ? profiles : [undefined]
  const read = new Set<string>()
  const checked: Checked[] = []
  context.frames.hidden = { spans: [], texts: [] }
  for (const profile of names) {
    const asked = profile === undefined ? flags : { ...flags, profile }
    const issues = await checkProfile(context, definition, asked, read)
    if (issues.length > 0) await hideSecrets(context, definition, asked)
    checked.push({ name: profile ?? nameOfActive(context, definition, flags, issues), issues })
  }
  const issues = checked.flatMap((each) => each.issues)
  const isWhole = (flags.allProfiles || profiles.length < 2) && issues.every(canBeSuppressed)
  return {
    root,
    manifest: await manifestName(context, flags, root),
    checked,
    scope: flags.profile === undefined && names[0] === undefined ? 'the configuration' : count(checked.length, 'profile'),
    files: suppressionFiles(root, new Set([...read, ...issues.flatMap((issue) => fileOf(issue) ?? [])])),
    covers: (code) => isWhole && !code.startsWith('LINT_'),
    dataOf: (all) => ({ profiles: all.map(summaryOf) }),
  }
}

/** As issues name files: from the folder they are relative to. */
async function manifestName(context: CliContext, { config }: GlobalFlags, root: string): Promise<string | undefined> {
  const { findManifest } = await import('../../manifest/find-manifest.ts')
  const path = config === undefined ? findManifest(context.cwd) : resolve(context.cwd, config)
  return path && relative(root, path)
}

function checkProfile(
  context: CliContext,
  definition: ConfigDefinition,
  flags: GlobalFlags,
  read: Set<string>,
): Promise<readonly Issue[]> {
  return issuesOf(async () => {
    await using config = await createConfig(definition, optionsFor(context, flags))
    for (const { source } of config.status()) {
      const file = /^(?:file|dotenv):(.*)$/s.exec(source)?.[1]
      if (file !== undefined) read.add(file)
    }
    return config.current.warnings
  })
}

function nameOfActive(context: CliContext, definition: ConfigDefinition, flags: GlobalFlags, issues: readonly Issue[]): string {
  const isKnown = !issues.some(({ code }) => code.startsWith('PROFILE_'))
  return isKnown ? (activeProfile(context, definition, flags)?.name ?? '') : requestedProfile(context, definition, flags)
}

function suppressionFiles(root: string, names: ReadonlySet<string>): readonly SuppressionFile[] {
  return [...names].flatMap((file) => {
    const text = textOf(root, file)
    return text?.includes(suppressionWord) ? [{ file, text }] : []
  })
}

/** A file that cannot be read has an issue of its own, and suppresses nothing. */
function textOf(root: string, file: string): string | undefined {
  try {
    const content = readFileBytes(resolve(root, file), { file })
    return content && decode(content.bytes, file)
  } catch {
    return undefined
  }
}
