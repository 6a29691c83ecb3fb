import { ConfigError } from '../errors/config-error.ts'
import { type TreeChange as Change, diffPaths } from '../merge/diff-paths.ts'
import { type Awaitable, isPromise } from '../runtime/awaitable.ts'
import { publish } from '../runtime/diagnostics.ts'
import { printPath } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import { buildGeneration } from './build-generation.ts'
import type { SourceEvent } from './events.ts'
import { combine, type Generation } from './generation.ts'
import { profiling } from './later.ts'
import type { Layer } from './layer.ts'
import { Announcer, type Audience } from './live/announcer.ts'
import { type Accepted, holding } from './live/held-values.ts'
import { PartLoads } from './live/part-loads.ts'
import { isSameRefusal, type Refusal, type Rejected, rejectedBy } from './live/rejected.ts'
import { cannotWait, closed } from './live/renewal-errors.ts'
import { type Request, together } from './live/request.ts'
import { isSameList } from './live/same-changes.ts'
import { SourceChanges } from './live/source-changes.ts'
import { staleAfterFailure, staleIn } from './live/unavailable.ts'
import { type Veto, Vetoes, type VetoOptions } from './live/vetoes.ts'
import { overrideLayer } from './override.ts'
import type { Plan } from './plan.ts'
import type { Answer } from './read-sources.ts'

/** A running configuration, seen by what renews it. */
export interface Renewed extends Audience {
  readonly state: () => Generation
  /** One assignment: a reader sees the old generation or the new one, never a mixture. */
  readonly show: (next: Generation, plan: Plan) => void
  readonly isClosed: () => boolean
}

/** Everything that ends in another generation: reloads and other profiles, as transactions, and overrides. */
export class Renewal {
  #plan: Plan
  readonly #renewed: Renewed
  readonly #announcer: Announcer
  readonly #sources: SourceChanges
  readonly #vetoes: Vetoes
  readonly #closing = new AbortController()
  #overrides: readonly Layer[] = []
  /** What keeps values until a restart, below the overrides. */
  #held: readonly Layer[] = []
  #pending: readonly Change[] = []
  #refusal: Refusal | undefined
  #rejected: Rejected | undefined
  #running: Promise<readonly Change[]> | undefined
  #waiting: Waiting | undefined
  readonly #parts: PartLoads

  constructor(plan: Plan, renewed: Renewed) {
    this.#plan = plan
    this.#renewed = renewed
    this.#vetoes = new Vetoes(plan.runtime)
    this.#announcer = new Announcer(renewed)
    this.#parts = new PartLoads({
      plan: () => this.#plan,
      state: renewed.state,
      overrides: () => this.#overrides,
      isClosed: renewed.isClosed,
      mayBeRefused: () => this.#vetoes.isAnybodyThere,
      reload: (request) => this.reload(request),
      holding: (plan, built, before) => this.#holding(plan, built, before),
      take: (accepted, startedAt) => void this.#take(accepted, this.#plan, startedAt),
      reject: (refusal) => this.#reject(refusal, true),
    })
    this.#sources = new SourceChanges(staleIn(renewed.state()).keys(), (name, event) => this.#tellOfSource(name, event))
  }

  /** Why the last reload was rejected, if it was, and what the sources had said. */
  get refusal(): Refusal | undefined {
    return this.#refusal
  }

  /** What the last reload would have brought, if it was rejected. */
  get rejected(): Rejected | undefined {
    return this.#rejected
  }

  /** Changes that wait for a restart. */
  get pending(): readonly Change[] {
    return this.#pending
  }

  addVeto(veto: Veto, options?: VetoOptions): Disposable {
    if (this.#renewed.isClosed()) throw closed()
    return this.#vetoes.add(veto, options)
  }

  /** Reloads do not overlap: calls during a run share one further run, which asks what any of them asks. */
  reload(request: Request = {}): Promise<readonly Change[]> {
    if (this.#renewed.isClosed()) return Promise.reject(closed())
    if (this.#running === undefined) return this.#run(() => this.#reloadOnce(request, () => this.#plan))
    if (this.#waiting !== undefined) {
      this.#waiting.request = together(this.#waiting.request, request)
      return this.#waiting.promise
    }
    const waiting: Waiting = { request, promise: this.#running.catch(() => undefined).then(() => next()) } // its own caller is told
    const next = (): Promise<readonly Change[]> => {
      this.#waiting = undefined
      return this.reload(waiting.request)
    }
    this.#waiting = waiting
    return waiting.promise
  }

  /** Loads the lazy parts that a path needs, by a reload that asks nothing else. */
  load(path: string): Promise<readonly Change[]> {
    return this.#parts.load(path)
  }

  /**
   * The same while a reader waits.
   * @throws ConfigError SOURCE_NOT_LOADED, if something has to be waited for, and the report of a reload
   */
  loadNow(path: string): void {
    this.#parts.loadNow(path)
  }

  /** A switch waits for what is under way, and everything asked for later waits for the switch. */
  switchProfile(profile: string | readonly string[]): Promise<readonly Change[]> {
    if (this.#renewed.isClosed()) return Promise.reject(closed())
    const before = this.#running
    return this.#run(async () => {
      await before?.catch(() => undefined) // told to its own caller
      if (this.#renewed.isClosed()) throw closed()
      return this.#reloadOnce({}, () => profiling().planWithProfile(this.#plan, profile))
    })
  }

  override(values: Readonly<Record<string, Value>>): Disposable {
    if (this.#renewed.isClosed()) throw closed()
    // From JavaScript it may be nothing; overrideLayer refuses that.
    for (const text of Object.keys(values ?? {})) if (this.#renewed.state().parts?.concerns(text)) this.loadNow(text)
    const layer = overrideLayer(values, this.#renewed.state().merged.value, this.#plan.limits)
    this.#withOverrides([...this.#overrides, layer])
    return { [Symbol.dispose]: () => this.#dropOverride(layer) }
  }

  /** Ends what is waited for, and waits for a reload that is under way. */
  async atRest(): Promise<void> {
    this.#closing.abort()
    this.#vetoes.clear()
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

  async #reloadOnce(request: Request, planned: () => Plan): Promise<readonly Change[]> {
    if (this.#parts.isDone(request)) return []
    const startedAt = this.#plan.runtime.clock.now()
    const answers: Answer[] = []
    try {
      const plan = planned()
      if (plan.secrets !== undefined) await plan.secrets.refresh()
      const before = this.#renewed.state()
      const asking = { ...request, heard: (answer: Answer) => answers.push(answer) }
      const built = await buildGeneration(plan, before, this.#overrides, asking)
      if (request.isCurrent?.(false, answers) === false) return []
      return this.#take(await this.#accepted(plan, built, before), plan, startedAt)
    } catch (error) {
      if (ConfigError.is(error) && request.isCurrent?.(true, answers) === false) return []
      if (ConfigError.is(error) && !this.#renewed.isClosed()) this.#reject({ error, answers }, request.automatic === true)
      throw error
    }
  }

  #take(accepted: Accepted, plan: Plan, startedAt: number): readonly Change[] {
    this.#plan = plan
    this.#held = accepted.held
    this.#refusal = undefined
    this.#rejected = undefined
    const changes = this.#swap(accepted.next)
    this.#tellReloaded(accepted, changes, startedAt)
    return changes
  }

  /** What is built holds what needs a restart, and those who may refuse are asked. */
  async #accepted(plan: Plan, built: Generation, before: Generation): Promise<Accepted> {
    const accepted = await this.#holding(plan, built, before)
    const { next, held } = accepted
    await this.#vetoes.ask(before, next, () => diffPaths(before.value, next.value), this.#closing.signal)
    return { ...accepted, next: await this.#upToDate(plan, next, before, held) }
  }

  #holding(plan: Plan, built: Generation, before: Generation): Awaitable<Accepted> {
    return holding(plan, built, before, { held: this.#held, overrides: this.#overrides })
  }

  /** An override may have come or gone, and a lazy part been read, while the sources, a validator or a veto were waited for. */
  async #upToDate(plan: Plan, built: Generation, before: Generation, held: readonly Layer[]): Promise<Generation> {
    let next = built
    let seen = before
    while (this.#renewed.state() !== seen) {
      seen = this.#renewed.state()
      next = await combine(plan, await this.#parts.caughtUp(plan, built, seen), [...held, ...this.#overrides], seen)
    }
    return next
  }

  #swap(next: Generation): readonly Change[] {
    const before = this.#renewed.state()
    const changes = diffPaths(before.value, next.value)
    // Same content: sources may still have new places, but the generation stays, and so does everybody's identity.
    const shown = changes.length === 0 ? { ...next, number: before.number, value: before.value } : next
    this.#renewed.show(shown, this.#plan)
    this.#plan.lastKnownGood?.keep(this.#plan, next)
    if (changes.length > 0) this.#announcer.tell(before, next, changes)
    return changes
  }

  #tellReloaded({ next, pending }: Accepted, changes: readonly Change[], startedAt: number): void {
    const { name, runtime } = this.#plan
    const durationMs = runtime.clock.now() - startedAt
    const generation = this.#renewed.state().number
    runtime.logger.info(`reloaded ${name}`, { generation, durationMs, changes: changes.length })
    publish('configmanage:reload', { name, generation, durationMs, changes: changes.length })
    this.#sources.update(staleIn(next), generation)
    this.#tellPending(pending, generation)
  }

  /** Told when it is another list than before: something more waits, or something else. */
  #tellPending(pending: readonly Change[], generation: number): void {
    const isNew = !isSameList(pending, this.#pending)
    this.#pending = pending
    if (!isNew || pending.length === 0) return
    const { name, runtime } = this.#plan
    runtime.logger.warn(`${name} has changes that need a restart`, { generation, changes: pending.length })
    this.#renewed.events.emit('restart-required', { generation, changes: pending, issues: [] })
  }

  #reject(refusal: Refusal, automatic: boolean): void {
    const isKnown = automatic && this.#refusal !== undefined && isSameRefusal(this.#refusal, refusal)
    const { error } = refusal
    const current = this.#renewed.state()
    this.#refusal = refusal
    this.#sources.update(staleAfterFailure(current, error.issues), current.number)
    if (isKnown) return
    const { name, runtime } = this.#plan
    const generation = current.number
    this.#rejected = rejectedBy(error, this.#plan, current)
    runtime.logger.error(`reload of ${name} rejected, generation ${generation} stays in use`, { code: error.code, generation })
    publish('configmanage:rejected', { name, generation, codes: error.issues.map((issue) => issue.code) })
    this.#renewed.events.emit('rejected', { generation, changes: [], issues: error.issues })
  }

  #tellOfSource(name: 'stale' | 'recovered', event: SourceEvent): void {
    const said = name === 'stale' ? 'a source cannot be reached, what it said before stays in use' : 'a source answers again'
    const code = event.issues[0]?.code
    this.#plan.runtime.logger[name === 'stale' ? 'warn' : 'info'](said, { source: event.source, ...(code && { code }) })
    this.#renewed.events.emit(name, event)
  }

  #withOverrides(overrides: readonly Layer[]): void {
    const next = this.#combinedNow(overrides)
    const wanted = this.#renewed.state().parts?.takeWanted() ?? []
    // A reference of an override leads to what is not loaded.
    for (const part of wanted) this.loadNow(printPath(part))
    const shown = wanted.length === 0 ? next() : this.#combinedNow(overrides)()
    this.#overrides = overrides
    this.#swap(shown)
  }

  /** What comes of the sources with other overrides; throws when that is asked for. */
  #combinedNow(overrides: readonly Layer[]): () => Generation {
    const state = this.#renewed.state()
    try {
      const next = combine(this.#plan, state, [...this.#held, ...overrides], state)
      if (!isPromise(next)) return () => next
      next.catch(() => undefined) // what it would have said does not matter any more
      throw cannotWait()
    } catch (error) {
      return () => {
        throw error
      }
    }
  }

  #dropOverride(layer: Layer): void {
    if (this.#overrides.includes(layer)) this.#withOverrides(this.#overrides.filter((other) => other !== layer))
  }
}

/** The one run that follows the one under way. */
interface Waiting {
  request: Request
  readonly promise: Promise<readonly Change[]>
}
