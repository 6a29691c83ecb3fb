import type { RelatedPlace } from '../errors/issue.ts'
import type { LayerValue, Replay } from '../merge/layer-value.ts'
import { replayPath } from '../merge/replay.ts'
import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import type { LintLayer, LintProfile, LintProject } from './subject.ts'

/** What each layer of a profile says of a path. */
export function replayIn(profile: LintProfile, path: Path): Replay {
  return replayPath(profile.layers, path, { strategies: profile.strategies })
}

/** The layer that a part of a replay is about. */
export function layerOf(profile: LintProfile, found: LayerValue): LintLayer {
  return profile.layers[found.layer] as LintLayer
}

/** A layer that is the same for everybody who has the project: not the environment, arguments or a .env file. */
export function isShared(layer: LintLayer): boolean {
  return layer.file !== undefined && layer.kind !== 'env' && layer.kind !== 'dotenv' && layer.kind !== 'args'
}

/** A layer, and all profiles in which it is. */
export interface LayerUse {
  readonly layer: LintLayer
  readonly profiles: readonly { readonly profile: LintProfile; readonly index: number }[]
}

/** Each layer of a project once. A variable layer depends on the profile, so the first one stands for all. */
export function layerUses(project: LintProject): readonly LayerUse[] {
  const uses = new Map<string, { layer: LintLayer; profiles: { profile: LintProfile; index: number }[] }>()
  for (const profile of project.profiles) {
    for (const [index, layer] of profile.layers.entries()) {
      const use = uses.get(layer.id) ?? { layer, profiles: [] }
      use.profiles.push({ profile, index })
      uses.set(layer.id, use)
    }
  }
  return [...uses.values()]
}

/** Where a layer has a path: the file, or the variable. */
export function placeIn(
  layer: LintLayer,
  path: Path,
  part: 'value' | 'key' = 'value',
): {
  readonly span: Span | undefined
  readonly file: string | undefined
  readonly source: string
  readonly name: string | undefined
} {
  return { span: layer.locate(path, part), file: layer.file, source: layer.source, name: layer.nameOf(path) }
}

/** Another place worth showing, if it is in a file. */
export function related(message: string, span: Span | undefined): readonly RelatedPlace[] {
  return span === undefined ? [] : [{ message, span }]
}
