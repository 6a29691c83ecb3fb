import type { lintCodes } from '../errors/codes/lint.ts'
import type { Issue } from '../errors/issue.ts'
import type { LintSubject } from './subject.ts'

export type LintCode = keyof typeof lintCodes

/** Looks at configuration for one kind of mistake. A pure function of the subject: it reads no files and no clock. */
export interface LintRule {
  readonly code: LintCode
  /** What is wrong when it finds something, in a few words. */
  readonly title: string
  /** Unless a project says otherwise. */
  readonly severity: Issue['severity']
  /** `file`: each file on its own shows it. `project`: only layers and profiles together do. */
  readonly needs: 'file' | 'project'
  /** Issues may leave severity and code to the rule. The same place may be found for several profiles. */
  check(subject: LintSubject): Iterable<Finding>
}

/** An issue before the rule's code and severity are put on it. */
export type Finding = Omit<Issue, 'code' | 'severity'> & {
  /** Where one rule finds things of different weight. */
  readonly severity?: Issue['severity']
}
