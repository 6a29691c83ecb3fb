import type { KnownKeys, ReadContext, Reading } from '../sources/source.ts'
import { openingSecrets, profiling } from './later.ts'
import type { Plan } from './plan.ts'

const noVariables: Readonly<Record<string, string>> = {}

/** What a source is told; `keys` are what the lower layers hold, for one that is matched against them. */
export function contextOf(
  plan: Plan,
  previous: Reading | undefined,
  keys: KnownKeys,
  maxBytes = plan.limits.maxBytes,
): ReadContext {
  const { definition, runtime } = plan
  return {
    ...runtime,
    // Made when a source waits: most do not, and making one costs a start-up as much as reading a small file.
    get signal(): AbortSignal {
      return plan.signal ?? new AbortController().signal
    },
    profile: plan.profile?.name,
    profiles: plan.profile?.chain ?? [],
    variables: plan.profile?.variables ?? noVariables,
    isActive: (expression, place) => profiling().isActive(expression, definition.profiles ?? {}, plan.profile, place),
    maxBytes,
    keys,
    ...(definition.secretAudit && { recordSecret: (access) => openingSecrets().recorder(definition, runtime)(access) }),
    previous,
  }
}
