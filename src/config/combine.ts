import { type Awaitable, andThen } from '../runtime/awaitable.ts'
import { type Generation, generationOf, type Stacked, unresolved } from './generation.ts'
import { importing, resolving } from './later.ts'
import type { Layer } from './layer.ts'
import { type Merged, mergeLayersAgain } from './merge-layers-again.ts'
import type { Plan } from './plan.ts'
import type { ResolvedTree } from './resolve-tree.ts'

/**
 * The generation that given layers make, with overrides on top. Waits only for a validator that has to be waited for.
 * @throws ConfigError REFERENCE_*, MERGE_STRATEGY, VALUE_*, KEY_UNKNOWN
 */
export function combine(
  plan: Plan,
  stacked: Stacked,
  overrides: readonly Layer[],
  previous: Generation | undefined,
): Awaitable<Generation> {
  const build = (): Awaitable<Generation> => combineLayers(plan, stacked, overrides, previous)
  const hasImports = stacked.layers.some((layer) => layer.importedBy !== undefined)
  return hasImports ? importing().mentioning(stacked.layers, build) : build()
}

function combineLayers(
  plan: Plan,
  stacked: Stacked,
  overrides: readonly Layer[],
  previous: Generation | undefined,
): Awaitable<Generation> {
  const merged = mergeLayersAgain(plan, [...stacked.layers, ...overrides], previous?.merged)
  if (plan.checker === undefined)
    return generationOf(plan, stacked, merged, resolve(plan, merged, previous?.resolved), previous, undefined)
  const checked = plan.checker.check(plan, merged, previous?.checked)
  return andThen(checked, (tree) => generationOf(plan, stacked, merged, tree.resolved, previous, tree))
}

/** Without a reference and without a secret there is nothing to do, and nothing to load for it. */
function resolve(plan: Plan, merged: Merged, earlier: ResolvedTree | undefined): ResolvedTree {
  if (plan.schema.secrets.length === 0 && !merged.layers.some((layer) => layer.references)) {
    return unresolved(merged)
  }
  return resolving().resolveTree(plan, merged.layers, merged.value, earlier)
}
