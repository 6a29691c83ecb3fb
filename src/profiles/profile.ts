import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { closest } from '../text/closest.ts'
import { didYouMean, listOf } from '../text/words.ts'
import { linearOrder } from './linear-order.ts'

/** A named variation of the configuration: development, staging, production. */
export interface ProfileDefinition {
  /** The profiles this one varies. Their files come before its own; of several, the first named is the nearest. */
  readonly extends?: string | readonly string[]
  /** Other names for it: `production` for `prod`. */
  readonly aliases?: readonly string[]
  /** What `{region}` in the path of a file stands for. Those of a profile win over those of its parents. */
  readonly variables?: Readonly<Record<string, string>>
}

export type Profiles = Readonly<Record<string, ProfileDefinition>>

/** The profile in use. */
export interface ActiveProfile {
  readonly name: string
  /** The profile and what it extends, lowest priority first: `['base', 'prod']`. */
  readonly chain: readonly string[]
  readonly variables: Readonly<Record<string, string>>
}

const nameGrammar = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/

/**
 * The profile called `requested`, with its parents in order.
 * @throws ConfigError PROFILE_UNKNOWN, PROFILE_CYCLE, PROFILE_NAME
 */
export function activateProfile(profiles: Profiles, requested: string): ActiveProfile {
  const issues = [...Object.keys(profiles), requested].filter((name) => !nameGrammar.test(name)).map(badName)
  if (issues.length > 0) throw new ConfigError(issues)

  const name = profileNamed(profiles, requested)
  const chain = [...linearOrder(name, (child) => parentsOf(profiles, child))].reverse()
  return { name, chain, variables: Object.assign({}, ...chain.map((each) => profiles[each]?.variables)) }
}

/** Without any definition, a name stands for itself: `{profile}` in file names is all that is used of it. */
function profileNamed(profiles: Profiles, requested: string): string {
  const names = Object.keys(profiles)
  if (names.length === 0 || Object.hasOwn(profiles, requested)) return requested

  const found = names.find((name) => profiles[name]?.aliases?.includes(requested))
  if (found !== undefined) return found
  throw new ConfigError(unknownProfile(profiles, requested))
}

function parentsOf(profiles: Profiles, child: string): readonly string[] {
  const { extends: parents = [] } = profiles[child] ?? {}
  return (typeof parents === 'string' ? [parents] : parents).map((parent) => profileNamed(profiles, parent))
}

function unknownProfile(profiles: Profiles, requested: string): Issue {
  const names = Object.entries(profiles).flatMap(([name, profile]) => [name, ...(profile.aliases ?? [])])
  return {
    code: 'PROFILE_UNKNOWN',
    severity: 'error',
    message: `there is no profile ${JSON.stringify(requested)}`,
    expected: listOf(Object.keys(profiles), 'or'),
    hint: didYouMean(closest(requested, names)) ?? `use ${listOf(Object.keys(profiles), 'or')}`,
  }
}

function badName(name: string): Issue {
  return {
    code: 'PROFILE_NAME',
    severity: 'error',
    message: `${JSON.stringify(name.slice(0, 100))} cannot be the name of a profile`,
    expected: 'a letter or digit, then letters, digits, "_", "." and "-", at most 100',
    hint: 'rename the profile',
  }
}
