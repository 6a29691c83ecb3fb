import { replayPath } from '../merge/replay.ts'
import { type Resolved, resolveReferences } from '../references/resolve.ts'
import { closest } from '../text/closest.ts'
import type { Span } from '../text/position.ts'
import { didYouMean } from '../text/words.ts'
import { getAt } from '../values/get.ts'
import { type Path, printPath } from '../values/path.ts'
import { isMap, type Value } from '../values/value.ts'
import { builtInResolvers } from './built-in-resolvers.ts'
import type { Layer } from './layer.ts'
import type { Plan } from './plan.ts'
import { sealSecrets } from './seal-secrets.ts'

/** Fills in the references of the merged layers, and seals what is secret. */
export function resolveTree(plan: Plan, layers: readonly Layer[], merged: Value, earlier: Value | undefined): Resolved {
  const { secrets } = plan.schema
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
      seal: (value, path) => sealSecrets(value, path, secrets),
      suggest: (path) => nearPath(merged, path),
      maxExpansion: plan.limits.maxExpansion,
      maxNodes: plan.limits.maxNodes,
    },
    earlier,
  )
  return { ...resolved, value: sealSecrets(resolved.value, [], secrets, earlier) }
}

/** The place of the value that won at a path. */
export function locateWinner(plan: Plan, layers: readonly Layer[], path: Path): Span | undefined {
  const { winner } = replayPath(layers, path, { strategies: plan.strategies })
  return winner === undefined ? undefined : layers[winner.layer]?.locate(winner.path)
}

/** `did you mean "server.port"?`: the nearest key beside the first part of the path that does not exist. */
export function nearPath(tree: Value, path: Path): string | undefined {
  for (let depth = 0; depth < path.length; depth++) {
    const parent = getAt(tree, path.slice(0, depth))
    const key = String(path[depth])
    if (!isMap(parent) || Object.hasOwn(parent, key)) continue
    return didYouMean(
      closest(key, Object.keys(parent)).map((name) => printPath([...path.slice(0, depth), name, ...path.slice(depth + 1)])),
    )
  }
  return undefined
}
