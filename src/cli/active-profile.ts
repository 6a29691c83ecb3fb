import type { ConfigDefinition } from '../config/definition.ts'
import { profiled } from '../config/profiling.ts'
import type { ActiveProfile } from '../profiles/profile.ts'
import { nodeRuntime } from '../runtime/node-runtime.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'

/**
 * The profiles in use, and what decided for them: the flag, or what the manifest says.
 * @throws ConfigError PROFILE_UNKNOWN, PROFILE_CYCLE, PROFILE_NAME
 */
export function activeProfile(context: CliContext, definition: ConfigDefinition, flags: GlobalFlags): ActiveProfile | undefined {
  const { env, cwd } = context
  const runtime = nodeRuntime({ env, cwd, args: flags.applicationArgs ?? [] })
  return profiled(definition, flags.profile, runtime).profile
}

/** What asks for a profile, for a report on one that cannot be used. */
export function requestedProfile(context: CliContext, definition: ConfigDefinition, flags: GlobalFlags): string {
  const { env, default: fallback = '' } = definition.profile ?? {}
  const fromVariable = env === undefined ? undefined : context.env[env] || undefined
  return flags.profile ?? fromVariable ?? [fallback].flat().join(',')
}
