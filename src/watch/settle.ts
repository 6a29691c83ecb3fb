import { systemNow } from '../runtime/node-runtime.ts'
import type { Sight } from './sight.ts'

/**
 * How long a change rests before it is told, in milliseconds. Nobody says when a writer is done, so the wait is as long as
 * what was seen makes it likely that more comes:
 *
 * ```text
 *  seen                                             told
 *  a file or link renamed into place                at once: it arrived whole
 *  written in place, at least half as long          when it was not written to for 15 ms
 *  growing step by step, or less than half as long  when it was not written to for 100 ms
 *  (from nothing too, if it was empty for 5 ms)
 *  empty, absent, or unreadable                     after 500 ms, unless something comes back
 *  changing all the time                            after 2 s, and again every 2 s
 * ```
 */
export const restMs = { written: 15, growing: 100, missing: 500, always: 2_000 } as const

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
  /** It grew, is suspiciously short, or nothing tells of writing. */
  readonly careful: boolean
  /** No event says that it was written to since it came to its place. */
  readonly whole: boolean
}

/** What is known when a path is looked at that is not as it was told. */
export interface Glance {
  readonly now: number
  readonly sight: Sight
  readonly whole: boolean
  /** The size that was told last, in bytes. */
  readonly toldSize: number | undefined
  /** Nothing tells of writing, so only looking twice shows that it has ended. */
  readonly silent: boolean
}

/** Goes on with a pending change, or begins one. */
export function pend(before: Pending | undefined, { now, sight, whole, toldSize, silent }: Glance): Pending {
  const size = sight.size ?? 0
  const isShort = size > 0 && size * 2 < (toldSize ?? 0)
  if (before === undefined) return { since: now, sight, seenAt: now, grew: false, careful: silent || isShort, whole }
  if (before.sight.signature === sight.signature) return { ...before, whole }
  // Who truncates and writes at once may be seen in between too, but not for so long.
  const isGrowing = before.sight.size !== undefined && before.sight.size !== size && now - before.seenAt >= 5
  const grew = !whole && (before.grew || isGrowing)
  return { since: before.since, sight, seenAt: now, grew, careful: silent || isShort || grew, whole }
}

/** When it may be told, if nothing more is seen until then. */
export function dueAt({ since, sight, seenAt, careful, whole }: Pending, now: number): number {
  if (sight.size === undefined || sight.size === 0) return seenAt + restMs.missing
  if (whole) return now
  const rest = careful ? restMs.growing : restMs.written
  const age = sight.writtenAt === undefined || careful ? now - seenAt : Math.max(now - seenAt, systemNow() - sight.writtenAt)
  return Math.min(now + Math.max(0, rest - age), Math.max(now, since + restMs.always))
}
