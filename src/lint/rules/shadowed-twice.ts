import { listOf } from '../../text/words.ts'
import { type Path, printPath } from '../../values/path.ts'
import { isShared, type LayerUse, layerOf, layerUses, placeIn, replayIn } from '../layers.ts'
import type { Finding, LintRule } from '../rule.ts'
import { settingsOf } from '../settings-of.ts'
import type { LintLayer } from '../subject.ts'

/** One layer over another is what layers are for. Two over the same value, in every profile, leave it without use. */
export const shadowedTwice: LintRule = {
  code: 'LINT_SHADOWED_TWICE',
  title: 'a value that can never be seen',
  severity: 'warning',
  needs: 'project',
  *check({ project }) {
    if (!project?.isComplete) return
    for (const use of layerUses(project)) {
      if (!isShared(use.layer)) continue
      for (const { path } of settingsOf(use.layer.value)) {
        const above = hiding(use, path)
        if (above !== undefined && above.length > 1) yield findingOf(use.layer, path, above)
      }
    }
  },
}

/** The layers that hide a value, if it is hidden in every profile by files that everybody has. */
function hiding({ layer, profiles }: LayerUse, path: Path): readonly LintLayer[] | undefined {
  const above = new Map<string, LintLayer>()
  for (const { profile, index } of profiles) {
    const { winner, shadowed } = replayIn(profile, path)
    if (winner === undefined || winner.layer <= index) return undefined
    const own = shadowed.find((other) => other.layer === index)
    // A list that was put together has parts of several layers.
    if (own === undefined || (Array.isArray(own.value) && own.effect !== 'hidden' && profile.strategies !== undefined))
      return undefined
    if (Array.isArray(own.value) && own.effect !== 'hidden' && profile.layers.some((other) => other.directives === true))
      return undefined
    const higher = [winner, ...shadowed].filter((other) => other.layer > index).map((other) => layerOf(profile, other))
    if (!higher.some(isShared)) return undefined
    for (const other of higher) if (isShared(other)) above.set(other.id, other)
  }
  return [...above.values()].filter((other) => other.id !== layer.id)
}

function findingOf(layer: LintLayer, path: Path, above: readonly LintLayer[]): Finding {
  const names = above.map((other) => other.file ?? other.source)
  return {
    message: `${printPath(path)} is never seen: ${listOf(names)} set it in every profile`,
    path,
    ...placeIn(layer, path),
    related: above.flatMap((other) => {
      const span = other.locate(path)
      return span === undefined ? [] : [{ message: 'this is seen instead', span }]
    }),
    hint: 'remove it, or one of those above it',
  }
}
