import type { Clock } from '../runtime/clock.ts'

/** A clock that stands still until the test moves it. */
export interface FakeClock extends Clock {
  /** Lets this many milliseconds pass, waking sleepers in the order of their times. Resolves when they have run. */
  advance(ms: number): Promise<void>
  /** How many sleeps have not ended yet. */
  readonly sleeping: number
}

interface Sleeper {
  readonly wakesAt: number
  wake(): void
}

/** @param start milliseconds since 1970. Default: 1 January 2026, 00:00 UTC. */
export function fakeClock(start: number = Date.UTC(2026, 0, 1)): FakeClock {
  let time = start
  const sleepers = new Set<Sleeper>()

  return {
    now: () => time,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const sleeper: Sleeper = { wakesAt: time + ms, wake: () => end(resolve) }
        const stopped = (): void => end(() => reject(signal?.reason))
        sleepers.add(sleeper)
        signal?.addEventListener('abort', stopped, { once: true })
        function end(settle: () => void): void {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', stopped)
          settle()
        }
      }),
    async advance(ms) {
      const end = time + ms
      await settled()
      for (let next = nextUntil(end); next !== undefined; next = nextUntil(end)) {
        time = Math.max(time, next.wakesAt)
        next.wake()
        await settled()
      }
      time = end
    },
    get sleeping() {
      return sleepers.size
    },
  }

  function nextUntil(end: number): Sleeper | undefined {
    const due = [...sleepers].filter(({ wakesAt }) => wakesAt <= end)
    return due.sort((a, b) => a.wakesAt - b.wakesAt)[0]
  }
}

/** Promises that are ready, and those that become ready through them, have run: a few turns of the queue. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
