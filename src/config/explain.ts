import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { replayPath } from '../merge/replay.ts'
import { getAt } from '../values/get.ts'
import { type Path, parsePath, printPath } from '../values/path.ts'
import { Secret } from '../values/secret.ts'
import type { Value } from '../values/value.ts'
import type { Generation } from './generation.ts'
import type { Layer } from './layer.ts'
import { nearPath } from './near-path.ts'
import { type Contribution, defaultOrigin, type Origin, originOf, writtenPath } from './origin.ts'
import type { Plan } from './plan.ts'
import { isSecretPath } from './secret-paths.ts'
import { type Computation, computationOf } from './used-operands.ts'

export { contentHash } from './content-hash.ts'
export type { Origin } from './origin.ts'
export type { Computation, UsedOperand } from './used-operands.ts'

/** Where a value comes from, and what it hides. */
export interface Explanation {
  readonly path: Path
  /** What readers get. */
  readonly value: Value
  readonly secret: boolean
  /** The profile in use and its parents, nearest first. */
  readonly profile: readonly string[]
  /** What decided for the profile, for people: `the variable SHOP_ENV`. */
  readonly profileReason: string | undefined
  readonly winner: Origin
  /** Highest first. */
  readonly shadowed: readonly Origin[]
  /** How it was computed, if it was. */
  readonly derivation: Computation | undefined
  /** The text it was made of, if its type was changed. */
  readonly coercedFrom: string | undefined
  readonly generation: number
}

/** Walks the layers on demand; nothing is kept for it. `undefined` if the path does not exist. */
export function explainPath(plan: Plan, generation: Generation, path: Path): Explanation | undefined {
  const value = getAt(generation.value, path)
  if (value === undefined) return undefined

  const fallback = defaultOrigin(plan, generation, path)
  const { layers } = generation.merged
  const at = writtenPath(plan, layers, path, fallback !== undefined)
  // Of a configuration without any layer, the empty map at the top comes from nowhere.
  const { winner } = at.replay
  if (winner === undefined && fallback === undefined) return undefined
  const origin = (contribution: Contribution): Origin => ({
    ...originOf(plan, layers, contribution, path),
    ...staleness(generation, layers[contribution.layer]),
  })
  const shadowed = at.replay.shadowed.map(origin)
  const derived = generation.derived.size === 0 ? undefined : generation.derived.get(printPath(at.path))
  return {
    path,
    value,
    secret: value instanceof Secret || isSecretPath(plan.schema, path) || derived?.secret === true,
    profile: plan.profile === undefined ? [] : [...plan.profile.chain].reverse(),
    profileReason: plan.profile?.choice.reason,
    winner: winner === undefined ? (fallback as Origin) : origin(winner),
    shadowed: winner === undefined || fallback === undefined ? shadowed : [...shadowed, fallback],
    derivation: derived && computationOf(plan, generation, derived, at.path, winner?.layer ?? 0),
    coercedFrom: coercedFrom(plan, generation, path, value, winner),
    generation: generation.number,
  }
}

/** The text that stands in the layer, or that references came to, where the value is no text any more. */
function coercedFrom(
  plan: Plan,
  generation: Generation,
  path: Path,
  value: Value,
  winner: Contribution | undefined,
): string | undefined {
  const computed = generation.checked?.coerced.get(printPath(path))
  if (computed !== undefined || winner === undefined || generation.checked === undefined) return computed
  const layer = generation.merged.layers[winner.layer] as Layer
  const written = getAt(layer.written ?? layer.value, winner.path)
  const content = value instanceof Secret ? value.reveal() : value
  if (typeof written !== 'string' || typeof content === 'string' || generation.derived.has(printPath(path))) return undefined
  return isSecretPath(plan.schema, path) ? '[secret]' : written
}

function staleness({ sources }: Generation, layer: Layer | undefined): Pick<Origin, 'stale'> {
  const loaded = sources.find(({ unavailable, layers }) => unavailable !== undefined && layers.some((each) => each === layer))
  if (loaded?.unavailable === undefined) return {}
  return { stale: { readAt: loaded.answer.readAt, fromDisk: loaded.unavailable.fromDisk } }
}

/** What to say of a path that does not exist: that a layer removes it, or which keys are near. */
export function missingKey(plan: Plan, generation: Generation, text: string): ConfigError {
  const path = parsePath(text)
  const removal = path === undefined ? undefined : removalOf(plan, generation, path)
  if (removal !== undefined) {
    const { source, name, span } = removal
    const message = `${JSON.stringify(text)} is removed by ${name ?? source}`
    return missing({ message, path, source, name, span, hint: 'take the "!unset" away to see the value below it' })
  }
  const near = path === undefined ? 'write a path such as "server.port" or "hosts[0]"' : nearPath(generation.value, path)
  return missing({
    message: `no layer has ${JSON.stringify(text)}`,
    path,
    hint: near ?? 'set it in one of the layers, or use find()',
  })
}

function missing(issue: Omit<Issue, 'code' | 'severity'>): ConfigError {
  return new ConfigError({ code: 'KEY_MISSING', severity: 'error', ...issue })
}

/** The layer whose `!unset` is the reason that there is nothing at a path. */
function removalOf(plan: Plan, generation: Generation, path: Path): Origin | undefined {
  const { winner, shadowed } = replayPath(generation.merged.layers, path, { strategies: plan.strategies })
  const removal = winner === undefined ? shadowed.find(({ effect }) => effect === 'unsets') : undefined
  return removal === undefined ? undefined : originOf(plan, generation.merged.layers, removal, path)
}
