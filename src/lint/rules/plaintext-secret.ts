import { printPath } from '../../values/path.ts'
import type { Finding, LintRule } from '../rule.ts'
import { isDotenvFile } from '../secrets/dotenv-file.ts'
import { type FoundSecret, secretsIn } from '../secrets/secrets-in-file.ts'
import type { LintFile } from '../subject.ts'

/** Tokens, keys and passwords in files. A .env file is where they belong; whether git has it is another rule. */
export const plaintextSecret: LintRule = {
  code: 'LINT_PLAINTEXT_SECRET',
  title: 'a secret in plain text',
  severity: 'error',
  needs: 'file',
  *check({ files }) {
    for (const file of files) {
      if (isDotenvFile(file)) continue
      for (const secret of secretsIn(file)) yield findingOf(secret, file)
    }
  },
}

function findingOf({ path, span, kind, length, certain }: FoundSecret, { documents }: LintFile): Finding {
  // What has no values, such as a program or a key in PEM, is searched as a text.
  const place = path !== undefined ? printPath(path) : documents.length === 0 ? 'this file' : 'a comment'
  if (!certain) {
    return {
      severity: 'warning',
      message: `${place} holds a well-known password (${length} characters)`,
      path,
      span,
      hint: 'take one that is in no list, from the environment or a secret store',
    }
  }
  const hint = 'move it to the environment or a secret store and refer to it: ${env:NAME}; then replace it, it is known now'
  return { message: `${place} holds what looks like a secret: ${kind}, ${length} characters`, path, span, hint }
}
