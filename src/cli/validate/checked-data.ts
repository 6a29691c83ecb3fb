import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { exitCodeOf, exitCodes } from '../exit-code.ts'
import type { Checked } from '../reporters/report.ts'

/** What the JSON of `validate` says of one file or profile. */
export interface CheckedSummary {
  readonly name: string
  readonly ok: boolean
  readonly issues: number
}

export function summaryOf({ name, issues }: Checked): CheckedSummary {
  return { name, ok: exitCodeOf(issues) === exitCodes.fine, issues: issues.length }
}

/** What a check says, whether it throws or returns it. */
export async function issuesOf(check: () => Promise<readonly Issue[]>): Promise<readonly Issue[]> {
  try {
    return await check()
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    return error.issues
  }
}
