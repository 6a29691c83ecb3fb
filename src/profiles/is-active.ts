import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { ActivationError, holds, namesUsed, parseActivation } from './expression.ts'
import { canonicalName, unknownProfile } from './names.ts'
import type { ActiveProfile, ProfileShapes } from './profile.ts'

/**
 * Whether an activation expression holds with the profiles in use; what they extend is active too. `place` is where
 * the expression is written, for what is wrong with it.
 * @throws ConfigError PROFILE_EXPRESSION, PROFILE_UNKNOWN
 */
export function isActive(
  expression: string,
  profiles: ProfileShapes,
  profile: ActiveProfile | undefined,
  place: Partial<Issue> = {},
): boolean {
  const activation = parse(expression, place)
  const unknown = namesUsed(activation).filter(({ name }) => canonicalName(profiles, name) === undefined)
  if (unknown.length > 0) throw new ConfigError(unknown.map(({ name }) => ({ ...unknownProfile(profiles, name), ...place })))
  const chain = new Set<string | undefined>(profile?.chain)
  return holds(activation, (name) => chain.has(canonicalName(profiles, name)))
}

function parse(expression: string, place: Partial<Issue>): ReturnType<typeof parseActivation> {
  try {
    return parseActivation(expression)
  } catch (error) {
    if (!(error instanceof ActivationError)) throw error
    throw new ConfigError({
      code: 'PROFILE_EXPRESSION',
      severity: 'error',
      message: `${JSON.stringify(expression.slice(0, 100))} says not when it applies: ${error.message}, at character ${error.offset + 1}`,
      expected: 'names of profiles with "!", "&", "|" and parentheses',
      hint: 'write for example "prod & !eu", or "(prod | staging) & eu"',
      ...place,
    })
  }
}
