import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import type { ProfileChoice } from './choice.ts'
import { type EdgeKind, edgesOf, expandGroups, type Locate } from './edges.ts'
import { circlesIn, linearOrder, mergeOrders } from './linear-order.ts'
import { badName, canonicalName, learnNames, nameIssues, unknownProfile } from './names.ts'
import { shapeIssues } from './shape.ts'

/** What a profile is made of, apart from sources of its own. */
export interface ProfileShape {
  /** The profiles this one varies. Their files come before its own; of several, the first named is the nearest. */
  readonly extends?: string | readonly string[]
  /** The profiles that are active together with this one, above it; the last one is the highest. */
  readonly group?: string | readonly string[]
  /** Other names for it: `production` for `prod`. */
  readonly aliases?: readonly string[]
  /** What `{region}` in the path of a file and `${profile:region}` in a value stand for. Those of a profile win over those of its parents. */
  readonly variables?: Readonly<Record<string, string>>
}

export type ProfileShapes = Readonly<Record<string, ProfileShape>>

/** The profiles in use. */
export interface ActiveProfile {
  /** As it was asked for, by the profiles' own names: `prod`, or `prod,eu` for several. */
  readonly name: string
  /** The profiles asked for, with the members of groups, lowest priority first. */
  readonly active: readonly string[]
  /** Those, and all that they extend, lowest priority first: `['base', 'prod']`. */
  readonly chain: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  /** What decided for it. */
  readonly choice: ProfileChoice
}

/** More profiles than this come from a mistake or an attack. */
const maxProfiles = 1_000

const byName: ProfileChoice = { by: 'option', reason: 'asked for by name', seen: [] }

/**
 * The profiles called `requested`, with the members of groups and with their parents, in order.
 * @throws ConfigError PROFILE_UNKNOWN, PROFILE_CYCLE, PROFILE_NAME
 */
export function activateProfile(
  profiles: ProfileShapes,
  requested: string | readonly string[],
  choice: ProfileChoice = byName,
  locate: Locate = () => undefined,
): ActiveProfile {
  const wanted = namesIn(requested)
  checkProfiles(profiles, locate)
  const issues = wanted.flatMap((name) => requestIssues(profiles, name, wanted, choice))
  if (issues.length > 0) throw new ConfigError(issues)

  const named = [...new Set(wanted.map((name) => canonicalName(profiles, name) ?? name))]
  const active = expandGroups(profiles, named)
  const nearest = [...active].reverse()
  const orders = nearest.map((name) => linearOrder(name, (child) => parentsOf(profiles, child), locate))
  const chain = [...mergeOrders([...orders, nearest], undefined, locate)].reverse()
  const variables = Object.fromEntries(chain.flatMap((each) => Object.entries(profiles[each]?.variables ?? {})))
  return { name: named.join(','), active, chain, variables, choice }
}

/** `prod,eu` and `['prod', 'eu']` ask for the same. */
export function namesIn(requested: string | readonly string[]): readonly string[] {
  // Of a caller without types, anything may come.
  return [requested].flat().flatMap((text) =>
    String(text)
      .split(',')
      .map((name) => name.trim()),
  )
}

/**
 * Everything that is wrong with the profiles themselves, whichever is asked for.
 * @throws ConfigError PROFILE_NAME, PROFILE_UNKNOWN, PROFILE_CYCLE: one issue for each circle
 */
export function checkProfiles(profiles: ProfileShapes, locate: Locate = () => undefined): void {
  const names = Object.keys(profiles)
  if (names.length > maxProfiles) throw tooMany(names.length)
  const misshapen = shapeIssues(profiles)
  if (misshapen.length > 0) throw new ConfigError(misshapen)
  learnNames(profiles)
  const issues = [...nameIssues(profiles, locate), ...names.flatMap((name) => edgeIssues(profiles, name, locate))]
  if (issues.length > 0) throw new ConfigError(issues)
  const circles = circlesIn(names, (name) => edgesOf(profiles, name), locate)
  if (circles.length > 0) throw new ConfigError(circles)
}

/** What a profile extends counts in place of the groups among it with their members, nearest first. */
function parentsOf(profiles: ProfileShapes, child: string): readonly string[] {
  const named = edgesOf(profiles, child).filter(({ kind }) => kind === 'extends')
  return [...new Set(named.flatMap(({ to }) => [...expandGroups(profiles, [to])].reverse()))]
}

function requestIssues(profiles: ProfileShapes, name: string, all: readonly string[], choice: ProfileChoice): readonly Issue[] {
  const from = choice.by === 'variable' ? { name: choice.from } : {}
  const bad = badName(name)
  if (bad !== undefined) return [{ ...bad, ...from }]
  if (canonicalName(profiles, name) === undefined) return [{ ...unknownProfile(profiles, name), ...from }]
  if (name !== 'default' || all.length === 1) return []
  return [
    {
      code: 'PROFILE_NAME',
      severity: 'error',
      message: 'the profile "default" is for when no other is selected',
      ...from,
      hint: `leave it out of ${JSON.stringify(all.join(','))}; what all profiles share is a profile that they extend`,
    },
  ]
}

function edgeIssues(profiles: ProfileShapes, name: string, locate: Locate): readonly Issue[] {
  return edgesOf(profiles, name).flatMap(({ to, kind, path }) => {
    const span = locate(path)
    if (canonicalName(profiles, to) === undefined) return [{ ...unknownProfile(profiles, to), path, span }]
    return to === 'default' ? [reservedDefault(name, kind, path, span)] : []
  })
}

function reservedDefault(name: string, kind: EdgeKind, path: Issue['path'], span: Issue['span']): Issue {
  return {
    code: 'PROFILE_NAME',
    severity: 'error',
    message: `profile ${JSON.stringify(name)} ${kind === 'extends' ? 'extends' : 'has in its group'} "default", which is for when no other is selected`,
    path,
    span,
    hint: 'give what they share a name of its own, such as "base"',
  }
}

function tooMany(count: number): ConfigError {
  return new ConfigError({
    code: 'OPTION_INVALID',
    severity: 'error',
    message: `a definition has at most ${maxProfiles} profiles, not ${count}`,
    hint: 'put what differs into variables of a profile',
  })
}
