import type { FailurePlace } from './failure.ts'
import { type Job, run } from './run.ts'

/** How far a rendering came. */
export interface Traced {
  /** The tag or output that was reached last. */
  readonly place: FailurePlace | undefined
  /** It did not fail, or not in this time, when its steps were not counted. */
  readonly ended: 'failed' | 'well' | 'late'
}

/** Renders again, taking notes: of what goes wrong inside of an include, the engine does not tell the place. */
export function findPlace(job: Job): Traced {
  const places: FailurePlace[] = []
  let last: FailurePlace | undefined
  const outcome = run(job, {
    additions: {
      condition(file, piece) {
        places.push({ file, piece, offset: piece.start })
        return `${places.length - 1}|__at`
      },
    },
    filters: {
      __at(index) {
        last = places[Number(index)]
        return false
      },
    },
    fuel: undefined,
  })
  if (outcome.kind === 'text') return { place: last, ended: 'well' }
  return { place: last, ended: outcome.failure.why === 'time' ? 'late' : 'failed' }
}
