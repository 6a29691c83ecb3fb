import type { Path } from '../../values/path.ts'
import { printPath } from '../../values/path.ts'
import { walkLeaves } from '../../values/walk.ts'
import { isShared, placeIn, replayIn } from '../layers.ts'
import type { Finding, LintRule } from '../rule.ts'
import type { LintLayer, LintProfile } from '../subject.ts'

const ownMachine =
  /^(?:[a-z][a-z0-9+.-]{0,20}:\/\/(?:[^/@\s]{0,200}@)?)?(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[?::1\]?)(?=$|[:/?#])/i

/** Values that files give to production. What the environment of a developer says stays on that machine. */
export const localhostInProd: LintRule = {
  code: 'LINT_LOCALHOST_IN_PROD',
  title: 'the own machine in production',
  severity: 'warning',
  needs: 'project',
  *check({ project }) {
    for (const profile of project?.profiles ?? []) {
      if (!profile.names.some((name) => /^prod|^live$/i.test(name))) continue
      const layers = profile.layers.filter(isShared)
      for (const [index, layer] of layers.entries()) yield* inLayer({ ...profile, layers }, layer, index)
    }
  },
}

/** What is hidden by a higher layer does no harm; what came by reference is told where it is written. */
function* inLayer(profile: LintProfile, layer: LintLayer, index: number): Generator<Finding> {
  const paths: Path[] = []
  walkLeaves(layer.value, (path, leaf) => {
    if (typeof leaf === 'string' && ownMachine.test(leaf)) paths.push(path)
  })
  for (const path of paths) {
    // Elements of a list come and go with the list.
    const end = path.findIndex((part) => typeof part === 'number')
    const { winner, shadowed } = replayIn(profile, end < 0 ? path : path.slice(0, end))
    const own = winner?.layer === index ? winner : shadowed.find((other) => other.layer === index)
    if (own?.effect !== 'sets' || (end < 0 && own !== winner)) continue
    const message = `${printPath(path)} is the own machine in profile ${profile.name ?? 'prod'}`
    yield { message, path, ...placeIn(layer, path), hint: 'set the address in the file of this profile' }
  }
}
