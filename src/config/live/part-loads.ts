import { ConfigError } from '../../errors/config-error.ts'
import type { TreeChange } from '../../merge/diff-paths.ts'
import { type Awaitable, andThen, isPromise } from '../../runtime/awaitable.ts'
import { type Path, printPath } from '../../values/path.ts'
import { buildGeneration, type FailedAnswer, type StandIn } from '../build-generation.ts'
import type { Generation, LoadedSource } from '../generation.ts'
import type { Layer } from '../layer.ts'
import type { Plan } from '../plan.ts'
import type { Answer } from '../read-sources.ts'
import type { Accepted } from './held-values.ts'
import type { Refusal } from './rejected.ts'
import { closed } from './renewal-errors.ts'
import type { Request } from './request.ts'

/** What loading a part needs of whoever renews the configuration. */
export interface PartOwner {
  plan(): Plan
  state(): Generation
  overrides(): readonly Layer[]
  isClosed(): boolean
  /** Whether somebody has to be asked before anything changes. */
  mayBeRefused(): boolean
  reload(request: Request): Promise<readonly TreeChange[]>
  holding(plan: Plan, built: Generation, before: Generation): Awaitable<Accepted>
  take(accepted: Accepted, startedAt: number): void
  reject(refusal: Refusal): void
}

/** Loads lazy parts: by reloads that ask nobody else, or at once while a reader waits. */
export class PartLoads {
  readonly #owner: PartOwner
  /** What is under way, by the path asked for. */
  readonly #loads = new Map<string, Promise<readonly TreeChange[]>>()
  #isLoadingNow = false

  constructor(owner: PartOwner) {
    this.#owner = owner
  }

  load(path: string): Promise<readonly TreeChange[]> {
    if (this.#owner.isClosed()) return Promise.reject(closed())
    const known = this.#loads.get(path)
    if (known !== undefined) return known
    const loading = this.#loadAll(path).finally(() => this.#loads.delete(path))
    this.#loads.set(path, loading)
    return loading
  }

  /** @throws ConfigError SOURCE_NOT_LOADED, if something has to be waited for, and the report of a reload */
  loadNow(path: string): void {
    const refuse = (reason: string): never => {
      throw this.#owner.state().parts?.refusal(path, reason)
    }
    if (this.#owner.isClosed()) throw closed()
    if (this.#owner.mayBeRefused()) refuse('a veto has to be asked first')
    if (this.#isLoadingNow) refuse('it is being loaded')
    const startedAt = this.#owner.plan().runtime.clock.now()
    this.#owner.take(this.#loaded(this.#neededFor(path), refuse), startedAt)
  }

  /** Whether a request asks for nothing but parts that somebody else has loaded meanwhile. */
  isDone({ isAsked, parts = [] }: Request): boolean {
    return isAsked === askNobody && parts.every((part) => this.#neededFor(part).length === 0)
  }

  /** A generation with the parts that were loaded in another one while it was made. */
  async caughtUp(plan: Plan, built: Generation, seen: Generation): Promise<Generation> {
    const loaded = seen.parts?.loaded
    const missing = built.parts?.leftOut.flatMap(({ part }) => (loaded?.has(printPath(part)) ? [part] : [])) ?? []
    return missing.length === 0 ? built : buildGeneration(plan, built, [], { parts: missing, isAsked: askNobody })
  }

  async #loadAll(path: string): Promise<readonly TreeChange[]> {
    const changes: TreeChange[] = []
    for (;;) {
      const parts = this.#neededFor(path)
      if (parts.length === 0) return changes
      // More than once where one part hides another.
      changes.push(...(await this.#owner.reload({ parts, isAsked: askNobody, standIn: this.#stored })))
    }
  }

  #loaded(parts: readonly Path[], refuse: (reason: string) => never): Accepted {
    const answers: Answer[] = []
    this.#isLoadingNow = true
    try {
      return this.#built(parts, answers) ?? refuse('its source or a validator has to be waited for')
    } catch (error) {
      if (ConfigError.is(error) && error.code !== 'SOURCE_NOT_LOADED') this.#owner.reject({ error, answers })
      throw error
    } finally {
      this.#isLoadingNow = false
    }
  }

  /** `undefined` if something has to be waited for. */
  #built(parts: readonly Path[], answers: Answer[]): Accepted | undefined {
    const before = this.#owner.state()
    const own = this.#owner.plan()
    // A format that was not used yet is loaded at once, too.
    const plan = { ...own, formats: { ...own.formats, synchronous: true } }
    const heard = (answer: Answer) => void answers.push(answer)
    const asking = { parts, isAsked: askNobody, standIn: this.#stored, heard }
    const built = buildGeneration(plan, before, this.#owner.overrides(), asking)
    const accepted = andThen(built, (next) => this.#owner.holding(plan, next, before))
    if (!isPromise(accepted)) return accepted
    accepted.catch(() => undefined) // what it would have said does not matter any more
    return undefined
  }

  #neededFor(path: Path | string): readonly Path[] {
    return this.#owner.state().parts?.neededFor(path) ?? []
  }

  /** What a source said that is read for the first time in this process. */
  readonly #stored = (failed: FailedAnswer, before: LoadedSource | undefined): StandIn | undefined =>
    before === undefined ? this.#owner.plan().lastKnownGood?.standIn(failed) : undefined
}

/** Whoever has answered already is not asked again. */
const askNobody = (): boolean => false
