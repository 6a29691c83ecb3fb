import { printPath } from '../../values/path.ts'
import { driftsIn } from '../drift.ts'
import { placeIn, related } from '../layers.ts'
import type { LintRule } from '../rule.ts'

/** One path, two types. Numbers in quotes are told by a rule of their own, which can mend them. */
export const typeDrift: LintRule = {
  code: 'LINT_TYPE_DRIFT',
  title: 'a key that changes its type',
  severity: 'warning',
  needs: 'project',
  *check({ project }) {
    if (project === undefined) return
    for (const { path, layer, kind, other, otherKind, quoted } of driftsIn(project)) {
      if (quoted) continue
      yield {
        message: `${printPath(path)} is a ${kind} here and a ${otherKind} in ${other.file ?? other.source}`,
        path,
        ...placeIn(layer, path),
        related: related(`a ${otherKind}`, other.locate(path)),
        expected: otherKind,
        received: kind,
        hint: 'write the same type in both',
      }
    }
  },
}
