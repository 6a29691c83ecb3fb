import type { Issue } from './issue.ts'

/** The file that an issue is about, as messages name it. */
export function fileOf(issue: Issue): string | undefined {
  return issue.span?.file ?? issue.file
}

/** Files in the order in which they first appear; in a file, from top to bottom. Stable otherwise. */
export function inReadingOrder(issues: readonly Issue[]): readonly Issue[] {
  const rank = new Map<string | undefined, number>()
  for (const issue of issues) if (!rank.has(fileOf(issue))) rank.set(fileOf(issue), rank.size)
  const rankOf = (issue: Issue): number => rank.get(fileOf(issue)) ?? 0
  return issues.toSorted((a, b) => rankOf(a) - rankOf(b) || (a.span?.start.offset ?? -1) - (b.span?.start.offset ?? -1))
}
