import type { Issue, RelatedPlace } from '../errors/issue.ts'
import type { MergeReport } from '../merge/merge-run.ts'
import { overlay } from '../merge/overlay.ts'
import { hasReference } from '../references/has-reference.ts'
import { getAt } from '../values/get.ts'
import type { Value, ValueMap } from '../values/value.ts'
import { again, byRules } from './later.ts'
import type { Layer } from './layer.ts'
import type { Plan } from './plan.ts'

/** Layers and what they make together. */
export interface Merged {
  readonly layers: readonly Layer[]
  readonly value: Value
  /** Conflicts between layers, with their places. */
  readonly issues: readonly Issue[]
}

/** Merges layers; with an earlier result, only along the paths that changed. */
export function mergeLayersAgain(plan: Plan, layers: readonly Layer[], earlier: Merged | undefined): Merged {
  const small = earlier === undefined && plan.strategies === undefined ? overlaid(layers) : undefined
  if (small !== undefined) return { layers, value: small, issues: noIssues }

  const issues: Issue[] = []
  const report: MergeReport = (issue, at) => {
    if (!isAboutReference(issue, at, layers)) issues.push(placed(issue, at, layers))
  }
  const options = { strategies: plan.strategies, report }
  if (earlier === undefined) return { layers, value: byRules().mergeLayers(layers, options), issues }

  const { value, keeps } = again().remerge(earlier.layers, layers, earlier.value, options)
  const standing = earlier.issues.filter((issue) => keeps(issue.path ?? []))
  return { layers, value, issues: [...standing, ...issues] }
}

/** One layer alone, or small layers, one laid over the other; `undefined` when there is more to it. */
function overlaid(layers: readonly Layer[]): ValueMap | undefined {
  let value: ValueMap | undefined
  const [only] = layers
  if (only !== undefined && layers.length === 1 && !only.directives) return only.value
  for (const layer of layers) {
    if (!layer.small || layer.directives) return undefined
    value = value === undefined ? layer.value : overlay(value, layer.value)
    if (value === undefined) return undefined
  }
  return value
}

const noIssues: readonly Issue[] = []

/** Of what kind a text is that refers to something, is known when it is filled in. */
function isAboutReference({ code, path = [] }: Issue, at: Parameters<MergeReport>[1], layers: readonly Layer[]): boolean {
  if (code !== 'MERGE_TYPE_CONFLICT') return false
  return [at.layer, at.lower].some((index) => {
    const value = index === undefined ? undefined : getAt((layers[index] as Layer).value, path)
    return typeof value === 'string' && hasReference(value)
  })
}

function placed(issue: Issue, at: Parameters<MergeReport>[1], layers: readonly Layer[]): Issue {
  const layer = layers[at.layer]
  const path = issue.path ?? []
  const related: RelatedPlace[] = []
  const lower = at.lower === undefined ? undefined : layers[at.lower]?.locate(path)
  if (lower !== undefined) related.push({ message: 'what it hides', span: lower })
  return { ...issue, source: layer?.source.name, name: layer?.nameOf(path), span: layer?.locate(path), related }
}
