/** Keys are forgotten beyond this; the worst that comes of it is a try too many. */
const mostRemembered = 1000

/** Which loads failed a moment ago and should not be tried in the background again yet. */
export class RetryPauses {
  readonly #pauseMs: number
  readonly #until = new Map<string, number>()

  constructor(pauseMs: number) {
    this.#pauseMs = pauseMs
  }

  failed(key: string, now: number): void {
    if (this.#until.size >= mostRemembered) this.#until.clear()
    this.#until.set(key, now + this.#pauseMs)
  }

  succeeded(key: string): void {
    if (this.#until.size > 0) this.#until.delete(key)
  }

  isPausing(key: string, now: number): boolean {
    return (this.#until.get(key) ?? 0) > now
  }
}
