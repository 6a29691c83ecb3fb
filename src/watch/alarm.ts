import type { Clock } from '../runtime/clock.ts'

/** Calls a function at one time, which may be moved. */
export class Alarm {
  readonly #clock: Clock
  readonly #ring: () => void
  readonly #background: boolean
  #set: { readonly at: number; readonly stop: AbortController } | undefined

  constructor(clock: Clock, ring: () => void, background: boolean) {
    this.#clock = clock
    this.#ring = ring
    this.#background = background
  }

  /** Milliseconds since 1970. */
  set(at: number): void {
    if (this.#set?.at === at) return
    this.clear()
    const set = { at, stop: new AbortController() }
    this.#set = set
    // Timers of Node may ring a millisecond early.
    const ms = Math.max(1, Math.ceil(at - this.#clock.now()))
    this.#clock.sleep(ms, set.stop.signal, { background: this.#background }).then(
      () => {
        if (this.#set !== set) return
        this.#set = undefined
        this.#ring()
      },
      () => undefined, // moved or cleared
    )
  }

  clear(): void {
    this.#set?.stop.abort()
    this.#set = undefined
  }
}
