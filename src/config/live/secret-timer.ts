import type { Clock } from '../../runtime/clock.ts'

/** What is due already has just failed: it is not asked without a pause. */
const pauseMs = 10_000
/** Timers overflow after 24 days, and a laptop that slept should notice soon. */
const longestMs = 3_600_000

/** One call when secrets of stores should be read again. */
export class SecretTimer {
  readonly #clock: Clock
  readonly #signal: AbortSignal
  readonly #call: () => void
  #waiting: AbortController | undefined

  constructor(clock: Clock, signal: AbortSignal, call: () => void) {
    this.#clock = clock
    this.#signal = signal
    this.#call = call
  }

  /** @param dueAt milliseconds since 1970; `undefined` if there is nothing to wait for */
  set(dueAt: number | undefined): void {
    this.#waiting?.abort()
    this.#waiting = undefined
    if (dueAt === undefined || this.#signal.aborted) return
    const waiting = new AbortController()
    this.#waiting = waiting
    const dueInMs = dueAt - this.#clock.now()
    const ms = Math.min(dueInMs > 0 ? dueInMs : pauseMs, longestMs)
    const signal = AbortSignal.any([this.#signal, waiting.signal])
    this.#clock.sleep(ms, signal, { background: true }).then(
      () => (dueInMs > longestMs ? this.set(dueAt) : this.#call()),
      () => undefined, // aborted: by another time, or by the end of everything
    )
  }
}
