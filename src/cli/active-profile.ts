import type { ConfigDefinition } from '../config/definition.ts'
import { activateProfile } from '../profiles/profile.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'

/** The name that asks for a profile: from the flag, the variable that the manifest names, or its default. */
export function requestedProfile(context: CliContext, definition: ConfigDefinition, flags: GlobalFlags): string | undefined {
  const { env, default: fallback } = definition.profile ?? {}
  return flags.profile ?? (env === undefined ? undefined : context.env[env] || undefined) ?? fallback
}

/**
 * The profile in use, by its own name where an alias asks for it.
 * @throws ConfigError PROFILE_UNKNOWN
 */
export function activeProfile(context: CliContext, definition: ConfigDefinition, flags: GlobalFlags): string | undefined {
  const requested = requestedProfile(context, definition, flags)
  return requested === undefined ? undefined : activateProfile(definition.profiles ?? {}, requested).name
}
