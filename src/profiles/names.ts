import type { Issue } from '../errors/issue.ts'
import { closest } from '../text/closest.ts'
import { didYouMean, listOf } from '../text/words.ts'
import type { Path } from '../values/path.ts'
import type { Locate } from './edges.ts'
import type { ProfileShapes } from './profile.ts'

const nameGrammar = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/

const owners = new WeakMap<ProfileShapes, ReadonlyMap<string, string>>()

/** Looks at the names anew: a definition in code may have been changed since it was last used. */
export function learnNames(profiles: ProfileShapes): void {
  owners.set(profiles, namesOf(profiles))
}

/**
 * The profile that a name or an alias means. Without any definition, a name stands for itself: `{profile}` in file
 * names is all that is used of it.
 */
export function canonicalName(profiles: ProfileShapes, name: string): string | undefined {
  let known = owners.get(profiles)
  if (known === undefined) {
    known = namesOf(profiles)
    owners.set(profiles, known)
  }
  return known.size === 0 ? name : known.get(name)
}

function namesOf(profiles: ProfileShapes): ReadonlyMap<string, string> {
  const known = new Map<string, string>()
  for (const [name, { aliases = [] }] of Object.entries(profiles)) for (const alias of aliases) known.set(alias, name)
  for (const name of Object.keys(profiles)) known.set(name, name)
  return known
}

/** Names that cannot be part of a file name, and names that two profiles claim. */
export function nameIssues(profiles: ProfileShapes, locate: Locate): readonly Issue[] {
  const issues: Issue[] = []
  const claimed = new Map<string, Path>(Object.keys(profiles).map((name) => [name, ['profiles', name]]))
  for (const [name, { aliases = [] }] of Object.entries(profiles)) {
    const bad = badName(name)
    if (bad !== undefined) issues.push({ ...bad, path: ['profiles', name], span: locate(['profiles', name], 'key') })
    for (const [index, alias] of aliases.entries()) {
      const path = ['profiles', name, 'aliases', index]
      const first = claimed.get(alias)
      const wrong = badName(alias) ?? (alias === 'default' ? reservedAlias : first && claimedTwice(alias, first, locate))
      if (wrong !== undefined) issues.push({ ...wrong, path, span: locate(path) })
      claimed.set(alias, first ?? path)
    }
  }
  return issues
}

const reservedAlias: Issue = {
  code: 'PROFILE_NAME',
  severity: 'error',
  message: '"default" is the name of the profile for when no other is selected, so it cannot be an alias',
  hint: 'write "profile: { default: … }" to say which profile is used when nothing is selected',
}

function claimedTwice(alias: string, first: Path, locate: Locate): Issue {
  const span = locate(first, first.length === 2 ? 'key' : 'value')
  return {
    code: 'PROFILE_NAME',
    severity: 'error',
    message: `${JSON.stringify(alias)} already means profile ${JSON.stringify(first[1])}`,
    hint: 'give each profile names of its own',
    ...(span && { related: [{ message: 'it is named here', span }] }),
  }
}

/** What is wrong with a text as the name of a profile. */
export function badName(name: string): Issue | undefined {
  if (nameGrammar.test(name)) return undefined
  return {
    code: 'PROFILE_NAME',
    severity: 'error',
    message: `${JSON.stringify(name.slice(0, 100))} cannot be the name of a profile`,
    expected: 'a letter or digit, then letters, digits, "_", "." and "-", at most 100',
    hint: 'rename the profile',
  }
}

export function unknownProfile(profiles: ProfileShapes, requested: string): Issue {
  const names = Object.entries(profiles).flatMap(([name, profile]) => [name, ...(profile.aliases ?? [])])
  return {
    code: 'PROFILE_UNKNOWN',
    severity: 'error',
    message: `there is no profile ${JSON.stringify(requested)}`,
    expected: listOf(Object.keys(profiles), 'or'),
    hint: didYouMean(closest(requested, names)) ?? `use ${listOf(Object.keys(profiles), 'or')}`,
  }
}
