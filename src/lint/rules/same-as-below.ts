import { isEqual } from '../../values/equal.ts'
import { type Path, printPath } from '../../values/path.ts'
import { removal } from '../fixes.ts'
import { isShared, type LayerUse, layerOf, layerUses, placeIn, related, replayIn } from '../layers.ts'
import type { LintRule } from '../rule.ts'
import { settingsOf } from '../settings-of.ts'
import type { LintLayer } from '../subject.ts'

/** Each is worked out on the whole text of its file. Mending goes on in rounds, so that the rest has its turn. */
const mostFixes = 300

/** Overrides that change nothing in any profile. Only what everybody has counts as below. */
export const sameAsBelow: LintRule = {
  code: 'LINT_SAME_AS_BELOW',
  title: 'a value that repeats the one below',
  severity: 'warning',
  needs: 'project',
  *check({ files, project }) {
    if (!project?.isComplete) return
    let fixes = 0
    for (const use of layerUses(project)) {
      if (!isShared(use.layer) || use.layer.textOnly) continue
      for (const { path, value } of settingsOf(use.layer.value)) {
        if (value === null || (typeof value === 'object' && Object.keys(value).length === 0)) continue
        const below = belowEverywhere(use, path)
        if (below === undefined) continue
        const file = files.find((other) => other.file === use.layer.file && other.documents.length === 1)
        yield {
          message: `${printPath(path)} is set to what ${below.file ?? below.source} says already`,
          path,
          ...placeIn(use.layer, path),
          related: related('the same value', below.locate(path)),
          hint: 'remove it',
          fix: fixes++ < mostFixes ? removal(file, path, `remove ${printPath(path)}`) : undefined,
        }
      }
    }
  },
}

/** The layer that says the same in each profile; where profiles differ, the line decides something in one of them. */
function belowEverywhere({ profiles }: LayerUse, path: Path): LintLayer | undefined {
  let found: LintLayer | undefined
  for (const { profile, index } of profiles) {
    const layers = profile.layers.slice(0, index + 1)
    const { winner, shadowed } = replayIn({ ...profile, layers }, path)
    const [below] = shadowed
    if (winner?.layer !== index || below === undefined || below.effect === 'unsets' || below.effect === 'removes')
      return undefined
    const layer = layerOf(profile, below)
    // A list that is put together grows by what is repeated.
    const grows =
      Array.isArray(winner.value) && below.effect === 'sets' && (profile.strategies ?? hasDirective(layers)) !== undefined
    if (grows || !isShared(layer) || layer.textOnly || !isEqual(winner.value, below.value)) return undefined
    found = layer
  }
  return found
}

function hasDirective(layers: readonly LintLayer[]): true | undefined {
  return layers.some((layer) => layer.directives === true) ? true : undefined
}
