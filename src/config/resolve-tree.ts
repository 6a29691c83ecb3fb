import { replayPath } from '../merge/replay.ts'
import { type Resolved, resolveReferences, type View } from '../references/resolve.ts'
import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import { builtInResolvers } from './built-in-resolvers.ts'
import type { Layer } from './layer.ts'
import type { LazyParts } from './lazy-parts.ts'
import { type Merged, mergeLayersAgain } from './merge-layers-again.ts'
import { nearPath } from './near-path.ts'
import type { Plan } from './plan.ts'
import { sealSecrets } from './seal-secrets.ts'

/** A tree with its references filled in, and what the next load takes over. */
export interface ResolvedTree extends Resolved {
  /** What the lowest layers make, by their number: looked up by references to what they override. Sparse. */
  readonly beneath: ReadonlyMap<number, Merged>
}

/** Defaults, which lie below all layers. */
export type FillDefaults = (tree: Value) => Value

export interface ResolveTreeOptions {
  readonly fill?: FillDefaults | undefined
  /** Hears which parts are needed that are not loaded. */
  readonly parts?: LazyParts | undefined
}

/** Fills in the references of the merged layers, and seals what is secret. */
export function resolveTree(
  plan: Plan,
  layers: readonly Layer[],
  merged: Value,
  earlier: ResolvedTree | undefined,
  options: ResolveTreeOptions = {},
): ResolvedTree {
  const resolved = resolvePlain(plan, layers, merged, earlier, options)
  return { ...resolved, value: sealSecrets(resolved.value, [], plan.schema, earlier?.value) }
}

/** Fills in the references of the merged layers. What is made of a secret is one; the secrets themselves are in clear. */
function resolvePlain(
  plan: Plan,
  layers: readonly Layer[],
  merged: Value,
  earlier: ResolvedTree | undefined,
  { fill = (tree) => tree, parts }: ResolveTreeOptions,
): ResolvedTree {
  const beneath = new Map<number, Merged>()
  const below = (path: Path, view: View): View | undefined => {
    const count = winnerAt(plan, layersOf(layers, view), path)?.layer
    if (count === undefined) return undefined // a default of the schema, which nothing is below
    const lower = beneath.get(count) ?? mergeLayersAgain(plan, layers.slice(0, count), earlier?.beneath.get(count))
    beneath.set(count, lower)
    return { tree: fill(lower.value), layers: count }
  }
  const fileOf = (path: Path): string | undefined => layers[winnerAt(plan, layers, path)?.layer ?? -1]?.file
  const resolved = resolveReferences(
    merged,
    {
      resolvers: { ...builtInResolvers(plan, fileOf), ...plan.resolvers },
      below,
      locate: (path, view) => locateWinner(plan, layersOf(layers, view), path),
      seal: (value, path) => sealSecrets(value, path, plan.schema),
      suggest: (path) => nearPath(merged, path),
      ...(parts && { lookAt: (path) => parts.lookAt(path) }),
      maxExpansion: plan.limits.maxExpansion,
      maxNodes: plan.limits.maxNodes,
    },
    earlier?.evaluated,
  )
  return { ...resolved, beneath }
}

function layersOf(layers: readonly Layer[], { layers: count }: View): readonly Layer[] {
  return count === undefined ? layers : layers.slice(0, count)
}

function winnerAt(plan: Plan, layers: readonly Layer[], path: Path): { readonly layer: number; readonly path: Path } | undefined {
  return replayPath(layers, path, { strategies: plan.strategies }).winner
}

/** The place of the value that won at a path. */
function locateWinner(plan: Plan, layers: readonly Layer[], path: Path): Span | undefined {
  const winner = winnerAt(plan, layers, path)
  return winner === undefined ? undefined : layers[winner.layer]?.locate(winner.path)
}
