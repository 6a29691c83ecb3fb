import { type Path, printPath } from '../../values/path.ts'
import { isMap, type Value } from '../../values/value.ts'
import { isShared, type LayerUse, layerOf, layerUses, placeIn, related, replayIn } from '../layers.ts'
import type { LintRule } from '../rule.ts'
import { settingsOf } from '../settings-of.ts'
import type { LintLayer } from '../subject.ts'

/** Nothing where a layer below has something. In .env files and the environment, empty means "not set". */
export const emptyOverride: LintRule = {
  code: 'LINT_EMPTY_OVERRIDE',
  title: 'an empty value over one that is not',
  severity: 'warning',
  needs: 'project',
  *check({ project }) {
    if (project === undefined) return
    for (const use of layerUses(project)) {
      if (!isShared(use.layer)) continue
      for (const { path, value } of settingsOf(use.layer.value)) {
        if (value !== '' && value !== null) continue
        const below = hiddenBelow(use, path)
        if (below === undefined) continue
        const what = value === null ? 'null' : 'an empty text'
        yield {
          message: `${printPath(path)} is ${what} and hides the value in ${below.file ?? below.source}`,
          path,
          ...placeIn(use.layer, path),
          related: related('hidden', below.locate(path)),
          hint: 'write a value, remove the line, or write !unset if the key should disappear',
        }
      }
    }
  },
}

function hiddenBelow({ profiles }: LayerUse, path: Path): LintLayer | undefined {
  for (const { profile, index } of profiles) {
    const { winner, shadowed } = replayIn({ ...profile, layers: profile.layers.slice(0, index + 1) }, path)
    const [below] = shadowed
    if (winner?.layer === index && below !== undefined && hasContent(below.value)) return layerOf(profile, below)
  }
  return undefined
}

function hasContent(value: Value): boolean {
  if (value === null || value === '') return false
  return isMap(value) || Array.isArray(value) ? Object.keys(value).length > 0 : true
}
