import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import type { ActiveProfile } from '../profiles/profile.ts'
import type { Derivation } from '../references/site.ts'
import { type Awaitable, andThen } from '../runtime/awaitable.ts'
import type { Value } from '../values/value.ts'
import type { Checked } from './checker.ts'
import { importing, resolving } from './later.ts'
import type { Layer } from './layer.ts'
import type { LazyParts } from './lazy-parts.ts'
import { type Merged, mergeLayersAgain } from './merge-layers-again.ts'
import type { Plan } from './plan.ts'
import type { Answer } from './read-sources.ts'
import { withRefused } from './refused.ts'
import type { ResolvedTree } from './resolve-tree.ts'

/** Everything known at one moment: what the sources said, and what came of it. Never changed, only replaced. */
export interface Generation {
  /** 1, 2, 3 … in this process. */
  readonly number: number
  readonly loadedAt: number
  /** The profiles it was made for. */
  readonly profile: ActiveProfile | undefined
  readonly sources: readonly LoadedSource[]
  /** Of the sources, lowest priority first. */
  readonly layers: readonly Layer[]
  /** Those with overrides on top, put together; references as they were written. */
  readonly merged: Merged
  /** With references filled in: what a reader sees. */
  readonly value: Value
  readonly derived: ReadonlyMap<string, Derivation>
  /** How the references were filled in, before the schema had its say. */
  readonly resolved: ResolvedTree
  /** What the schema and the rules made of it, if there are any. */
  readonly checked: Checked | undefined
  /** Problems that do not stop anything. Computed when asked for: some need a second look at the text. */
  readonly warnings: () => readonly Issue[]
  /** What sources with `usesKeys` were matched against, by key, to be continued in the next generation. */
  readonly lower: ReadonlyMap<string, Merged>
  /** Which parts are loaded, if some may wait. */
  readonly parts?: LazyParts | undefined
}

/** A source, what it said, and the layers made of it. */
export interface LoadedSource {
  /** The name, made unique: two sources may be called the same. */
  readonly key: string
  readonly answer: Answer
  readonly layers: readonly Layer[]
  /** Set while it cannot be reached: what it said before is in use. */
  readonly unavailable?: Unavailable | undefined
}

export interface Unavailable {
  readonly issues: readonly Issue[]
  /** Milliseconds since 1970. */
  readonly since: number
  /** Whether what stands in was read by an earlier process. */
  readonly fromDisk: boolean
  /** That it is so, for those who look at warnings. */
  readonly warnings: readonly Issue[]
}

/** What the sources gave, before it is put together. */
export type Stacked = Pick<Generation, 'sources' | 'layers' | 'lower' | 'parts'>

/**
 * The generation that given layers make, with overrides on top. Waits only for secrets, and
 * for a validator that has to be waited for.
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
  const told = hasImports ? (): Awaitable<Generation> => importing().mentioning(stacked.layers, build) : build
  return plan.secrets === undefined ? told() : plan.secrets.building(told)
}

function combineLayers(
  plan: Plan,
  stacked: Stacked,
  overrides: readonly Layer[],
  previous: Generation | undefined,
): Awaitable<Generation> {
  const merged = mergeLayersAgain(plan, [...stacked.layers, ...overrides], previous?.merged)
  stacked.parts?.lieIn(merged.value)
  if (plan.checker === undefined)
    return generationOf(plan, stacked, merged, resolve(plan, merged, previous?.resolved, stacked.parts), previous, undefined)
  const checked = plan.checker.check(plan, merged, previous?.checked, stacked.parts)
  return andThen(checked, (tree) => generationOf(plan, stacked, merged, tree.resolved, previous, tree))
}

/** What layers that were put together make, if all of it is good. */
export function generationOf(
  plan: Plan,
  stacked: Stacked,
  merged: Merged,
  resolved: ResolvedTree,
  previous: Generation | undefined,
  checked: Checked | undefined,
): Generation {
  // Not all of what was stacked: it knows the generation before, which would never be let go.
  const { sources } = stacked
  const { value, derived, issues } = checked ?? resolved
  const errors = [...merged.issues.filter((issue) => issue.severity === 'error'), ...issues]
  const warnings = (): readonly Issue[] => [
    ...merged.layers.flatMap((layer) => layer.warnings()),
    ...merged.issues.filter((issue) => issue.severity === 'warning'),
    ...(checked?.warnings ?? []),
    ...sources.flatMap(({ unavailable }) => unavailable?.warnings ?? []),
  ]
  // Often a warning is the reason: a mistyped key beside one that is missing.
  if (errors.length > 0) throw withRefused(new ConfigError([...errors, ...warnings()]), { tree: resolved.value, merged })
  return {
    sources,
    layers: stacked.layers,
    lower: stacked.lower,
    parts: stacked.parts,
    number: (previous?.number ?? 0) + 1,
    loadedAt: plan.runtime.clock.now(),
    profile: plan.profile,
    merged,
    value,
    derived,
    resolved,
    checked,
    warnings: () => [...plan.schema.warnings, ...warnings()],
  }
}

/** Without a reference and without a secret there is nothing to do, and nothing to load for it. */
function resolve(
  plan: Plan,
  { layers, value }: Merged,
  earlier: ResolvedTree | undefined,
  parts: LazyParts | undefined,
): ResolvedTree {
  const seen = parts === undefined ? value : parts.hide(value)
  if (plan.schema.secrets.length === 0 && !layers.some((layer) => layer.references)) return unresolved(seen)
  return resolving().resolveTree(plan, layers, seen, earlier, { parts })
}

/** A tree with nothing to fill in. */
export function unresolved(value: Value): ResolvedTree {
  return { value, derived: nothingDerived, issues: [], evaluated: undefined, beneath: nothingBeneath }
}

const nothingDerived: ResolvedTree['derived'] = new Map()
const nothingBeneath: ResolvedTree['beneath'] = new Map()
