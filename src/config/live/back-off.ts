import type { Clock } from '../../runtime/clock.ts'

/** The first wait, and the longest one: refreshing becomes rare, and never ends. */
const firstMs = 500
const longestMs = 60_000

/** One call that is made later, each time later than the time before. */
export class BackOff {
  readonly #clock: Clock
  readonly #signal: AbortSignal
  #waiting: AbortController | undefined
  #nextMs = firstMs
  #nextTryAt: number | undefined

  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock
    this.#signal = signal
  }

  /** Milliseconds since 1970; `undefined` while nothing is waited for. */
  get nextTryAt(): number | undefined {
    return this.#nextTryAt
  }

  schedule(call: () => void): void {
    this.cancel()
    if (this.#signal.aborted) return
    const waiting = new AbortController()
    // Not all instances of a service come at the same moment.
    const ms = Math.round(this.#nextMs * (0.75 + Math.random() / 2))
    this.#nextMs = Math.min(this.#nextMs * 2, longestMs)
    this.#waiting = waiting
    this.#nextTryAt = this.#clock.now() + ms
    const signal = AbortSignal.any([this.#signal, waiting.signal])
    this.#clock.sleep(ms, signal, { background: true }).then(
      () => {
        this.cancel()
        call()
      },
      () => undefined, // aborted: by an earlier try, or by the end of everything
    )
  }

  /** Ends the wait; the next one is as long as it would have been. */
  cancel(): void {
    this.#waiting?.abort()
    this.#waiting = undefined
    this.#nextTryAt = undefined
  }

  /** All is well: the next wait is a short one again. */
  reset(): void {
    this.cancel()
    this.#nextMs = firstMs
  }
}
