import { systemNow } from '../runtime/node-runtime.ts'
import type { Ending } from './ending.ts'
import type { Sight } from './sight.ts'

/**
 * How long a change rests before it is told, in milliseconds. Nobody says when a writer is done, so the wait is as long as
 * what was seen makes it likely that more comes:
 *
 * ```text
 *  seen                                             told
 *  a file or link renamed into place                at once: it arrived whole
 *  written in place, a closed bracket text          at once: no part of it is missing
 *  written in place, at least as long as before,    when it was seen alike twice, 1 ms apart
 *  its last line complete, not told of just before
 *  written in place, at least half as long          when it was not written to for 15 ms
 *  a bracket text that is not closed, growing step  when it was not written to for 100 ms
 *  by step, or less than half as long
 *  (from nothing too, if it was empty for 5 ms)
 *  empty, absent, or unreadable                     after 500 ms, unless something comes back
 *  changing all the time                            after 2 s, and again every 2 s
 * ```
 */
export const restMs = { finished: 1, written: 15, growing: 100, missing: 500, always: 2_000 } as const

/** Events of one burst wait for each other, but no longer than this. */
export const burstMs = 100

/** A change that was seen and not told yet. Times are those of the watcher's clock. */
export interface Pending {
  /** When the first difference was seen. */
  readonly since: number
  readonly sight: Sight
  /** When this sight was first seen. */
  readonly seenAt: number
  /** It was seen growing. */
  readonly grew: boolean
  /** How long it rests, from the moment it was written. */
  readonly rest: number
  /** No event says that it was written to since it came to its place. */
  readonly whole: boolean
}

/** What is known when a path is looked at that is not as it was told. */
export interface Glance {
  readonly now: number
  readonly sight: Sight
  readonly whole: boolean
  /** Asked only where it decides. */
  ending(): Ending
  /** The size that was told last, in bytes. */
  readonly toldSize: number | undefined
  /** When that was; `undefined` if it never was. */
  readonly toldAt: number | undefined
  /** Nothing tells of writing, so only looking twice shows that it has ended. */
  readonly silent: boolean
}

/** Goes on with a pending change, or begins one. */
export function pend(before: Pending | undefined, glance: Glance): Pending {
  const { now, sight, whole } = glance
  const isSame = before?.sight.signature === sight.signature
  if (isSame && before.whole === whole) return before
  const grew = !whole && before !== undefined && (before.grew || isGrowing(before, glance))
  const seenAt = isSame ? before.seenAt : now
  return { since: before?.since ?? now, sight, seenAt, grew, rest: restOf(glance, grew), whole }
}

/** When it may be told, if nothing more is seen until then. */
export function dueAt({ since, sight, seenAt, rest, whole }: Pending, now: number): number {
  if (isMissing(sight)) return seenAt + restMs.missing
  if (whole) return now
  const left = rest - (now - seenAt)
  // Times of files move in steps: they say little of the last few milliseconds.
  const isTimed = sight.writtenAt !== undefined && rest <= restMs.written
  const leftByTime = isTimed ? restMs.written - (systemNow() - sight.writtenAt) : left
  return Math.min(now + Math.max(0, Math.min(left, leftByTime)), Math.max(now, since + restMs.always))
}

/** Whether it may be told without a wait, once a second look has confirmed it. */
export function isCertain({ whole, rest, sight }: Pending): boolean {
  return !isMissing(sight) && (whole || rest === 0)
}

function isMissing({ size }: Sight): boolean {
  return size === undefined || size === 0
}

/** Who truncates and writes at once may be seen in between too, but not for so long. */
function isGrowing({ sight: { size }, seenAt }: Pending, { now, sight }: Glance): boolean {
  return size !== undefined && size !== sight.size && now - seenAt >= 5
}

function restOf({ now, sight, whole, ending, toldSize, toldAt, silent }: Glance, grew: boolean): number {
  if (silent) return restMs.growing
  if (whole || isMissing(sight)) return restMs.written
  const size = sight.size ?? 0
  const found = ending()
  if (found === 'closed') return 0
  if (grew || found === 'torn' || size * 2 < (toldSize ?? 0)) return restMs.growing
  // A writer who pauses where the old text ended or later, between two lines, is rare; one who does it often is caught here.
  const isQuiet = toldAt === undefined || now - toldAt >= restMs.growing
  return found === 'line' && isQuiet && toldSize !== undefined && size >= toldSize ? restMs.finished : restMs.written
}
