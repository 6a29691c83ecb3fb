import { ConfigError } from '../../errors/config-error.ts'
import type { Source } from '../../sources/source.ts'
import { type FilesChanged, type FileWatching, watchFiles } from '../../sources/watching/watch-files.ts'
import { printPath } from '../../values/path.ts'
import type { FailedAnswer, StandIn } from '../build-generation.ts'
import type { Generation, LoadedSource } from '../generation.ts'
import type { Plan } from '../plan.ts'
import { contextOf } from '../read-context.ts'
import { type Answer, unknownKeys } from '../read-sources.ts'
import type { Renewal } from '../renewal.ts'
import { BackOff } from './back-off.ts'
import { filesBeside } from './files-beside.ts'
import type { Request } from './request.ts'
import { SecretTimer } from './secret-timer.ts'
import { isUnavailable, unavailable } from './unavailable.ts'

/** Starts to reload whenever a source says that it changed. */
export function watchSources(plan: Plan, renewal: Renewal, state: () => Generation, before?: Promise<void>): AutoReload {
  const reloading = new AutoReload(plan, renewal, state, before)
  reloading.start()
  return reloading
}

/** Sources that said something, and whether what they say can be believed by now. */
type Event = Pick<FilesChanged, 'sources'> & Partial<Pick<FilesChanged, 'beside'>> & Pick<Request, 'isCurrent'>

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
  readonly #secrets: SecretTimer
  /** The end of what watched for the profiles before. */
  readonly #before: Promise<void> | undefined
  /** What was heard since the last run began. */
  #heard: Event[] = []
  /** Sources whose last change is not in use yet. */
  readonly #owed = new Set<Source>()
  /** The same of what no source names, such as an imported file: every reload looks at all of it. */
  #isBesideOwed = false
  /** Changes of files that no event told of, as they were read last. */
  #seen: ReadonlySet<string> = new Set()
  /** What was written before somebody watched is in use, or refused: from now on events tell of everything. */
  #isSure = false
  #watches: Promise<readonly AsyncDisposable[]> = Promise.resolve([])
  #files: FileWatching | undefined
  #running: Promise<void> | undefined

  constructor(plan: Plan, renewal: Renewal, state: () => Generation, before: Promise<void> | undefined) {
    this.#plan = plan
    this.#renewal = renewal
    this.#state = state
    this.#before = before
    this.#backOff = new BackOff(plan.runtime.clock, this.#stopping.signal)
    // No source has to be asked for it, only stores.
    this.#secrets = new SecretTimer(plan.runtime.clock, this.#stopping.signal, () => this.#tell({ sources: [], beside: true }))
  }

  /** When sources are asked again that failed; `undefined` if none did. Milliseconds since 1970. */
  get nextTryAt(): number | undefined {
    return this.#backOff.nextTryAt
  }

  start(): void {
    const { sources } = this.#plan
    const watched = sources.filter((source) => source.watch !== undefined)
    this.#watches = Promise.all([this.#watchFiles(), ...watched.map((source) => this.#watch(source))]).then((all) => all.flat())
    // What changed between the first reading and the first look of the watchers; and those that could not be reached then.
    this.#owe(...sources.filter(mayChange), ...this.#unreachable())
    void this.#watches.then(() => this.#tell({ sources: [...this.#owed], isCurrent: this.#isSettled }))
    this.#secrets.set(this.#plan.secrets?.dueAt)
  }

  /** Parts were loaded that lazy sources are about: their files are watched from now on. */
  lookAgain(): void {
    this.#files?.refresh()
  }

  /** Ends, and does the same for another plan. */
  followedBy(plan: Plan): AutoReload {
    return watchSources(plan, this.#renewal, this.#state, this.stop())
  }

  /** Ends watching, and waits until nothing is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    const watches = await this.#watches
    await Promise.all(watches.map((watch) => watch[Symbol.asyncDispose]()))
    await this.#running
    await this.#before
  }

  /** All that lies on disk, by one watcher. */
  #watchFiles(): Promise<readonly AsyncDisposable[]> {
    return this.#guarded('files', async () => {
      if (!this.#plan.sources.some(mayHaveFiles)) return undefined
      const plan = this.#plan
      this.#files = await watchFiles({
        sources: this.#plan.sources,
        readings: () => this.#latestAnswers(),
        beside: () => filesBeside(plan, this.#state(), this.#renewal.refusal),
        isLeftOut: (source) => this.#isLeftOut(source),
        context: this.#context(),
        onChange: (event) => this.#tell(event),
      })
      return this.#files
    })
  }

  /** What a source said in a reload that was refused comes after what is in use, unless it said nothing. */
  #latestAnswers(): readonly Answer[] {
    const inUse = this.#state().sources.map(({ answer }) => answer)
    const refused = this.#renewal.refusal?.answers.filter(({ reading }) => reading !== undefined) ?? []
    return [...inUse, ...refused]
  }

  #isLeftOut({ part }: Source): boolean {
    return part !== undefined && this.#state().parts?.loaded.has(printPath(part)) === false
  }

  #watch(source: Source): Promise<readonly AsyncDisposable[]> {
    return this.#guarded(source.name, async () => source.watch?.(() => this.#tell({ sources: [source] }), this.#context()))
  }

  async #guarded(source: string, watch: () => Promise<AsyncDisposable | undefined>): Promise<readonly AsyncDisposable[]> {
    try {
      const watching = await watch()
      return watching === undefined ? [] : [watching]
    } catch (error) {
      if (!this.#stopping.signal.aborted) {
        const code = ConfigError.is(error) ? error.code : 'SOURCE_FAILED'
        this.#plan.runtime.logger.error('a source cannot be watched; reload() still asks it', { source, code })
      }
      return []
    }
  }

  #context() {
    return { ...contextOf(this.#plan, undefined, unknownKeys), signal: this.#stopping.signal }
  }

  #tell(event: Event): void {
    if (this.#stopping.signal.aborted || (event.sources.length === 0 && !event.beside)) return
    this.#heard.push(event)
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
  }

  async #run(): Promise<void> {
    while (this.#heard.length > 0 && !this.#stopping.signal.aborted) {
      this.#backOff.cancel()
      const events = this.#heard
      const asked = new Set([...events.flatMap(({ sources }) => sources), ...this.#owed])
      this.#heard = []
      const beside = this.#isBesideOwed || events.some((event) => event.beside)
      this.#owed.clear()
      const isDone = await this.#reload(asked, (...told) => events.every(({ isCurrent }) => isCurrent?.(...told) !== false))
      this.#isBesideOwed = beside && !isDone
      this.#isSure ||= isDone
      this.#files?.refresh()
    }
    this.#secrets.set(this.#plan.secrets?.dueAt)
    if (this.#owed.size === 0 && !this.#isBesideOwed) this.#backOff.reset()
    else
      this.#backOff.schedule(() =>
        this.#tell({ sources: [...this.#owed], beside: this.#isBesideOwed, isCurrent: this.#isSettled }),
      )
  }

  /** Whether what was read is in use now. */
  async #reload(asked: ReadonlySet<Source>, isBelieved: NonNullable<Request['isCurrent']>): Promise<boolean> {
    const { sources, signal, runtime } = this.#plan
    // What a pattern or a profile stands for comes and goes, so all of it is asked.
    const asksExpanded = [...asked].some((source) => source.expand !== undefined)
    const isAsked = (source: Source): boolean => asked.has(source) || (asksExpanded && !sources.includes(source))
    let isDoubted = false
    const isCurrent: typeof isBelieved = (...told) => {
      if (!isBelieved(...told)) isDoubted = true
      return !isDoubted
    }
    const standIn = (failed: FailedAnswer, before: LoadedSource | undefined) => this.#standIn(failed, before)
    try {
      await this.#renewal.reload({ isAsked, standIn, automatic: true, isCurrent })
      this.#owe(...this.#unreachable())
      if (isCurrent()) return true
    } catch (error) {
      // What is wrong with the configuration was told as an event; the program's own signal ends everything.
      if (!ConfigError.is(error) && !signal?.aborted) {
        runtime.logger.error('a reload failed for a reason that is no configuration', { error })
      }
    }
    this.#owe(...asked)
    return false
  }

  /**
   * What was written between the first reading and the first look, nobody watched: it may be half of something. It is
   * believed when it was read alike twice, unless an event tells of it before.
   */
  readonly #isSettled: NonNullable<Request['isCurrent']> = (_, answers) => {
    if (answers === undefined || this.#isSure) return true
    const before = new Map(this.#state().sources.map(({ answer }) => [answer.source.name, answer.reading?.version]))
    const found = answers.flatMap(({ source, reading, issues }) => {
      const isOther = mayHaveFiles(source) && issues.length === 0 && before.get(source.name) !== reading?.version
      return isOther ? [`${source.name} ${reading?.version}`] : []
    })
    this.#isSure = found.every((each) => this.#seen.has(each))
    this.#seen = new Set(found)
    return this.#isSure
  }

  #unreachable(): readonly Source[] {
    return this.#state().sources.flatMap(({ answer, unavailable }) => (unavailable === undefined ? [] : [answer.source]))
  }

  /** Sources of the plan, or those of which some stands for the source. */
  #owe(...owed: readonly Source[]): void {
    const { sources } = this.#plan
    for (const source of owed) {
      const own = sources.includes(source) ? [source] : sources.filter(({ expand }) => expand !== undefined)
      for (const each of own) this.#owed.add(each)
    }
  }

  /** What a source said last stands in while it cannot be reached. */
  #standIn({ answer: { issues } }: FailedAnswer, before: LoadedSource | undefined): StandIn | undefined {
    if (before === undefined || !isUnavailable(issues)) return undefined
    const { since = this.#plan.runtime.clock.now(), fromDisk = false } = before.unavailable ?? {}
    const { answer } = before
    return { answer, unavailable: unavailable(answer.source, issues, { since, fromDisk }, answer.readAt) }
  }
}

/** Whether there is something to be asked again: variables and arguments of a process stay as they are. */
function mayChange(source: Source): boolean {
  return source.watch !== undefined || mayHaveFiles(source)
}

function mayHaveFiles({ watchTargets, expand }: Source): boolean {
  return watchTargets !== undefined || expand !== undefined
}
