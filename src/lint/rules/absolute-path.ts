import { type Path, printPath } from '../../values/path.ts'
import { walkLeaves } from '../../values/walk.ts'
import type { LintRule } from '../rule.ts'

/** Paths of the system, such as /etc/ssl, are the same on every server and are left alone. */
const ofOneMachine =
  /^(?:file:\/\/)?(?:\/home\/[a-z_][\w.-]*\/|\/Users\/[\w.-]+\/|\/mnt\/[a-z]\/|\/Volumes\/|[A-Za-z]:[\\/](?![\\/]))/

export const absolutePath: LintRule = {
  code: 'LINT_ABSOLUTE_PATH',
  title: 'a path of one machine',
  severity: 'warning',
  needs: 'file',
  *check({ files }) {
    for (const file of files) {
      // A .env file is about one machine.
      if (file.format === 'dotenv') continue
      for (const document of file.documents) {
        const paths: Path[] = []
        walkLeaves(document.value, (path, leaf) => {
          if (typeof leaf === 'string' && ofOneMachine.test(leaf)) paths.push(path)
        })
        for (const path of paths) {
          const hint = 'write it relative to the project, or with a variable: ${env:HOME}/…'
          yield { message: `${printPath(path)} is a path of one machine`, path, span: document.locate(path), hint }
        }
      }
    }
  },
}
