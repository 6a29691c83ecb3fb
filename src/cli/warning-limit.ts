import type { Issue } from '../errors/issue.ts'
import { usageError } from './usage-error.ts'

/** The number behind `--max-warnings`. @throws ConfigError CLI_USAGE */
export function readLimit(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw usageError(`--max-warnings takes a whole number, not ${JSON.stringify(text)}`)
}

/** Whether there are no more warnings than allowed. */
export function withinLimit(issues: readonly Issue[], limit: number | undefined): boolean {
  return limit === undefined || issues.filter((issue) => issue.severity === 'warning').length <= limit
}
