/** What the work of a flight is told. */
export interface FlightContext {
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal
  /** False once the flight was forgotten: its result is outdated and must not be kept. */
  readonly isCurrent: () => boolean
}

interface Flight<T> {
  readonly promise: Promise<T>
  readonly controller: AbortController
  readonly tags: readonly string[]
  waiting: number
  isCurrent: boolean
}

/**
 * One run of a piece of work at a time for each key: who asks while it runs, shares it. A caller whose signal is aborted
 * leaves; the work ends early only when all have left.
 */
export class Flights<T> {
  readonly #flights = new Map<string, Flight<T>>()

  has(key: string): boolean {
    return this.#flights.has(key)
  }

  join(
    key: string,
    { signal, tags = [] }: { readonly signal?: AbortSignal | undefined; readonly tags?: readonly string[] | undefined },
    work: (context: FlightContext) => Promise<T>,
  ): Promise<T> {
    if (signal?.aborted) return Promise.reject(signal.reason)
    const flight = this.#flights.get(key) ?? this.#start(key, tags, work)
    flight.waiting++
    return signal === undefined ? flight.promise : this.#waitWith(key, flight, signal)
  }

  /** What runs for this key goes on for those who wait, but it counts as outdated, and the next caller starts anew. */
  forget(key: string): void {
    const flight = this.#flights.get(key)
    if (flight !== undefined) this.#drop(key, flight)
  }

  forgetTagged(tags: readonly string[]): void {
    for (const [key, flight] of this.#flights) if (flight.tags.some((tag) => tags.includes(tag))) this.#drop(key, flight)
  }

  forgetAll(): void {
    for (const [key, flight] of this.#flights) this.#drop(key, flight)
  }

  /** Ends all work. */
  abort(reason: unknown): void {
    for (const [key, flight] of this.#flights) {
      this.#drop(key, flight)
      flight.controller.abort(reason)
    }
  }

  #start(key: string, tags: readonly string[], work: (context: FlightContext) => Promise<T>): Flight<T> {
    const controller = new AbortController()
    // The work begins in a later turn, when the flight is there.
    const promise = Promise.resolve()
      .then(() => work({ signal: controller.signal, isCurrent: () => flight.isCurrent }))
      .finally(() => {
        if (this.#flights.get(key) === flight) this.#flights.delete(key)
      })
    const flight: Flight<T> = { promise, controller, tags, waiting: 0, isCurrent: true }
    // Everybody may have left; then nobody is there to be told of the failure.
    promise.catch(() => undefined)
    this.#flights.set(key, flight)
    return flight
  }

  #waitWith(key: string, flight: Flight<T>, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        reject(signal.reason)
        if (--flight.waiting > 0) return
        this.#drop(key, flight)
        flight.controller.abort(signal.reason)
      }
      signal.addEventListener('abort', leave, { once: true })
      const done = (): void => signal.removeEventListener('abort', leave)
      flight.promise.then(resolve, reject).finally(done)
    })
  }

  #drop(key: string, flight: Flight<T>): void {
    flight.isCurrent = false
    if (this.#flights.get(key) === flight) this.#flights.delete(key)
  }
}
