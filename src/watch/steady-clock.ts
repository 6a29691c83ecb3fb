import type { Clock } from '../runtime/clock.ts'

/**
 * A clock that stands still for a moment when the other one is set back, and then goes on from there. What waits would
 * wait for as much longer otherwise, and what is looked at from time to time would not be looked at for so long.
 */
export function steadyClock(clock: Clock): Clock {
  let last = clock.now()
  let ahead = 0
  return {
    now: () => {
      const now = clock.now()
      if (now + ahead < last) ahead = last - now
      last = now + ahead
      return last
    },
    sleep: (ms, signal, options) => clock.sleep(ms, signal, options),
  }
}
