import type { Issue, RelatedPlace } from '../../errors/issue.ts'
import { replayPath } from '../../merge/replay.ts'
import type { Derivation } from '../../references/evaluation.ts'
import type { Span } from '../../text/position.ts'
import { type Path, printPath } from '../../values/path.ts'
import type { Layer } from '../layer.ts'
import type { Plan } from '../plan.ts'

/** What is known about where values came from, when something is wrong with one of them. */
export interface Provenance {
  readonly plan: Plan
  readonly layers: readonly Layer[]
  readonly derived: ReadonlyMap<string, Derivation>
  /** Rules of the defaults that were filled in, by printed path. */
  readonly defaults: ReadonlyMap<string, string>
  spanOfRule(rule: string): Span | undefined
  /** Whether the configuration would be right at `path` with another value there. */
  wouldBeRight(path: Path, value: Layer['value'][string]): boolean
}

/** More issues than this are not worth a second run of the validator each. */
const maxTried = 20

/** Gives each issue the file, line and column or the name of the variable it is about, and other places that matter. */
export function placeIssues(issues: readonly Issue[], provenance: Provenance): readonly Issue[] {
  return issues.map((issue, index) => {
    if (issue.span !== undefined || issue.file !== undefined || issue.path === undefined) return withRule(issue, provenance)
    return withRule(placeIssue(issue, issue.path, provenance, index < maxTried), provenance)
  })
}

function withRule(issue: Issue, { spanOfRule }: Provenance): Issue {
  const span = issue.rule === undefined ? undefined : spanOfRule(issue.rule)
  return span === undefined ? issue : { ...issue, related: [...(issue.related ?? []), { message: 'the rule', span }] }
}

function placeIssue(issue: Issue, path: Path, provenance: Provenance, tries: boolean): Issue {
  const { plan, layers, defaults } = provenance
  const replay = replayPath(layers, path, { strategies: plan.strategies })
  if (replay.winner === undefined) {
    const rule = defaults.get(printPath(path))
    if (rule !== undefined) return { ...issue, source: 'default', span: provenance.spanOfRule(rule), related: issue.related }
    return aroundMissing(issue, path, provenance)
  }

  const layer = layers[replay.winner.layer] as Layer
  const at = replay.winner.path
  const related: RelatedPlace[] = [...(issue.related ?? []), ...operandsOf(path, provenance)]
  let hint = issue.hint
  for (const { layer: below, path: belowPath, value, effect } of tries ? replay.shadowed : []) {
    if (effect !== 'hidden' && effect !== 'sets') continue
    if (issue.code === 'KEY_UNKNOWN' || !provenance.wouldBeRight(path, value)) continue
    const hidden = layers[below] as Layer
    const span = hidden.locate(belowPath)
    if (span !== undefined) related.push({ message: 'right, but hidden by it', span })
    else hint ??= `${hidden.nameOf(belowPath) ?? hidden.source.name} below it is right: remove this one to use that`
  }
  return {
    ...issue,
    source: layer.source.name,
    name: layer.nameOf(at),
    span: layer.locate(at, issue.code === 'KEY_UNKNOWN' || issue.code === 'KEY_DEPRECATED' ? 'key' : 'value'),
    file: layer.file,
    hint,
    related,
  }
}

/** A value that was computed is as wrong as what it was computed from. */
function operandsOf(path: Path, { derived, plan, layers }: Provenance): readonly RelatedPlace[] {
  return (derived.get(printPath(path))?.uses ?? []).flatMap(({ path: used, expression }) => {
    const winner = used && replayPath(layers, used, { strategies: plan.strategies }).winner
    const span = winner && layers[winner.layer]?.locate(winner.path)
    return span === undefined ? [] : [{ message: `what ${expression} is`, span }]
  })
}

/** What is missing has no place: the key of the map around it has, in the highest layer that has that map. */
function aroundMissing(issue: Issue, path: Path, { layers, plan }: Provenance): Issue {
  for (let length = path.length - 1; length > 0; length--) {
    const { winner } = replayPath(layers, path.slice(0, length), { strategies: plan.strategies })
    const layer = winner && (layers[winner.layer] as Layer)
    if (winner === undefined || layer === undefined) continue
    const span = layer.locate(winner.path, 'key')
    return { ...issue, source: layer.source.name, span, file: layer.file, hint: issue.hint ?? lookedIn(layers) }
  }
  return { ...issue, hint: issue.hint ?? lookedIn(layers) }
}

function lookedIn(layers: readonly Layer[]): string | undefined {
  const names = [...new Set(layers.map(({ source }) => source.name))].reverse()
  return names.length === 0 ? undefined : `set it in one of: ${names.join(', ')}`
}
