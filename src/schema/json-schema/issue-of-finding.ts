import type { Issue } from '../../errors/issue.ts'
import type { Path } from '../../values/path.ts'
import { Secret } from '../../values/secret.ts'
import type { Finding } from './finding.ts'
import { unionIssues } from './issue-of-union.ts'
import { listWords } from './words/list-words.ts'
import { mapWords } from './words/map-words.ts'
import { numberWords } from './words/number-words.ts'
import { otherWords } from './words/other-words.ts'
import { textWords } from './words/text-words.ts'
import { typeWords } from './words/type-words.ts'
import { shown, subject, type Wording, type Words } from './words/words.ts'

export interface IssueContext {
  /** True for paths at or below which nothing may be shown. */
  readonly secret: (path: Path) => boolean
}

const wordings: Readonly<Record<string, Wording>> = {
  ...typeWords,
  ...numberWords,
  ...textWords,
  ...listWords,
  ...mapWords,
  ...otherWords,
}

/**
 * A finding in words. Of a union, the branch that comes nearest speaks, which may be several issues. Nothing of a
 * secret is in them, whether the finding says that it is one (its value is a {@link Secret}) or the context.
 */
export function issueOfFinding(finding: Finding, context: IssueContext): readonly Issue[] {
  return unionIssues(finding, context, issueOfFinding) ?? [plainIssue(finding, context)]
}

function plainIssue(finding: Finding, { secret }: IssueContext): Issue {
  const isSecret = finding.value instanceof Secret || secret(finding.path)
  const wording = Object.hasOwn(wordings, finding.keyword) ? wordings[finding.keyword] : undefined
  const words: Words = wording?.(finding, isSecret) ?? {
    code: 'VALUE_RULE',
    says: `does not meet ${JSON.stringify(finding.keyword)}`,
  }
  const path = words.key === undefined ? finding.path : [...finding.path, words.key]
  return {
    code: words.code,
    severity: 'error',
    message: words.isWhole ? words.says : `${subject(path)} ${words.says}`,
    path,
    expected: words.expected,
    received: words.hidesReceived ? undefined : isSecret ? '[secret]' : shown(finding.value),
    hint: words.hint,
    suggestion: words.suggestion,
    rule: words.isWhole ? undefined : finding.rule,
  }
}
