import type { ConfigDefinition } from '../../config/definition.ts'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import type { Source } from '../../sources/source.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { pathOf } from '../paths.ts'
import { readInput } from '../read-input.ts'
import type { ReadFile } from './lint-file.ts'
import { type LoadedProfile, loadProfile } from './lint-profile.ts'

/** A profile as far as it can be loaded, and what was in the way. */
interface Openable {
  readonly profile: LoadedProfile | undefined
  readonly issues: readonly Issue[]
}

/**
 * Loads a profile; where files are sealed and there is no key, without those files. That is the usual thing in continuous
 * integration and on machines of people who need not know every secret, so it is a warning, and hides nothing else.
 */
export async function loadOpenable(
  context: CliContext,
  definition: ConfigDefinition,
  flags: GlobalFlags,
  name: string | undefined,
): Promise<Openable> {
  const { profile, issues } = await attempt(context, definition, flags, name)
  const closed = new Set(issues.flatMap(({ code, source }) => (code === 'CRYPTO_NO_KEY' && source !== undefined ? [source] : [])))
  if (closed.size === 0) return { profile, issues }
  const told = issues.map((issue) => (issue.code === 'CRYPTO_NO_KEY' ? notLookedAt(issue) : issue))
  const again = await loadOpenable(context, without(definition, closed), flags, name)
  // What else is wrong may only be so because values of the sealed files are not there.
  return { profile: again.profile, issues: [...told, ...again.issues.filter(({ code }) => code === 'CRYPTO_NO_KEY')] }
}

async function attempt(
  context: CliContext,
  definition: ConfigDefinition,
  flags: GlobalFlags,
  name: string | undefined,
): Promise<Openable> {
  try {
    return { profile: await loadProfile(context, definition, flags, name), issues: [] }
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    return { profile: undefined, issues: error.issues }
  }
}

function notLookedAt(issue: Issue): Issue {
  return { ...issue, severity: 'warning', message: `${issue.message}; lint does not look at its values` }
}

function without(definition: ConfigDefinition, closed: ReadonlySet<string>): ConfigDefinition {
  const open = (sources: readonly Source[]): readonly Source[] => sources.filter(({ name }) => !closed.has(name))
  const profiles = Object.entries(definition.profiles ?? {}).map(([name, profile]) => [
    name,
    profile.sources === undefined ? profile : { ...profile, sources: open(profile.sources) },
  ])
  return {
    ...definition,
    sources: open(definition.sources),
    ...(definition.profiles !== undefined && { profiles: Object.fromEntries(profiles) }),
  }
}

/** Files of sources that no profile could read: each can be looked at by itself. What is wrong with them was told. */
export async function otherFiles(
  context: CliContext,
  { sources, profiles = {} }: ConfigDefinition,
  read: readonly ReadFile[],
): Promise<readonly ReadFile[]> {
  const known = new Set(read.map(({ path }) => path))
  const all = [...sources, ...Object.values(profiles).flatMap((profile) => profile.sources ?? [])]
  const names = new Set(all.flatMap(({ name }) => /^file:([^{}*?]+)$/.exec(name)?.[1] ?? []))
  const files: ReadFile[] = []
  for (const name of names) {
    const path = pathOf(context, name)
    if (known.has(path)) continue
    try {
      files.push({ ...(await readInput(context, name, {})), path })
    } catch (error) {
      if (!ConfigError.is(error)) throw error
    }
  }
  return files
}
