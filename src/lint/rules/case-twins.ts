import type { Document } from '../../formats/format.ts'
import { type Path, printPath } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import { layerOf, placeIn, related, replayIn } from '../layers.ts'
import type { Finding, LintRule } from '../rule.ts'
import { mapsIn } from '../settings-of.ts'
import type { LintProfile } from '../subject.ts'

/** Keys of one map that differ by case: in one file, and over all layers of a profile. */
export const caseTwins: LintRule = {
  code: 'LINT_CASE_TWINS',
  title: 'keys that differ by case only',
  severity: 'warning',
  needs: 'file',
  *check({ files, project }) {
    for (const file of files) for (const document of file.documents) yield* inDocument(document)
    for (const profile of project?.profiles ?? []) yield* inProfile(profile)
  },
}

function* inDocument(document: Document): Generator<Finding> {
  for (const [first, second] of twinsIn(document.value)) {
    const span = document.locate(second, 'key')
    yield {
      message: messageOf(first, second),
      path: second,
      span,
      related: related('the other one', document.locate(first, 'key')),
      hint,
    }
  }
}

function* inProfile(profile: LintProfile): Generator<Finding> {
  for (const pair of twinsIn(profile.value)) {
    const winners = pair.map((path) => ({ path, winner: replayIn(profile, path).winner }))
    const [lower, higher] = winners.sort((a, b) => (a.winner?.layer ?? 0) - (b.winner?.layer ?? 0))
    // Those of one file were found there.
    if (lower?.winner === undefined || higher?.winner === undefined || lower.winner.layer === higher.winner.layer) continue
    const layer = layerOf(profile, higher.winner)
    const other = layerOf(profile, lower.winner).locate(lower.winner.path, 'key')
    const place = placeIn(layer, higher.winner.path, 'key')
    yield {
      message: messageOf(lower.path, higher.path),
      path: higher.path,
      ...place,
      related: related('the other one', other),
      hint,
    }
  }
}

const hint = 'use one spelling in all places'

function messageOf(first: Path, second: Path): string {
  return `${printPath(second)} and ${JSON.stringify(String(first.at(-1)))} beside it differ by upper and lower case only`
}

/** One letter alone is often a symbol: `a` and `A` are different things to most people. */
function* twinsIn(root: Value): Generator<[Path, Path]> {
  for (const { path, map } of mapsIn(root)) {
    const seen = new Map<string, string>()
    for (const key of Object.keys(map)) {
      if (key.length < 2) continue
      const folded = key.toLowerCase()
      const before = seen.get(folded)
      if (before === undefined) seen.set(folded, key)
      else
        yield [
          [...path, before],
          [...path, key],
        ]
    }
  }
}
