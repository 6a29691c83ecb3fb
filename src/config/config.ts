import type { ConfigError } from '../errors/config-error.ts'
import type { TreeChange as Change } from '../merge/diff-paths.ts'
import type { ActiveProfile } from '../profiles/profile.ts'
import { Emitter } from '../runtime/emitter.ts'
import type { ChangedValue, Subscriptions, WatchOptions } from '../subscriptions/subscriptions.ts'
import type { Value } from '../values/value.ts'
import type { ConfigEvents } from './events.ts'
import type { Explanation } from './explain.ts'
import type { Generation } from './generation.ts'
import type { Handle } from './handle.ts'
import { again, explaining, liveHandles, subscribing, watching } from './later.ts'
import type { AutoReload } from './live/auto-reload.ts'
import type { Rejected } from './live/rejected.ts'
import type { ProposedChange, Veto, VetoOptions } from './live/vetoes.ts'
import type { LiveHandles } from './live-handles.ts'
import type { Plan } from './plan.ts'
import type { Renewal } from './renewal.ts'
import { Snapshot } from './snapshot.ts'
import type { SourceStatus } from './status.ts'
import type { Frozen, PathOf, ValueAt } from './typed-path.ts'

/** Of a name that is none of these, nobody would ever hear. */
const eventNames: ReadonlySet<string> = new Set<keyof ConfigEvents>([
  'changed',
  'rejected',
  'stale',
  'recovered',
  'restart-required',
])

/** A running configuration: what users hold. Reading never waits and never changes anything. */
export class Config<Shape = unknown> implements AsyncDisposable {
  #plan: Plan
  readonly #events: Emitter<ConfigEvents>
  #state: Generation
  #snapshot: Snapshot<Shape>
  /** The one that is handed out while there are lazy parts, which ours loads when they are read. */
  #current: Snapshot<Shape> | undefined
  #handles: LiveHandles | undefined
  /** Made for the first reload or override: the first load does without that code. */
  #renewal: Renewal | undefined
  #subscriptions: Subscriptions | undefined
  /** Only with `watch: true`. */
  #watching: AutoReload | undefined
  #closed = false

  /** Use {@link createConfig}. */
  constructor(plan: Plan, state: Generation) {
    this.#plan = plan
    this.#events = new Emitter(plan.runtime.logger)
    this.#state = state
    this.#snapshot = this.#snapshotOf(state)
    if (plan.watch) this.#watching = watching().watchSources(plan, this.#renewing(), () => this.#state)
  }

  /** The whole configuration, frozen. Loads all lazy parts. */
  get value(): Frozen<Shape> {
    return this.#snapshot.value
  }

  /** The configuration at this moment, with its version and warnings. Hold on to it for a consistent view. */
  get current(): Snapshot<Shape> {
    if (this.#state.parts === undefined) return this.#snapshot
    this.#current ??= new Snapshot(this.#plan, this.#state)
    return this.#current
  }

  /**
   * The frozen value at a path: `server.port`, `hosts[0]`, `"a.b".c`.
   * @throws ConfigError KEY_MISSING, with the nearest existing keys; what is wrong with a lazy part that is read first
   */
  get<Path extends PathOf<Shape>>(path: Path): Frozen<ValueAt<Shape, Path>> {
    const found = this.#snapshot.find(path)
    if (found === undefined) throw this.#missing(path)
    return found as Frozen<ValueAt<Shape, Path>>
  }

  /** The profiles in use, and what decided for them. `undefined` for a definition without any. */
  get profile(): ActiveProfile | undefined {
    return this.#plan.profile
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
    return this.#handles.at(path, this.#state) as Handle<Frozen<ValueAt<Shape, Path>>>
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
    return again().statusOf(this.#plan, this.#state, this.#renewal?.refusal?.error, this.#watching?.nextTryAt)
  }

  /**
   * What the last reload would have brought, if it was rejected: why, the values, and how they differ from those in use.
   * `undefined` once a reload is accepted.
   */
  get rejected(): Rejected | undefined {
    return this.#renewal?.rejected
  }

  /** Changes that take effect only after a restart (`x-restart`), with the new values. */
  get pendingRestart(): readonly Change[] {
    return this.#renewal?.pending ?? []
  }

  /**
   * Calls `listener` when the value at a path differs from the one before: at the path itself or inside of it. With a
   * pattern, for each path it means: `server.*` for each key of `server`, `server.**` for every single change below.
   * Otherwise, without a listener: the changes as an async iteration. Who is slow gets several as one, the newest values.
   */
  watch<Path extends PathOf<Shape>>(
    path: Path,
    listener: (
      value: Frozen<ValueAt<Shape, Path>> | undefined,
      previous: Frozen<ValueAt<Shape, Path>> | undefined,
      change: ChangedValue,
    ) => unknown,
    options?: WatchOptions,
  ): Disposable
  watch(
    pattern: `${string}*${string}` | '',
    listener: (value: unknown, previous: unknown, change: ChangedValue) => unknown,
    options?: WatchOptions,
  ): Disposable
  watch(path?: PathOf<Shape> | `${string}*${string}` | '', options?: WatchOptions): AsyncIterable<readonly Change[]>
  watch(
    path = '',
    listener?: ((value: never, previous: never, change: ChangedValue) => unknown) | WatchOptions,
    options?: WatchOptions,
  ): Disposable | AsyncIterable<readonly Change[]> {
    this.#subscriptions ??= this.#subscribing()
    // What the compiler knows of a path is what is there.
    return listener !== undefined && typeof listener !== 'object'
      ? this.#subscriptions.listen(path, listener as (value: unknown) => unknown, options)
      : this.#subscriptions.iterate(path, listener ?? undefined)
  }

  /**
   * Lets a function refuse a reload before it takes effect, until the answer is disposed of. It gets the configuration in
   * use and the next one, may take its time, and answers why not; nothing means yes.
   * @throws ConfigError OPTION_INVALID; CONFIG_CLOSED
   */
  veto(veto: Veto<Shape>, options?: VetoOptions): Disposable {
    return this.#renewing().addVeto(veto as (change: ProposedChange) => ReturnType<Veto>, options) // it is this configuration's
  }

  /**
   * When secrets of stores should be read again, in milliseconds since 1970: {@link reload} then, unless it is done by itself
   * (`watch: true`). `undefined` if there are none.
   */
  get secretsDueAt(): number | undefined {
    return this.#plan.secrets?.dueAt
  }

  /**
   * Calls `listener` at every event of a kind, until the answer is disposed of.
   * @throws ConfigError OPTION_INVALID
   */
  on<Name extends keyof ConfigEvents>(event: Name, listener: (event: ConfigEvents[Name]) => void): Disposable {
    if (!eventNames.has(event)) throw again().noSuchEvent(event, eventNames)
    return this.#events.on(event, listener)
  }

  /**
   * Asks every source again and swaps to the new generation if all of it is good. Otherwise the current one stays.
   * Reloads do not overlap: calls during a run share one further run.
   * @throws ConfigError with the same report as at the start; CONFIG_CLOSED
   */
  reload(): Promise<readonly Change[]> {
    return this.#renewing().reload()
  }

  /**
   * Loads the lazy parts that a path needs, all of them without a path, as a transaction: if they are wrong, nothing changes.
   * What is loaded is not read again.
   * @throws ConfigError with the report of a reload; CONFIG_CLOSED
   */
  load(path: PathOf<Shape> | '' = ''): Promise<readonly Change[]> {
    return this.#renewing().load(path)
  }

  /**
   * Goes over to another profile, or several, as a reload does: if all of it is good, and else the current one stays.
   * @throws ConfigError PROFILE_UNKNOWN, and whatever a reload is rejected for
   */
  switchProfile(profile: string | readonly string[]): Promise<readonly Change[]> {
    return this.#renewing().switchProfile(profile)
  }

  /**
   * Values that win until disposed of: `using _ = config.override({ 'server.port': 0 })`.
   * @throws ConfigError if the configuration would be invalid with them; then nothing is overridden
   */
  override(values: Readonly<Record<string, Value>>): Disposable {
    return this.#renewing().override(values)
  }

  /** Ends events and reloads. Values stay readable. */
  async close(): Promise<void> {
    this.#closed = true
    this.#events.clear()
    this.#subscriptions?.close()
    // Together: a reload that waits for a veto is ended by the one, and waited for by the other.
    await Promise.all([this.#renewal?.atRest(), this.#watching?.stop()])
    this.#plan.lastKnownGood?.flush()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #renewing(): Renewal {
    this.#renewal ??= new (again().Renewal)(this.#plan, {
      state: () => this.#state,
      show: (next, plan) => this.#show(next, plan),
      isClosed: () => this.#closed,
      events: this.#events,
      subscriptions: () => this.#subscriptions,
    })
    return this.#renewal
  }

  #subscribing(): Subscriptions {
    const made = new (subscribing().Subscriptions)(this.#plan.runtime.logger)
    if (this.#closed) made.close()
    return made
  }

  #show(next: Generation, plan: Plan): void {
    const isChanged = next.value !== this.#state.value
    const isOtherPlan = plan !== this.#plan
    const isMoreLoaded = next.parts?.loaded.size !== this.#state.parts?.loaded.size
    this.#plan = plan
    this.#state = next
    this.#snapshot = this.#snapshotOf(next)
    this.#current = undefined
    if (isChanged || isMoreLoaded) this.#handles?.showIn(next)
    // Other profiles may have other sources.
    if (isOtherPlan && this.#watching !== undefined) this.#watching = this.#watching.followedBy(plan)
    else if (isMoreLoaded) this.#watching?.lookAgain()
  }

  #snapshotOf(state: Generation): Snapshot<Shape> {
    if (state.parts === undefined) return new Snapshot(this.#plan, state)
    return new Snapshot(this.#plan, state, (path) => {
      this.#renewing().loadNow(path)
      return this.#snapshot
    })
  }

  #missing(path: string): ConfigError {
    return explaining().missingKey(this.#plan, this.#state, path)
  }
}
