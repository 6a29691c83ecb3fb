import type { Clock } from './clock.ts'
import { nodeRuntime, systemNow } from './node-runtime.ts'

let known: number | undefined

/**
 * The machine's time, asked for at most once a millisecond: for code that wants it more often than it changes. Within one
 * turn of the event loop it stands still, however long the turn takes.
 */
export const coarseClock: Clock = {
  now() {
    if (known === undefined) {
      known = systemNow()
      setTimeout(forget, 1).unref()
    }
    return known
  },
  sleep: (ms, signal) => nodeRuntime().clock.sleep(ms, signal),
}

function forget(): void {
  known = undefined
}
