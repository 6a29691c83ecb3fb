import type { Issue } from '../../errors/issue.ts'
import type { Source } from '../../sources/source.ts'
import type { Generation, Unavailable } from '../generation.ts'

/**
 * Whether the issues say that a source cannot be reached, rather than that what it says is wrong or that it is gone. Only
 * then may something older stand in for it: a broken or deleted file is a decision of somebody, an outage is not.
 */
export function isUnavailable(issues: readonly Issue[]): boolean {
  return issues.length > 0 && issues.every(({ code }) => code === 'SOURCE_UNREADABLE' || code.startsWith('REMOTE_'))
}

/** A source that cannot be reached, while something older stands in for it. */
export function unavailable(
  source: Source,
  issues: readonly Issue[],
  state: Pick<Unavailable, 'since' | 'fromDisk'>,
  readAt: number,
): Unavailable {
  const warning: Issue = {
    code: 'SOURCE_STALE',
    severity: 'warning',
    message: `${source.name} cannot be reached; what it said at ${new Date(readAt).toISOString()} is in use`,
    source: source.name,
    hint: issues[0]?.hint,
  }
  return { issues, ...state, warnings: [warning] }
}

/** The sources of a generation that could not be reached, with the reasons, by name. */
export function staleIn({ sources }: Generation): ReadonlyMap<string, readonly Issue[]> {
  return new Map(
    sources.flatMap(({ answer, unavailable }) => (unavailable ? [[answer.source.name, unavailable.issues] as const] : [])),
  )
}

/** The same after a reload that was refused: those of before, and those that could not be reached this time. */
export function staleAfterFailure(current: Generation, issues: readonly Issue[]): ReadonlyMap<string, readonly Issue[]> {
  const stale = new Map(staleIn(current))
  for (const [source, found] of Map.groupBy(issues, (issue) => issue.source)) {
    if (source !== undefined && isUnavailable(found)) stale.set(source, found)
  }
  return stale
}
