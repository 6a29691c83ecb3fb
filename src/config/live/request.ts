import type { Source } from '../../sources/source.ts'
import type { Asking } from '../build-generation.ts'
import type { Answer } from '../read-sources.ts'

/** What a run asks. Requests during a run are put together into one further run. */
export interface Request extends Pick<Asking, 'isAsked' | 'standIn' | 'parts'> {
  /** Nobody waits for the answer: a refusal that was told before is not told again. */
  readonly automatic?: boolean
  /**
   * False when what was read may be half of something, because it changed again: then the run ends without a result, and
   * whoever asked hears of the rest. `isRefused`: it is asked because what was read is wrong; `answers`: what was
   * read, if that is known.
   */
  readonly isCurrent?: (isRefused?: boolean, answers?: readonly Answer[]) => boolean
}

/** A request that asks what either of two asks, and is as strict as the stricter one. */
export function together(one: Request, other: Request): Request {
  const isAsked =
    one.isAsked && other.isAsked && ((source: Source) => one.isAsked?.(source) === true || other.isAsked?.(source) === true)
  const standIn = one.standIn && other.standIn
  const parts = [...(one.parts ?? []), ...(other.parts ?? [])]
  const automatic = one.automatic === true && other.automatic === true
  // Who did not say is content with what there is now.
  const isCurrent =
    one.isCurrent &&
    other.isCurrent &&
    ((...told: Parameters<NonNullable<Request['isCurrent']>>) =>
      one.isCurrent?.(...told) === true && other.isCurrent?.(...told) === true)
  return {
    automatic,
    ...(parts.length > 0 && { parts }),
    ...(isCurrent && { isCurrent }),
    ...(isAsked && { isAsked }),
    ...(standIn && { standIn }),
  }
}
