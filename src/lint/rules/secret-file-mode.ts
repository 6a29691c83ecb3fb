import type { LintRule } from '../rule.ts'
import { secretsIn } from '../secrets/secrets-in-file.ts'

const byGroup = 0o040
const byAll = 0o004

/** Of files that git tracks, everybody with the repository has a copy, whatever their permissions. */
export const secretFileMode: LintRule = {
  code: 'LINT_SECRET_FILE_MODE',
  title: 'a file with secrets that others may read',
  severity: 'error',
  needs: 'file',
  *check({ files }) {
    for (const file of files) {
      if (file.mode === undefined || file.tracked === true || (file.mode & (byGroup | byAll)) === 0) continue
      const [secret] = secretsIn(file).filter(({ certain }) => certain)
      if (secret === undefined) continue
      const who = (file.mode & byAll) === 0 ? 'its group' : 'every user of the machine'
      yield {
        message: `${who} may read this file (mode ${file.mode.toString(8).padStart(4, '0')}), which holds ${secret.kind}`,
        path: secret.path,
        span: secret.span,
        hint: `chmod 600 ${file.file}`,
      }
    }
  },
}
