import { ConfigError } from '../../errors/config-error.ts'
import type { Source } from '../../sources/source.ts'
import type { FailedAnswer, StandIn } from '../build-generation.ts'
import type { Generation, LoadedSource } from '../generation.ts'
import type { Plan } from '../plan.ts'
import { contextOf, unknownKeys } from '../read-sources.ts'
import type { Renewal } from '../renewal.ts'
import { BackOff } from './back-off.ts'
import { isUnavailable, unavailable } from './unavailable.ts'

/** Starts to reload whenever a source says that it changed. */
export function watchSources(plan: Plan, renewal: Renewal, state: () => Generation): AutoReload {
  const reloading = new AutoReload(plan, renewal, state)
  reloading.start()
  return reloading
}

/**
 * Turns what sources say into reloads: one at a time, of the sources that said something. What was refused is asked again
 * together with the next change, and after a while in any case.
 */
export class AutoReload {
  readonly #plan: Plan
  readonly #renewal: Renewal
  readonly #state: () => Generation
  readonly #stopping = new AbortController()
  readonly #backOff: BackOff
  /** Sources that said something since they were asked last. */
  readonly #changed = new Set<Source>()
  /** Sources whose last change is not in use yet. */
  readonly #owed = new Set<Source>()
  #watches: Promise<readonly AsyncDisposable[]> = Promise.resolve([])
  #running: Promise<void> | undefined

  constructor(plan: Plan, renewal: Renewal, state: () => Generation) {
    this.#plan = plan
    this.#renewal = renewal
    this.#state = state
    this.#backOff = new BackOff(plan.runtime.clock, this.#stopping.signal)
  }

  /** When sources are asked again that failed; `undefined` if none did. Milliseconds since 1970. */
  get nextTryAt(): number | undefined {
    return this.#backOff.nextTryAt
  }

  start(): void {
    const watched = this.#plan.sources.filter((source) => source.watch !== undefined)
    this.#watches = Promise.all(watched.map((source) => this.#watch(source))).then((watches) => watches.flat())
    // What changed between the first reading and the first look of the watchers.
    void this.#watches.then(() => this.#tell(watched))
  }

  /** Ends watching, and waits until nothing is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    const watches = await this.#watches
    await Promise.all(watches.map((watch) => watch[Symbol.asyncDispose]()))
    await this.#running
  }

  async #watch(source: Source): Promise<readonly AsyncDisposable[]> {
    const context = { ...contextOf(this.#plan, undefined, unknownKeys), signal: this.#stopping.signal }
    try {
      const watch = await source.watch?.(() => this.#tell([source]), context)
      return watch === undefined ? [] : [watch]
    } catch (error) {
      if (!this.#stopping.signal.aborted) {
        const code = ConfigError.is(error) ? error.code : 'SOURCE_FAILED'
        this.#plan.runtime.logger.error('a source cannot be watched; reload() still asks it', { source: source.name, code })
      }
      return []
    }
  }

  #tell(sources: readonly Source[]): void {
    if (this.#stopping.signal.aborted) return
    for (const source of sources) this.#changed.add(source)
    if (this.#changed.size === 0) return
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
  }

  async #run(): Promise<void> {
    while (this.#changed.size > 0 && !this.#stopping.signal.aborted) {
      this.#backOff.cancel()
      const asked = new Set([...this.#changed, ...this.#owed])
      this.#changed.clear()
      this.#owed.clear()
      await this.#reload(asked)
    }
    if (this.#owed.size === 0) this.#backOff.reset()
    else this.#backOff.schedule(() => this.#tell([...this.#owed]))
  }

  async #reload(asked: ReadonlySet<Source>): Promise<void> {
    const { sources } = this.#plan
    // What a pattern or a profile stands for comes and goes, so all of it is asked.
    const asksExpanded = [...asked].some((source) => source.expand !== undefined)
    const isAsked = (source: Source): boolean => asked.has(source) || (asksExpanded && !sources.includes(source))
    try {
      await this.#renewal.reload({ isAsked, standIn: (failed, before) => this.#standIn(failed, before), automatic: true })
      const unreachable = this.#state().sources.filter(({ unavailable }) => unavailable !== undefined)
      for (const { answer } of unreachable) this.#owe(answer.source)
    } catch (error) {
      for (const source of asked) this.#owed.add(source)
      // What is wrong with the configuration was told as an event; the program's own signal ends everything.
      if (!ConfigError.is(error) && !this.#plan.signal?.aborted) {
        this.#plan.runtime.logger.error('a reload failed for a reason that is no configuration', { error })
      }
    }
  }

  /** A source of the plan, or those of which some stands for the source. */
  #owe(source: Source): void {
    const { sources } = this.#plan
    const own = sources.includes(source) ? [source] : sources.filter(({ expand }) => expand !== undefined)
    for (const each of own) this.#owed.add(each)
  }

  /** What a source said last stands in while it cannot be reached. */
  #standIn({ answer: { issues } }: FailedAnswer, before: LoadedSource | undefined): StandIn | undefined {
    if (before === undefined || !isUnavailable(issues)) return undefined
    const { since = this.#plan.runtime.clock.now(), fromDisk = false } = before.unavailable ?? {}
    const { answer } = before
    return { answer, unavailable: unavailable(answer.source, issues, { since, fromDisk }, answer.readAt) }
  }
}
