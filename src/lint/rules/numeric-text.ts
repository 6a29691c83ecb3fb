import { printPath } from '../../values/path.ts'
import { driftsIn } from '../drift.ts'
import { unquoting } from '../fixes.ts'
import { placeIn, related } from '../layers.ts'
import type { LintRule } from '../rule.ts'

/** `"8080"` where another layer has 8080. */
export const numericText: LintRule = {
  code: 'LINT_NUMERIC_TEXT',
  title: 'a number in quotes',
  severity: 'warning',
  needs: 'project',
  *check({ files, project }) {
    if (project === undefined) return
    for (const { path, layer, other, otherKind, quoted } of driftsIn(project)) {
      if (!quoted) continue
      const place = placeIn(layer, path)
      const file = files.find((candidate) => candidate.file === layer.file)
      yield {
        message: `${printPath(path)} is in quotes here and a ${otherKind} in ${other.file ?? other.source}`,
        path,
        ...place,
        related: related(`a ${otherKind}`, other.locate(path)),
        expected: otherKind,
        received: 'string',
        hint: 'remove the quotes',
        fix: unquoting(file, place.span, 'remove the quotes'),
      }
    }
  },
}
