import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { type Awaitable, andThen, isPromise } from '../runtime/awaitable.ts'
import type { KnownKeys, Reading, Source } from '../sources/source.ts'
import type { Value } from '../values/value.ts'
import { combine, type Generation, type LoadedSource } from './generation.ts'
import type { Layer } from './layer.ts'
import { type Merged, mergeLayersAgain } from './merge-layers-again.ts'
import { parseLayers } from './parse-layers.ts'
import type { Plan } from './plan.ts'
import { type Answer, ask, expandSources, keysOf, readIndependent } from './read-sources.ts'

/** A source that is being loaded, and what came of it last time. */
interface Loading {
  readonly source: Source
  readonly key: string
  readonly before: LoadedSource | undefined
}

/**
 * Asks every source and builds the next generation beside the current one. Whatever did not change is shared
 * with `previous`. Waits only if a source or a format has to be waited for.
 * @throws ConfigError with the issues of all sources together
 */
export function buildGeneration(
  plan: Plan,
  previous: Generation | undefined,
  overrides: readonly Layer[] = [],
): Awaitable<Generation> {
  const { sources, issues } = expandSources(plan)
  const keys = keysOf(sources)
  const earlier = new Map(previous?.sources.map((loaded) => [loaded.key, loaded]))
  const loading = sources.map((source, index): Loading => {
    const key = keys[index] as string
    return { source, key, before: earlier.get(key) }
  })
  return andThen(readIndependent(plan, sources, loading.map(readingBefore)), (answers) => {
    const stacking = new Stacking(plan, previous, issues)
    const stackFrom = (first: number): Awaitable<Generation> => {
      for (let index = first; index < loading.length; index++) {
        const done = stacking.add(loading[index] as Loading, answers[index])
        if (isPromise(done)) return done.then(() => stackFrom(index + 1))
      }
      return stacking.finish(overrides)
    }
    return stackFrom(0)
  })
}

function readingBefore({ before }: Loading): Reading | undefined {
  return before?.answer.reading
}

/** Puts answers on top of each other, in order. */
class Stacking {
  readonly #plan: Plan
  readonly #previous: Generation | undefined
  readonly #issues: Issue[]
  readonly #sources: LoadedSource[] = []
  readonly #layers: Layer[] = []
  readonly #lower = new Map<string, Merged>()

  constructor(plan: Plan, previous: Generation | undefined, issues: readonly Issue[]) {
    this.#plan = plan
    this.#previous = previous
    this.#issues = [...issues]
  }

  /** A source that is matched against the layers below it has no answer yet and is asked now. */
  add(loading: Loading, answered: Answer | undefined): Awaitable<void> {
    const answer = answered ?? ask(this.#plan, loading.source, readingBefore(loading), this.#keysBelow(loading.key))
    return andThen(answer, (found) => this.#stack(loading, found))
  }

  /** @throws ConfigError with everything that was wrong so far */
  finish(overrides: readonly Layer[]): Generation {
    if (this.#issues.length > 0) throw new ConfigError(this.#issues)
    return combine(this.#plan, { sources: this.#sources, layers: this.#layers, lower: this.#lower }, overrides, this.#previous)
  }

  /** The keys below a source; the merge behind them happens only if the source looks. */
  #keysBelow(key: string): KnownKeys {
    const layers = [...this.#layers]
    const merge = (): Value => {
      const merged = mergeLayersAgain(this.#plan, layers, this.#previous?.lower.get(key))
      this.#lower.set(key, merged)
      return merged.value
    }
    let value: Value | undefined
    return {
      get lower(): Value {
        value ??= merge()
        return value
      },
      declared: this.#plan.schema.declared,
    }
  }

  #stack(loading: Loading, answer: Answer): Awaitable<void> {
    this.#issues.push(...answer.issues)
    const { reading } = answer
    if (reading === undefined) return this.#push(loading, answer, [])
    if (isUnchanged(loading, reading)) return this.#push(loading, answer, (loading.before as LoadedSource).layers)
    if (reading.kind === 'value') return this.#parse(loading, answer, reading, undefined)

    try {
      return andThen(this.#plan.formats.of(reading), (format) => this.#parse(loading, answer, reading, format))
    } catch (error) {
      this.#report(loading, error)
    }
  }

  #parse(loading: Loading, answer: Answer, reading: Reading, format: Parameters<typeof parseLayers>[3]): void {
    try {
      this.#push(loading, answer, parseLayers(this.#plan, loading.source, reading, format, loading.before?.layers ?? []))
    } catch (error) {
      this.#report(loading, error)
    }
  }

  #report({ source }: Loading, error: unknown): void {
    if (!ConfigError.is(error)) throw error
    this.#issues.push(...error.issues.map((issue) => ({ ...issue, source: issue.source ?? source.name })))
  }

  #push({ key }: Loading, answer: Answer, layers: readonly Layer[]): void {
    this.#sources.push({ key, answer, layers })
    this.#layers.push(...layers)
  }
}

/** A source that is matched against other layers may mean something else although it says the same. */
function isUnchanged({ source, before }: Loading, reading: Reading): boolean {
  return (
    before !== undefined && !source.usesKeys && before.layers.length > 0 && before.answer.reading?.version === reading.version
  )
}
