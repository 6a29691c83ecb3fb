import { ConfigError } from '../errors/config-error.ts'
import { type TreeChange as Change, diffPaths } from '../merge/diff-paths.ts'
import { isPromise } from '../runtime/awaitable.ts'
import { publish } from '../runtime/diagnostics.ts'
import type { Emitter } from '../runtime/emitter.ts'
import { deepFreeze } from '../values/freeze.ts'
import type { Value } from '../values/value.ts'
import { buildGeneration } from './build-generation.ts'
import type { ConfigEvents } from './events.ts'
import { combine, type Generation } from './generation.ts'
import type { Layer } from './layer.ts'
import { overrideLayer } from './override.ts'
import type { Plan } from './plan.ts'

/** A running configuration, seen by what renews it. */
export interface Renewed {
  readonly state: () => Generation
  /** One assignment: a reader sees the old generation or the new one, never a mixture. */
  readonly show: (next: Generation) => void
  readonly isClosed: () => boolean
  readonly events: Emitter<ConfigEvents>
}

/** Reloads and overrides of one configuration: everything that ends in another generation. */
export class Renewal {
  readonly #plan: Plan
  readonly #renewed: Renewed
  #overrides: readonly Layer[] = []
  #failure: ConfigError | undefined
  #running: Promise<readonly Change[]> | undefined
  #waiting: Promise<readonly Change[]> | undefined

  constructor(plan: Plan, renewed: Renewed) {
    this.#plan = plan
    this.#renewed = renewed
  }

  /** Why the last reload was rejected, if it was. */
  get failure(): ConfigError | undefined {
    return this.#failure
  }

  /** Reloads do not overlap: calls during a run share one further run. */
  reload(): Promise<readonly Change[]> {
    if (this.#renewed.isClosed()) return Promise.reject(closed())
    if (this.#running === undefined) {
      this.#running = this.#reloadOnce().finally(() => {
        this.#running = undefined
      })
      return this.#running
    }
    this.#waiting ??= this.#running
      .catch(() => undefined) // its own caller is told
      .then(() => {
        this.#waiting = undefined
        return this.reload()
      })
    return this.#waiting
  }

  override(values: Readonly<Record<string, Value>>): Disposable {
    if (this.#renewed.isClosed()) throw closed()
    const layer = overrideLayer(values, this.#renewed.state().merged.value)
    this.#withOverrides([...this.#overrides, layer])
    return { [Symbol.dispose]: () => this.#dropOverride(layer) }
  }

  /** Waits for a reload that is under way. */
  async atRest(): Promise<void> {
    await this.#running?.catch(() => undefined) // told to the caller of reload()
  }

  async #reloadOnce(): Promise<readonly Change[]> {
    const startedAt = this.#plan.runtime.clock.now()
    try {
      if (this.#plan.secrets !== undefined) await this.#plan.secrets.refresh()
      const before = this.#renewed.state()
      const built = await buildGeneration(this.#plan, before, this.#overrides)
      const next = await this.#upToDate(built, before)
      this.#failure = undefined
      const changes = this.#swap(next)
      this.#tellReloaded(next, changes, startedAt)
      return changes
    } catch (error) {
      if (ConfigError.is(error)) this.#reject(error)
      throw error
    }
  }

  /** An override may have come or gone while the sources or a validator were waited for. */
  async #upToDate(built: Generation, before: Generation): Promise<Generation> {
    let next = built
    let seen = before
    while (this.#renewed.state() !== seen) {
      seen = this.#renewed.state()
      next = await combine(this.#plan, built, this.#overrides, seen)
    }
    return next
  }

  #swap(next: Generation): readonly Change[] {
    const before = this.#renewed.state()
    const changes = diffPaths(before.value, next.value)
    // Same content: sources may still have new places, but the generation stays, and so does everybody's identity.
    this.#renewed.show(changes.length === 0 ? { ...next, number: before.number, value: before.value } : next)
    if (changes.length > 0) {
      this.#renewed.events.emit('changed', { generation: next.number, changes: deepFreeze(changes), issues: [] })
    }
    return changes
  }

  #tellReloaded(next: Generation, changes: readonly Change[], startedAt: number): void {
    const { name, runtime } = this.#plan
    const durationMs = runtime.clock.now() - startedAt
    const generation = this.#renewed.state().number
    runtime.logger.info(`reloaded ${name}`, { generation, durationMs, changes: changes.length })
    publish('configmanage:reload', { name, generation: next.number, durationMs, changes: changes.length })
  }

  #reject(error: ConfigError): void {
    this.#failure = error
    const { name, runtime } = this.#plan
    const generation = this.#renewed.state().number
    const said = `reload of ${name} rejected, generation ${generation} stays in use`
    runtime.logger.error(said, { code: error.code, generation })
    publish('configmanage:rejected', { name, generation, codes: error.issues.map((issue) => issue.code) })
    this.#renewed.events.emit('rejected', { generation, changes: [], issues: error.issues })
  }

  #withOverrides(overrides: readonly Layer[]): void {
    const next = combine(this.#plan, this.#renewed.state(), overrides, this.#renewed.state())
    if (isPromise(next)) {
      next.catch(() => undefined) // what it would have said does not matter any more
      throw cannotWait()
    }
    this.#overrides = overrides
    this.#swap(next)
  }

  #dropOverride(layer: Layer): void {
    if (this.#overrides.includes(layer)) this.#withOverrides(this.#overrides.filter((other) => other !== layer))
  }
}

function cannotWait(): ConfigError {
  return new ConfigError({
    code: 'SOURCE_ASYNC',
    severity: 'error',
    message: 'the schema has a validator that has to be waited for, and an override takes effect at once',
    hint: 'put the values into an object() source on top instead',
  })
}

function closed(): ConfigError {
  return new ConfigError({
    code: 'CONFIG_CLOSED',
    severity: 'error',
    message: 'the configuration was closed',
    hint: 'create a new one',
  })
}
