import { ConfigError } from '../errors/config-error.ts'
import type { Logger } from './logger.ts'

/** Typed listeners, called in order of subscription. One that throws, or whose promise is rejected, is logged and stops nobody. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(event: never) => unknown>>()
  readonly #logger: Logger

  constructor(logger: Logger) {
    this.#logger = logger
  }

  /** @throws ConfigError OPTION_INVALID */
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): Disposable {
    if (typeof listener !== 'function') throw notAListener(String(name))
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners)
    // The same function may subscribe twice; each subscription ends on its own.
    const own = (event: never): unknown => listener(event)
    listeners.add(own)
    return { [Symbol.dispose]: () => void listeners.delete(own) }
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    const listeners = this.#listeners.get(name)
    const failed = (error: unknown): void => this.#logger.error(`a listener for "${String(name)}" failed`, { error })
    // Who comes while others are told hears of the next event; who goes is not called any more.
    for (const listener of [...(listeners ?? [])]) {
      if (!listeners?.has(listener)) continue
      try {
        const answer = listener(event as never)
        // Of an asynchronous listener nobody else would hear, and its rejection would end the process.
        if (answer instanceof Promise) answer.catch(failed)
      } catch (error) {
        failed(error)
      }
    }
  }

  clear(): void {
    this.#listeners.clear()
  }
}

function notAListener(name: string): ConfigError {
  const message = `a listener for "${name}" must be a function`
  const hint = `write on('${name}', (event) => { … })`
  return new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, hint })
}
