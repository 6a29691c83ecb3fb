import { printPath } from '../../values/path.ts'
import { placeIn } from '../layers.ts'
import type { LintRule } from '../rule.ts'
import { unknownKeys } from '../unknown-keys.ts'

/** Keys that the schema does not describe, and that are near to none. */
export const unusedKey: LintRule = {
  code: 'LINT_UNUSED_KEY',
  title: 'a key that the schema does not describe',
  severity: 'warning',
  needs: 'project',
  *check({ project }) {
    if (project === undefined) return
    for (const { layer, path, near } of unknownKeys(project)) {
      if (near.length > 0) continue
      const hint = 'remove it, or add it to the schema'
      yield { message: `the schema does not describe ${printPath(path)}`, path, ...placeIn(layer, path, 'key'), hint }
    }
  },
}
