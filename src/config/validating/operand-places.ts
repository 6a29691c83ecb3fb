import type { RelatedPlace } from '../../errors/issue.ts'
import { listOf } from '../../text/words.ts'
import { type Path, printPath } from '../../values/path.ts'
import type { Layer } from '../layer.ts'
import { isSecretPath } from '../secret-paths.ts'
import { findOrigin, type Origin, placeIn } from './find-origin.ts'
import type { Provenance } from './provenance.ts'

/** References to references are followed so far: who wants more asks `explain`. */
const mostFollowed = 10

/**
 * A value that was computed is as wrong as what it was computed from: the places of that, nearest first. `path` is the
 * value's own, which may lie inside what was computed.
 */
export function operandPlaces(origin: Origin, path: Path, provenance: Provenance): readonly RelatedPlace[] {
  const places: RelatedPlace[] = []
  const seen = new Set<string>()
  const waiting: { readonly origin: Origin; readonly path: Path }[] = [{ origin, path }]
  for (let step = waiting.shift(); step !== undefined && places.length < mostFollowed; step = waiting.shift()) {
    const { found } = step.origin
    for (const { path: used, expression } of provenance.derived.get(printPath(found))?.uses ?? []) {
      if (used === undefined) continue
      const target = [...used, ...step.path.slice(found.length)]
      const next = printPath(used) === printPath(found) ? hiddenBy(step.origin, provenance) : findOrigin(target, provenance)
      if (next === undefined || seen.has(printPath(target))) continue
      seen.add(printPath(target))
      const span = next.kind === 'layer' ? placeIn(next.layer, next.at, 'value').span : provenance.spanOfRule(next.rule)
      if (span !== undefined) places.push({ message: `what ${shown(expression, step.origin, provenance)} is`, span })
      waiting.push({ origin: next, path: target })
    }
  }
  return places
}

/** What a value means that refers to itself: the one it overrides. */
function hiddenBy(origin: Origin, { layers }: Provenance): Origin | undefined {
  const hidden = origin.kind === 'layer' ? origin.replay.shadowed[0] : undefined
  if (origin.kind !== 'layer' || hidden === undefined) return undefined
  return { ...origin, layer: layers[hidden.layer] as Layer, at: hidden.path }
}

/** What a value was computed from that has no place: the variable of `${env:PORT}`. */
export function sourcesWithoutPlace(origin: Origin, provenance: Provenance): string | undefined {
  const uses = provenance.derived.get(printPath(origin.found))?.uses ?? []
  const others = uses.filter(({ path, fallback }) => path === undefined && !fallback)
  return others.length === 0
    ? undefined
    : listOf([...new Set(others.map(({ expression }) => shown(expression, origin, provenance)))], 'and')
}

/** Without its default or message; and of what is secret, only a plain path, because anything else can hold a part of the secret. */
function shown(expression: string, { found }: Origin, { derived, plan }: Provenance): string {
  const isSecret = derived.get(printPath(found))?.secret === true || isSecretPath(plan.schema, found)
  if (isSecret && !/^\$\{[^}:]*\}$/.test(expression)) return 'the reference'
  const condition = expression.search(/:[-?]/)
  return condition < 0 ? expression : `${expression.slice(0, condition)}}`
}
