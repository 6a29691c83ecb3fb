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
import { profiling } from './later.ts'
import type { Layer } from './layer.ts'
import { overrideLayer } from './override.ts'
import type { Plan } from './plan.ts'

/** A running configuration, seen by what renews it. */
export interface Renewed {
  readonly state: () => Generation
  /** One assignment: a reader sees the old generation or the new one, never a mixture. */
  readonly show: (next: Generation, plan: Plan) => void
  readonly isClosed: () => boolean
  readonly events: Emitter<ConfigEvents>
}

/** Reloads, overrides and other profiles of one configuration: everything that ends in another generation. */
export class Renewal {
  #plan: Plan
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
    if (this.#running === undefined) return this.#run(() => this.#reloadOnce(() => this.#plan))
    this.#waiting ??= this.#running
      .catch(() => undefined) // its own caller is told
      .then(() => {
        this.#waiting = undefined
        return this.reload()
      })
    return this.#waiting
  }

  /** A switch waits for what is under way, and everything asked for later waits for the switch. */
  switchProfile(profile: string | readonly string[]): Promise<readonly Change[]> {
    if (this.#renewed.isClosed()) return Promise.reject(closed())
    const before = this.#running
    return this.#run(async () => {
      await before?.catch(() => undefined) // told to its own caller
      if (this.#renewed.isClosed()) throw closed()
      return this.#reloadOnce(() => profiling().planWithProfile(this.#plan, profile))
    })
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

  #run(work: () => Promise<readonly Change[]>): Promise<readonly Change[]> {
    const running = work().finally(() => {
      // A switch may wait behind this one already.
      if (this.#running === running) this.#running = undefined
    })
    this.#running = running
    return running
  }

  async #reloadOnce(planned: () => Plan): Promise<readonly Change[]> {
    const startedAt = this.#plan.runtime.clock.now()
    try {
      const plan = planned()
      const before = this.#renewed.state()
      const built = await buildGeneration(plan, before, this.#overrides)
      const next = await this.#upToDate(plan, built, before)
      this.#failure = undefined
      this.#plan = plan
      const changes = this.#swap(next)
      this.#tellReloaded(next, changes, startedAt)
      return changes
    } catch (error) {
      if (ConfigError.is(error)) this.#reject(error)
      throw error
    }
  }

  /** An override may have come or gone while the sources or a validator were waited for. */
  async #upToDate(plan: Plan, built: Generation, before: Generation): Promise<Generation> {
    let next = built
    let seen = before
    while (this.#renewed.state() !== seen) {
      seen = this.#renewed.state()
      next = await combine(plan, built, this.#overrides, seen)
    }
    return next
  }

  #swap(next: Generation): readonly Change[] {
    const before = this.#renewed.state()
    const changes = diffPaths(before.value, next.value)
    // Same content: sources may still have new places, but the generation stays, and so does everybody's identity.
    const shown = changes.length === 0 ? { ...next, number: before.number, value: before.value } : next
    this.#renewed.show(shown, this.#plan)
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
