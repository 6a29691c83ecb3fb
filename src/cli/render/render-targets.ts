import type { ConfigDefinition } from '../../config/definition.ts'
import { ConfigError } from '../../errors/config-error.ts'
import { type ActiveProfile, activateProfile } from '../../profiles/profile.ts'
import { listOf } from '../../text/words.ts'
import { activeProfile } from '../active-profile.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { findDefinition } from '../find-definition.ts'
import { usageError } from '../usage-error.ts'

export interface RenderFlags {
  readonly data?: readonly string[]
  readonly env?: readonly string[]
  readonly withConfig?: boolean
  readonly out?: string
  readonly allProfiles?: boolean
}

/** One text that is asked for. */
export interface RenderTarget {
  /** The name of the profiles in use. */
  readonly profile: string | undefined
  readonly active: ActiveProfile | undefined
  /** The file it goes to; without one, standard output. */
  readonly out: string | undefined
}

/** What becomes part of a path may not lead out of the folder. */
const safeName = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/

/**
 * The profiles to render for, and the manifest they are from. A template needs no manifest.
 * @throws ConfigError CLI_USAGE, PROFILE_UNKNOWN, or what is wrong with the manifest
 */
export async function renderTargets(
  context: CliContext,
  flags: GlobalFlags & RenderFlags,
): Promise<{ readonly targets: readonly RenderTarget[]; readonly definition: ConfigDefinition }> {
  const definition = await definitionIfAny(context, flags)
  if (!flags.allProfiles) {
    return { definition, targets: [targetOf(activeProfile(context, definition, flags), flags.out)] }
  }
  if (flags.profile !== undefined) throw usageError('--profile and --all-profiles contradict each other', 'leave out one of them')
  const profiles = definition.profiles ?? {}
  const names = Object.keys(profiles)
  if (names.length === 0) throw usageError('the manifest has no profiles', 'leave out --all-profiles')
  const targets = names.map((name) => targetOf(activateProfile(profiles, name), flags.out))
  const files = new Set(targets.map(({ out }) => out))
  if (flags.out !== undefined && files.size < targets.length)
    throw usageError('several profiles would go to one file', `say what differs: -o 'out/{profile}.yaml'`)
  return { definition, targets }
}

async function definitionIfAny(context: CliContext, flags: GlobalFlags & RenderFlags): Promise<ConfigDefinition> {
  try {
    return await findDefinition(context, flags)
  } catch (error) {
    const isNeeded = flags.config !== undefined || flags.allProfiles || flags.withConfig
    if (!isNeeded && ConfigError.is(error) && error.issues.every(({ code }) => code === 'MANIFEST_MISSING'))
      return { sources: [] }
    throw error
  }
}

function targetOf(active: ActiveProfile | undefined, out: string | undefined): RenderTarget {
  const names: Readonly<Record<string, string>> = active === undefined ? {} : { ...active.variables, profile: active.name }
  return { profile: active?.name, active, out: out === undefined ? undefined : placed(out, names) }
}

/** `out/{profile}.yaml`; `{region}` is a variable of the profile. */
function placed(out: string, names: Readonly<Record<string, string>>): string {
  return out.replace(/\{([A-Za-z][A-Za-z0-9_-]*)\}/g, (_, name: string) => {
    const value = Object.hasOwn(names, name) ? names[name] : undefined
    if (value === undefined) {
      const known = Object.keys(names).map((each) => `{${each}}`)
      throw usageError(
        `--out has {${name}}, which has no value`,
        known.length === 0 ? 'name a profile' : `use ${listOf(known, 'or')}`,
      )
    }
    if (safeName.test(value)) return value
    throw usageError(`${JSON.stringify(value)}, for {${name}}, cannot be part of a file name`)
  })
}
