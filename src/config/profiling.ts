import { chooseProfile } from '../profiles/choose.ts'
import { type ActiveProfile, checkProfiles } from '../profiles/profile.ts'
import { readFileBytes } from '../runtime/read-file.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { splitArguments } from '../sources/argument-list.ts'
import type { Source } from '../sources/source.ts'
import type { ConfigDefinition } from './definition.ts'
import type { Plan } from './plan.ts'

export { isActive } from '../profiles/is-active.ts'

/** What depends on the profile in use. */
export interface Profiled {
  readonly profile: ActiveProfile | undefined
  readonly runtime: Runtime
  readonly sources: readonly Source[]
}

/**
 * The profile that a definition and the world around it come to, and the sources that go with it.
 * @throws ConfigError PROFILE_UNKNOWN, PROFILE_CYCLE, PROFILE_NAME
 */
export function profiled(
  definition: ConfigDefinition,
  explicit: string | readonly string[] | undefined,
  runtime: Runtime,
): Profiled {
  const { profiles = {}, profile: selection = {}, locate = () => undefined } = definition
  checkProfiles(profiles, locate)
  const { flag, args } = takeFlag(runtime.args, selection.flag)
  const world = { env: runtime.env, readText }
  const profile = chooseProfile({ profiles, selection, explicit, flag, world, locate })
  return { profile, runtime: args === runtime.args ? runtime : { ...runtime, args }, sources: sourcesIn(definition, profile) }
}

/** The same plan with another profile. What the program was started with does not count any more. */
export function planWithProfile(plan: Plan, requested: string | readonly string[]): Plan {
  const { profile, sources } = profiled(plan.definition, requested, plan.runtime)
  return { ...plan, profile, sources: [...sources, ...plan.above] }
}

/** Sources that come from outside of the files: what they say wins over any profile. */
const fromOutside = ['env', 'args', 'stdin']

/** Those of the definition, and those of the profiles above its files, below the environment and the arguments. */
function sourcesIn({ sources, profiles = {} }: ConfigDefinition, profile: ActiveProfile | undefined): readonly Source[] {
  const own = (profile?.chain ?? []).flatMap((name) => profiles[name]?.sources ?? [])
  if (own.length === 0) return sources
  const first = sources.findIndex(({ kind }) => fromOutside.includes(kind))
  const place = first < 0 ? sources.length : first
  return [...sources.slice(0, place), ...own, ...sources.slice(place)]
}

/** The flag's value, the last one if there are several, and the arguments without it. */
function takeFlag(
  args: readonly string[],
  flag: string | undefined,
): { readonly flag: string | undefined; readonly args: readonly string[] } {
  if (flag === undefined) return { flag: undefined, args }
  const value = splitArguments(args, () => false).findLast(({ name }) => name === flag)?.value
  if (value === undefined) return { flag: undefined, args }
  const end = args.indexOf('--')
  const rest = args.filter((text, index) => {
    if (end >= 0 && index > end) return true
    const isValue = args[index - 1] === `--${flag}` && !text.startsWith('-')
    return text !== `--${flag}` && !text.startsWith(`--${flag}=`) && !isValue
  })
  return { flag: value, args: rest }
}

/** For detectors: a file that they may not read tells as little as one that is not there. */
function readText(path: string): string | undefined {
  try {
    const found = readFileBytes(path, { maxBytes: 65_536 })
    return found && new TextDecoder().decode(found.bytes)
  } catch {
    return undefined
  }
}
