import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { closest } from '../text/closest.ts'
import { didYouMean, listOf } from '../text/words.ts'
import type { ProfileChoice } from './choice.ts'
import { builtInDetectors, type Detector, type Sighting, type World } from './detectors.ts'
import type { Locate } from './edges.ts'
import { badName, canonicalName } from './names.ts'
import { type ActiveProfile, activateProfile, checkProfiles, type ProfileShapes } from './profile.ts'

/** What decides for a profile when the caller names none: the flag, the variable, what is detected, the default. */
export interface ProfileSelection {
  /** The argument of the program that names the profile: `profile` for `--profile prod`. It is no value then. */
  readonly flag?: string
  /** The variable that names the profile. */
  readonly env?: string
  /**
   * Look where the program runs: at NODE_ENV, and for CI systems, cloud platforms, Kubernetes and containers. Never
   * asks the network. `true`: a profile that is called as what was seen; or a map from what was seen to the profile,
   * first that fits. Default: false.
   */
  readonly detect?: boolean | Readonly<Record<string, string>>
  /** Detectors of your own, asked before those of the library. */
  readonly detectors?: readonly Detector[]
  /** The profile when nothing names one. */
  readonly default?: string | readonly string[]
}

/** What the choice is made of. */
export interface ChoiceContext {
  readonly profiles: ProfileShapes
  readonly selection: ProfileSelection
  /** What the caller asks for. */
  readonly explicit: string | readonly string[] | undefined
  /** What the flag says. */
  readonly flag: string | undefined
  readonly world: World
  readonly locate: Locate
}

/**
 * The profile to use, by the first that names one: the caller, the flag, the variable, a detector, the default; at
 * last the reserved profile `default`, if it is defined. `undefined` when there is none.
 * @throws ConfigError PROFILE_UNKNOWN, PROFILE_CYCLE, PROFILE_NAME
 */
export function chooseProfile(context: ChoiceContext): ActiveProfile | undefined {
  const { profiles, locate } = context
  checkProfiles(profiles, locate)
  const chosen = choose(context)
  return chosen && activateProfile(profiles, chosen.requested, chosen.choice, locate)
}

interface Chosen {
  readonly requested: string | readonly string[]
  readonly choice: ProfileChoice
}

function choose({ profiles, selection, explicit, flag, world }: ChoiceContext): Chosen | undefined {
  if (explicit !== undefined) return { requested: explicit, choice: { by: 'option', reason: 'asked for by name', seen: [] } }
  if (flag !== undefined) {
    const from = `--${selection.flag}`
    return { requested: flag, choice: { by: 'flag', from, reason: `${from} in the arguments`, seen: [] } }
  }
  const { env: variable, detect = false } = selection
  const said = variable !== undefined && Object.hasOwn(world.env, variable) ? world.env[variable]?.trim() : undefined
  if (variable !== undefined && said)
    return { requested: said, choice: { by: 'variable', from: variable, reason: `the variable ${variable}`, seen: [] } }

  const seen = detect === false ? [] : look(selection, world)
  const detected = detect === true ? byName(profiles, seen) : detect && byMap(detect, seen)
  if (detected) return detected
  if (selection.default !== undefined)
    return { requested: selection.default, choice: { by: 'default', reason: 'the default of the definition', seen } }
  if (!Object.hasOwn(profiles, 'default')) return undefined
  return { requested: 'default', choice: { by: 'reserved', reason: 'nothing else is selected', seen } }
}

function look({ detectors = [] }: ProfileSelection, world: World): readonly Sighting[] {
  return [...detectors, ...builtInDetectors].flatMap((detector) => detected(detector, world) ?? [])
}

function detected(detector: Detector, world: World): Sighting | undefined {
  try {
    return detector.detect(world)
  } catch (cause) {
    if (ConfigError.is(cause)) throw cause
    const message = `the detector ${JSON.stringify(detector.name)} failed: ${cause instanceof Error ? cause.name : typeof cause}`
    const hint = 'a detector answers undefined for what is not there'
    throw new ConfigError({ code: 'SOURCE_FAILED', severity: 'error', message, hint }, { cause })
  }
}

/** The first sighting that a profile is called after. */
function byName(profiles: ProfileShapes, seen: readonly Sighting[]): Chosen | undefined {
  const isAny = Object.keys(profiles).length === 0
  for (const sighting of seen) {
    // Where no profile is defined, any name is one; a kind of platform is none.
    const words = isAny ? sighting.words.slice(0, sighting.isStated ? 1 : 0) : sighting.words
    const word = words.find((each) => badName(each) === undefined && canonicalName(profiles, each) !== undefined)
    if (word !== undefined) return detectedBy(sighting, word, word, seen)
  }
  const mistakes = seen.flatMap((sighting) => nearMiss(profiles, sighting))
  if (mistakes.length > 0) throw new ConfigError(mistakes)
}

/** The first word of the map that was seen. */
function byMap(map: Readonly<Record<string, string>>, seen: readonly Sighting[]): Chosen | undefined {
  for (const [word, profile] of Object.entries(map)) {
    const sighting = seen.find(({ words }) => words.includes(word))
    if (sighting !== undefined) return detectedBy(sighting, word, profile, seen)
  }
}

function detectedBy(sighting: Sighting, word: string, requested: string, seen: readonly Sighting[]): Chosen {
  const reason = `${sighting.detector}: ${JSON.stringify(word)}, by ${sighting.evidence}`
  return { requested, choice: { by: 'detector', from: sighting.detector, reason, seen } }
}

/** An environment that is named nearly as a profile would otherwise run with the default, and nobody would know. */
function nearMiss(profiles: ProfileShapes, { words: [word = ''], evidence, isStated }: Sighting): readonly Issue[] {
  const names = Object.entries(profiles).flatMap(([name, { aliases = [] }]) => [name, ...aliases])
  const near = isStated ? closest(word, names) : []
  if (near.length === 0) return []
  return [
    {
      code: 'PROFILE_UNKNOWN',
      severity: 'error',
      message: `there is no profile ${JSON.stringify(word.slice(0, 100))}, which ${evidence} names`,
      name: evidence,
      expected: listOf(Object.keys(profiles), 'or'),
      hint: didYouMean(near),
    },
  ]
}
