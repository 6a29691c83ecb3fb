import { closest } from '../../text/closest.ts'
import { didYouMean, listOf } from '../../text/words.ts'
import { basename } from '../base-name.ts'
import type { LintRule } from '../rule.ts'

/** Data files in the folders of the sources that nothing reads. */
export const unreachableFile: LintRule = {
  code: 'LINT_UNREACHABLE_FILE',
  title: 'a file that no source reads',
  severity: 'warning',
  needs: 'project',
  *check({ project }) {
    for (const { file, readable } of project?.isComplete ? project.unread : []) {
      const near = closest(basename(file), readable.map(basename))
      const hint = didYouMean(near) ?? (readable.length === 0 ? undefined : `read would be ${listOf(readable.slice(0, 5), 'or')}`)
      yield { message: `no source reads ${file}`, file, hint: hint ?? 'remove it, or name it in the manifest' }
    }
  },
}
