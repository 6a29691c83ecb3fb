import { ConfigError } from '../errors/config-error.ts'
import type { TreeChange as Change } from '../merge/diff-paths.ts'
import { isPromise } from '../runtime/awaitable.ts'
import { publish } from '../runtime/diagnostics.ts'
import { Emitter } from '../runtime/emitter.ts'
import { deepFreeze } from '../values/freeze.ts'
import type { Value } from '../values/value.ts'
import { buildGeneration } from './build-generation.ts'
import type { ConfigEvents } from './events.ts'
import type { Explanation } from './explain.ts'
import { combine, type Generation } from './generation.ts'
import type { Handle } from './handle.ts'
import { again, explaining, liveHandles } from './later.ts'
import type { Layer } from './layer.ts'
import type { LiveHandles } from './live-handles.ts'
import type { Plan } from './plan.ts'
import { Snapshot } from './snapshot.ts'
import type { SourceStatus } from './status.ts'
import type { Frozen, PathOf, ValueAt } from './typed-path.ts'

/** A running configuration: what users hold. Reading never waits and never changes anything. */
export class Config<Shape = unknown> implements AsyncDisposable {
  readonly #plan: Plan
  readonly #events: Emitter<ConfigEvents>
  #state: Generation
  #snapshot: Snapshot<Shape>
  #overrides: readonly Layer[] = []
  #handles: LiveHandles | undefined
  #failure: ConfigError | undefined
  #running: Promise<readonly Change[]> | undefined
  #waiting: Promise<readonly Change[]> | undefined
  #closed = false

  /** Use {@link createConfig}. */
  constructor(plan: Plan, state: Generation) {
    this.#plan = plan
    this.#events = new Emitter(plan.runtime.logger)
    this.#state = state
    this.#snapshot = new Snapshot(plan, state)
  }

  /** The whole configuration, frozen. */
  get value(): Frozen<Shape> {
    return this.#snapshot.value
  }

  /** The configuration at this moment, with its version and warnings. Hold on to it for a consistent view. */
  get current(): Snapshot<Shape> {
    return this.#snapshot
  }

  /**
   * The frozen value at a path: `server.port`, `hosts[0]`, `"a.b".c`.
   * @throws ConfigError KEY_MISSING, with the nearest existing keys
   */
  get<Path extends PathOf<Shape>>(path: Path): Frozen<ValueAt<Shape, Path>> {
    const found = this.#snapshot.find(path)
    if (found === undefined) throw this.#missing(path)
    return found as Frozen<ValueAt<Shape, Path>>
  }

  /** The frozen value at a path, or `undefined`. */
  find<Path extends PathOf<Shape>>(path: Path): Frozen<ValueAt<Shape, Path>> | undefined
  find(path: string): unknown
  find(path: string): unknown {
    return this.#snapshot.find(path)
  }

  /** Whether there is a value at a path; `null` is one. */
  has(path: string): boolean {
    return this.#snapshot.find(path) !== undefined
  }

  /** A view of one path that always shows the current value, for code that reads it often. The same path gives the same handle. */
  at<Path extends PathOf<Shape>>(path: Path): Handle<Frozen<ValueAt<Shape, Path>>> {
    this.#handles ??= new (liveHandles().LiveHandles)(this, this.#plan.runtime.logger)
    return this.#handles.at(path, this.#state.value) as Handle<Frozen<ValueAt<Shape, Path>>>
  }

  /**
   * Where a value comes from and what it hides.
   * @throws ConfigError KEY_MISSING
   */
  explain(path: PathOf<Shape> | string): Explanation {
    const explanation = this.#snapshot.explain(path)
    if (explanation === undefined) throw this.#missing(path)
    return explanation
  }

  /** One entry for each source, for health checks. */
  status(): readonly SourceStatus[] {
    return again().statusOf(this.#state, this.#failure)
  }

  /** Calls `listener` at every event of a kind, until the answer is disposed of. */
  on<Name extends keyof ConfigEvents>(event: Name, listener: (event: ConfigEvents[Name]) => void): Disposable {
    return this.#events.on(event, listener)
  }

  /**
   * Asks every source again and swaps to the new generation if all of it is good. Otherwise the current one stays.
   * Reloads do not overlap: calls during a run share one further run.
   * @throws ConfigError with the same report as at the start; CONFIG_CLOSED
   */
  reload(): Promise<readonly Change[]> {
    if (this.#closed) return Promise.reject(closed())
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

  /**
   * Values that win until disposed of: `using _ = config.override({ 'server.port': 0 })`.
   * @throws ConfigError if the configuration would be invalid with them; then nothing is overridden
   */
  override(values: Readonly<Record<string, Value>>): Disposable {
    if (this.#closed) throw closed()
    const layer = again().overrideLayer(values, this.#state.merged.value)
    this.#withOverrides([...this.#overrides, layer])
    return { [Symbol.dispose]: () => this.#dropOverride(layer) }
  }

  /** Ends events and reloads. Values stay readable. */
  async close(): Promise<void> {
    this.#closed = true
    this.#events.clear()
    await this.#running?.catch(() => undefined) // told to the caller of reload()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #reloadOnce(): Promise<readonly Change[]> {
    const startedAt = this.#plan.runtime.clock.now()
    try {
      const before = this.#state
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
    while (this.#state !== seen) {
      seen = this.#state
      next = await combine(this.#plan, built, this.#overrides, seen)
    }
    return next
  }

  /** One assignment: a reader sees the old snapshot or the new one, never a mixture. */
  #swap(next: Generation): readonly Change[] {
    const before = this.#state
    const changes = again().diffPaths(before.value, next.value)
    // Same content: sources may still have new places, but the generation stays, and so does everybody's identity.
    this.#state = changes.length === 0 ? { ...next, number: before.number, value: before.value } : next
    this.#snapshot = new Snapshot(this.#plan, this.#state)
    if (changes.length > 0) {
      this.#handles?.showIn(next.value)
      this.#events.emit('changed', { generation: next.number, changes: deepFreeze(changes), issues: [] })
    }
    return changes
  }

  #tellReloaded(next: Generation, changes: readonly Change[], startedAt: number): void {
    const durationMs = this.#plan.runtime.clock.now() - startedAt
    this.#plan.runtime.logger.info(`reloaded ${this.#plan.name}`, {
      generation: this.#state.number,
      durationMs,
      changes: changes.length,
    })
    publish('configmanage:reload', { name: this.#plan.name, generation: next.number, durationMs, changes: changes.length })
  }

  #reject(error: ConfigError): void {
    this.#failure = error
    const generation = this.#state.number
    this.#plan.runtime.logger.error(`reload of ${this.#plan.name} rejected, generation ${generation} stays in use`, {
      code: error.code,
      generation,
    })
    publish('configmanage:rejected', { name: this.#plan.name, generation, codes: error.issues.map((issue) => issue.code) })
    this.#events.emit('rejected', { generation, changes: [], issues: error.issues })
  }

  #withOverrides(overrides: readonly Layer[]): void {
    const next = combine(this.#plan, this.#state, overrides, this.#state)
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

  #missing(path: string): ConfigError {
    return explaining().missingKey(this.#plan, this.#state, path)
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
