import { catalogue, type IssueCode } from '../../errors/catalogue.ts'
import type { Issue } from '../../errors/issue.ts'
import { exitCodeOf, exitCodes } from '../exit-code.ts'

/**
 * True for an issue that somebody may decide to live with: a finding. What could not be read, decrypted or merged
 * leaves no configuration to live with, and a suppression cannot suppress what is said of suppressions.
 */
export function canBeSuppressed(issue: Issue): boolean {
  if (isAlwaysTold(issue.code)) return false
  const exitCode = exitCodeOf([issue])
  return exitCode === exitCodes.fine || exitCode === exitCodes.findings
}

/** Codes that no suppression may name, whatever their severity. */
export function isAlwaysTold(code: IssueCode): boolean {
  return /^(?:SECRET|CRYPTO|SUPPRESSION|BASELINE|CLI)_|^(?:INTERNAL|GIT_FAILED)$/.test(code)
}

export function isIssueCode(text: string): text is IssueCode {
  return Object.hasOwn(catalogue, text)
}
