import type { Issue } from '../../errors/issue.ts'
import { Redactor } from '../../secrets/redactor.ts'
import { secretContents } from '../../values/secret-contents.ts'
import type { Value } from '../../values/value.ts'

/** What somebody wrote who was shown whole configurations, without the secrets of those, in whichever form. */
export function withoutSecrets(issues: readonly Issue[], ...trees: readonly Value[]): readonly Issue[] {
  const contents = new Set(trees.flatMap((tree) => secretContents(tree)))
  if (contents.size === 0) return issues
  const redactor = new Redactor(contents)
  return issues.map((issue) => ({
    ...issue,
    message: redactor.text(issue.message),
    ...(issue.hint !== undefined && { hint: redactor.text(issue.hint) }),
    ...(issue.received !== undefined && { received: redactor.text(issue.received) }),
    ...(issue.expected !== undefined && { expected: redactor.text(issue.expected) }),
  }))
}
