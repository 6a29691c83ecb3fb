import type { Issue, RelatedPlace } from '../errors/issue.ts'
import { mergePlainLayers } from '../merge/merge-plain-layers.ts'
import type { MergeReport } from '../merge/merge-run.ts'
import type { Value } from '../values/value.ts'
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
  const issues: Issue[] = []
  const report: MergeReport = (issue, at) => void issues.push(placed(issue, at, layers))
  const options = { strategies: plan.strategies, report }
  if (earlier === undefined) {
    const isPlain = plan.strategies === undefined && !layers.some((layer) => layer.directives)
    const value = isPlain ? mergePlainLayers(layers, report) : byRules().mergeLayers(layers, options)
    return { layers, value, issues }
  }

  const { value, keeps } = again().remerge(earlier.layers, layers, earlier.value, options)
  const standing = earlier.issues.filter((issue) => keeps(issue.path ?? []))
  return { layers, value, issues: [...standing, ...issues] }
}

function placed(issue: Issue, at: Parameters<MergeReport>[1], layers: readonly Layer[]): Issue {
  const layer = layers[at.layer]
  const path = issue.path ?? []
  const related: RelatedPlace[] = []
  const lower = at.lower === undefined ? undefined : layers[at.lower]?.locate(path)
  if (lower !== undefined) related.push({ message: 'what it hides', span: lower })
  return { ...issue, source: layer?.source.name, name: layer?.nameOf(path), span: layer?.locate(path), related }
}
