import { replayPath } from '../merge/replay.ts'
import { type Resolved, resolveReferences } from '../references/resolve.ts'
import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import { builtInResolvers } from './built-in-resolvers.ts'
import type { Layer } from './layer.ts'
import { nearPath } from './near-path.ts'
import type { Plan } from './plan.ts'
import { sealSecrets } from './seal-secrets.ts'

/** Fills in the references of the merged layers, and seals what is secret. */
export function resolveTree(plan: Plan, layers: readonly Layer[], merged: Value, earlier: Value | undefined): Resolved {
  const origin = (path: Path): Layer | undefined => {
    const winner = replayPath(layers, path, { strategies: plan.strategies }).winner
    return winner === undefined ? undefined : layers[winner.layer]
  }
  const resolved = resolveReferences(
    merged,
    {
      resolvers: { ...builtInResolvers(plan, (path) => origin(path)?.file), ...plan.resolvers },
      hidden: (path, level) => replayPath(layers, path, { strategies: plan.strategies }).shadowed[level - 1]?.value,
      locate: (path) => locateWinner(plan, layers, path),
      seal: (value, path) => sealSecrets(value, path, plan.schema),
      suggest: (path) => nearPath(merged, path),
      maxExpansion: plan.limits.maxExpansion,
      maxNodes: plan.limits.maxNodes,
    },
    earlier,
  )
  return { ...resolved, value: sealSecrets(resolved.value, [], plan.schema, earlier) }
}

/** The place of the value that won at a path. */
export function locateWinner(plan: Plan, layers: readonly Layer[], path: Path): Span | undefined {
  const { winner } = replayPath(layers, path, { strategies: plan.strategies })
  return winner === undefined ? undefined : layers[winner.layer]?.locate(winner.path)
}
