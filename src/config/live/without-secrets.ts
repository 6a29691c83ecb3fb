import type { Issue } from '../../errors/issue.ts'
import { Redactor } from '../../secrets/redactor.ts'
import { secretContents } from '../../values/secret-contents.ts'
import type { Value } from '../../values/value.ts'

/** Takes the secrets of these trees, in whichever form, out of what somebody wrote who was shown them. */
export function hiding(...trees: readonly Value[]): (text: string) => string {
  const contents = new Set(trees.flatMap((tree) => secretContents(tree)))
  if (contents.size === 0) return (text) => text
  const redactor = new Redactor(contents)
  return (text) => redactor.text(text)
}

/** An issue whose every text is hidden. */
export function withoutSecrets(issue: Issue, hide: (text: string) => string): Issue {
  return {
    ...issue,
    message: hide(issue.message),
    ...(issue.hint !== undefined && { hint: hide(issue.hint) }),
    ...(issue.received !== undefined && { received: hide(issue.received) }),
    ...(issue.expected !== undefined && { expected: hide(issue.expected) }),
  }
}
