import { count } from '../../text/words.ts'
import { printPath } from '../../values/path.ts'
import type { LintRule } from '../rule.ts'
import { isDotenvFile } from '../secrets/dotenv-file.ts'
import { type FoundSecret, secretsIn } from '../secrets/secrets-in-file.ts'

/** One finding a file, at the first secret. A .env file without secrets may well be shared. */
export const envInGit: LintRule = {
  code: 'LINT_ENV_IN_GIT',
  title: 'a .env file with secrets that git tracks',
  severity: 'error',
  needs: 'file',
  *check({ files }) {
    for (const file of files) {
      if (file.tracked !== true || !isDotenvFile(file)) continue
      const secrets = secretsIn(file)
      const [first, ...others] = secrets
      if (first === undefined) continue
      yield {
        message: `git tracks this file, and it holds ${count(secrets.length, 'secret')}, here ${first.kind} of ${first.length} characters`,
        path: first.path,
        span: first.span,
        related: others.slice(0, 5).map((other) => ({ message: `${nameOf(other)}: ${other.kind}`, span: other.span })),
        hint: `git rm --cached ${file.file}, add it to .gitignore, and replace the secrets`,
      }
    }
  },
}

function nameOf({ path }: FoundSecret): string {
  return path === undefined ? 'a comment' : printPath(path)
}
