import type { IssueCode } from '../errors/catalogue.ts'
import type { Issue } from '../errors/issue.ts'

/** What to make of the issues of a code: nothing, a warning, or an error. */
export type Level = 'off' | 'warning' | 'error'

export type Levels = { readonly [code in IssueCode]?: Level }

/**
 * The issues with the severities that a project wants. An issue that is as it should be stays the same object; the same
 * list comes back if all are.
 */
export function applyLevels(issues: readonly Issue[], levels: Levels): readonly Issue[] {
  const after = issues.flatMap((issue): readonly Issue[] => {
    const level = Object.hasOwn(levels, issue.code) ? levels[issue.code] : undefined
    if (level === undefined || level === issue.severity) return [issue]
    return level === 'off' ? [] : [{ ...issue, severity: level }]
  })
  return after.length === issues.length && after.every((issue, index) => issue === issues[index]) ? issues : after
}

/** A part of many issues, and what was left out. */
export interface Capped {
  readonly issues: readonly Issue[]
  readonly omitted: number
  /** `and 4,000 more: 3,990 VALUE_TYPE, 10 KEY_UNKNOWN`; not given when nothing was left out. */
  readonly note?: string
}

/** At most `limit` issues, errors before warnings; each in the order in which they came. */
export function capIssues(issues: readonly Issue[], limit = 1000): Capped {
  if (issues.length <= limit) return { issues, omitted: 0 }
  const errors = issues.filter(({ severity }) => severity === 'error')
  const ordered = [...errors, ...issues.filter(({ severity }) => severity !== 'error')]
  const omitted = ordered.slice(limit)
  const counts = Map.groupBy(omitted, ({ code }) => code)
  const parts = [...counts].sort((a, b) => b[1].length - a[1].length).map(([code, list]) => `${printCount(list.length)} ${code}`)
  return {
    issues: ordered.slice(0, limit),
    omitted: omitted.length,
    note: `and ${printCount(omitted.length)} more: ${parts.join(', ')}`,
  }
}

function printCount(count: number): string {
  return count.toLocaleString('en')
}
