import { printPath } from '../../values/path.ts'
import type { LintRule } from '../rule.ts'
import { variablesOf } from '../variables.ts'

/** Only with a schema: without one, a variable may be the only one that sets its key. */
export const unusedVariable: LintRule = {
  code: 'LINT_UNUSED_VARIABLE',
  title: 'a variable that sets nothing known',
  severity: 'warning',
  needs: 'project',
  *check({ project }) {
    if (project?.schema === undefined || !project.isComplete) return
    for (const { name, layer, span, path, near } of variablesOf(project)) {
      if (near || path === undefined) continue
      const message = `${JSON.stringify(name)} sets ${printPath(path)}, which no file and no schema knows`
      yield { message, path, name, span, source: layer.source, hint: 'remove it, or correct its name' }
    }
  },
}
