import { indexOf } from '../values/get.ts'
import type { Path } from '../values/path.ts'
import { type Claim, childClaims, rank } from './claim.ts'
import { hasDirectives } from './has-directives.ts'
import type { LayerValue, Replay } from './layer-value.ts'
import type { MergeLayer } from './merge-run.ts'
import { elementClaims, isListOfSeveral } from './replay-lists.ts'
import type { StrategyTable } from './strategy-table.ts'

/** The replay where strategies or directives take part: one step of the path at a time, over all layers. */
export function replayByRules(layers: readonly MergeLayer[], path: Path, strategies: StrategyTable | undefined): Replay {
  let claims: readonly Claim[] = layers.map(({ value, directives }, layer) => ({
    layer,
    path: [],
    value,
    directed: directives ?? hasDirectives(value),
    strategy: strategies?.strategy,
    declared: false,
    rules: strategies,
    removes: false,
    effect: 'sets',
  }))
  rank(claims)
  for (const part of path) {
    claims = isListOfSeveral(claims) ? elementClaims(claims, indexOf(part)) : childClaims(claims, part)
    rank(claims)
  }
  return replayOf(claims)
}

function replayOf(claims: readonly Claim[]): Replay {
  const found = claims.toReversed().map(({ layer, path, value, effect }): LayerValue => ({ layer, path, value, effect }))
  const winner = found.find((claim) => claim.effect === 'sets')
  return { winner, shadowed: found.filter((claim) => claim !== winner) }
}
