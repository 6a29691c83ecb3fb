import type { Logger } from './logger.ts'

/** Typed listeners, called in order of subscription. One that throws is logged and stops nobody. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(event: never) => void>>()
  readonly #logger: Logger

  constructor(logger: Logger) {
    this.#logger = logger
  }

  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): Disposable {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners)
    // The same function may subscribe twice; each subscription ends on its own.
    const own = (event: never): void => listener(event)
    listeners.add(own)
    return { [Symbol.dispose]: () => void listeners.delete(own) }
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) {
      try {
        listener(event as never)
      } catch (error) {
        this.#logger.error(`a listener for "${String(name)}" failed`, { error })
      }
    }
  }

  clear(): void {
    this.#listeners.clear()
  }
}
