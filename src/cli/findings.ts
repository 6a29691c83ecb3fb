import type { Issue } from '../errors/issue.ts'
import type { Checked } from './reporters/report.ts'
import type { SuppressionFile } from './suppress/apply-suppressions.ts'

/** What a check found, before suppressions and baseline. */
export interface Findings {
  /** The folder that the files of the issues are relative to. Absolute. */
  readonly root: string
  /** The manifest, as issues would name it. */
  readonly manifest?: string | undefined
  readonly checked: readonly Checked[]
  /** The same in words: `3 files`, `the configuration`. */
  readonly scope: string
  /** Issues that belong to none of what was checked. */
  readonly others?: readonly Issue[]
  /** Texts that may hold suppressions. Those without a `configmanage-ignore` may be left out. */
  readonly files: readonly SuppressionFile[]
  /**
   * Whether the check would have found an issue of that code in a file (absolute), or in no file: then a suppression
   * of it, or its entry in the baseline, is out of date when it is not found.
   */
  readonly covers: (code: string, file: string | undefined) => boolean
  /** The `data` of the JSON envelope, by what is left of each thing checked. */
  readonly dataOf: (checked: readonly Checked[]) => Readonly<Record<string, unknown>>
}

/** The word that every suppression has, for who keeps texts. */
export const suppressionWord = 'configmanage-ignore'

/** The same findings where equal issues are one object: what several profiles share has its problems once. */
export function withoutRepeats(findings: Findings): Findings & { readonly issues: readonly Issue[] } {
  const kept = new Map<string, Issue>()
  const keep = (issue: Issue): Issue => {
    const key = JSON.stringify([issue.code, issue.message, issue.path, issue.span, issue.file, issue.name])
    const first = kept.get(key) ?? issue
    kept.set(key, first)
    return first
  }
  // Of thousands of files, most have none.
  const checked = findings.checked.map((each) => (each.issues.length === 0 ? each : { ...each, issues: each.issues.map(keep) }))
  const others = (findings.others ?? []).map(keep)
  return { ...findings, checked, others, issues: [...kept.values()] }
}
