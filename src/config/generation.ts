import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import type { Derivation } from '../references/evaluation.ts'
import type { Resolved } from '../references/resolve.ts'
import { type Awaitable, andThen, isPromise } from '../runtime/awaitable.ts'
import type { KnownKeys, Reading } from '../sources/source.ts'
import type { Value } from '../values/value.ts'
import { resolving } from './later.ts'
import type { Layer } from './layer.ts'
import { type Merged, mergeLayersAgain } from './merge-layers-again.ts'
import { parseLayers } from './parse-layers.ts'
import type { Plan } from './plan.ts'
import { type Answer, ask, expandSources, readIndependent } from './read-sources.ts'

/** Everything known at one moment: what the sources said, and what came of it. Never changed, only replaced. */
export interface Generation {
  /** 1, 2, 3 … in this process. */
  readonly number: number
  readonly loadedAt: number
  readonly sources: readonly LoadedSource[]
  /** Of the sources, lowest priority first. */
  readonly layers: readonly Layer[]
  /** Those with overrides on top, put together; references as they were written. */
  readonly merged: Merged
  /** With references filled in: what a reader sees. */
  readonly value: Value
  readonly derived: ReadonlyMap<string, Derivation>
  /** Problems that do not stop anything. Computed when asked for: some need a second look at the text. */
  readonly warnings: () => readonly Issue[]
  /** What sources with `usesKeys` were matched against, to be continued in the next generation. */
  readonly lower: ReadonlyMap<string, Merged>
}

/** A source, what it said, and the layers made of it. */
export interface LoadedSource {
  readonly answer: Answer
  readonly layers: readonly Layer[]
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
  const earlier = new Map(previous?.sources.map((loaded) => [loaded.answer.source.name, loaded]))
  const readings = new Map<string, Reading>()
  for (const [name, loaded] of earlier) if (loaded.answer.reading !== undefined) readings.set(name, loaded.answer.reading)

  return andThen(readIndependent(plan, sources, readings), (answers) => {
    const stacking = new Stacking(plan, previous, overrides, earlier, readings, issues)
    const finish = (): Generation => stacking.finish()
    const step = (index: number): Awaitable<Generation> => {
      for (let current = index; current < sources.length; current++) {
        const source = sources[current] as Answer['source']
        const done = andThen(
          answers[current] ?? ask(plan, source, readings.get(source.name), stacking.keysFor(source.name)),
          (answer) => stacking.add(answer),
        )
        if (isPromise(done)) return done.then(() => step(current + 1))
      }
      return finish()
    }
    return step(0)
  })
}

/** Puts answers on top of each other, in order. */
class Stacking {
  readonly #plan: Plan
  readonly #previous: Generation | undefined
  readonly #overrides: readonly Layer[]
  readonly #earlier: ReadonlyMap<string, LoadedSource>
  readonly #readings: ReadonlyMap<string, Reading>
  readonly #issues: Issue[]
  readonly #loaded: LoadedSource[] = []
  readonly #layers: Layer[] = []
  readonly #lower = new Map<string, Merged>()

  constructor(
    plan: Plan,
    previous: Generation | undefined,
    overrides: readonly Layer[],
    earlier: ReadonlyMap<string, LoadedSource>,
    readings: ReadonlyMap<string, Reading>,
    issues: readonly Issue[],
  ) {
    this.#plan = plan
    this.#previous = previous
    this.#overrides = overrides
    this.#earlier = earlier
    this.#readings = readings
    this.#issues = [...issues]
  }

  /** The keys below a source; the merge behind them happens only if the source looks. */
  keysFor(name: string): KnownKeys {
    const layers = [...this.#layers]
    const merge = (): Value => {
      const merged = mergeLayersAgain(this.#plan, layers, this.#previous?.lower.get(name))
      this.#lower.set(name, merged)
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

  add(answer: Answer): Awaitable<void> {
    this.#issues.push(...answer.issues)
    const { reading, source } = answer
    if (reading === undefined) {
      this.#push(answer, [])
      return
    }
    const before = this.#earlier.get(source.name)
    if (
      before !== undefined &&
      !source.usesKeys &&
      before.layers.length > 0 &&
      this.#readings.get(source.name)?.version === reading.version
    ) {
      this.#push(answer, before.layers)
      return
    }
    return this.#parse(answer, reading, before?.layers ?? [])
  }

  #parse(answer: Answer, reading: Reading, before: readonly Layer[]): Awaitable<void> {
    const guarded = (action: () => void): void => {
      try {
        action()
      } catch (error) {
        if (!ConfigError.is(error)) throw error
        this.#issues.push(...error.issues.map((issue) => ({ ...issue, source: issue.source ?? answer.source.name })))
      }
    }
    if (reading.kind === 'value')
      return guarded(() => this.#push(answer, parseLayers(this.#plan, answer.source, reading, undefined, before)))

    let format: ReturnType<Plan['formats']['of']> | undefined
    guarded(() => {
      format = this.#plan.formats.of(reading)
    })
    if (format === undefined) return
    return andThen(format, (found) =>
      guarded(() => this.#push(answer, parseLayers(this.#plan, answer.source, reading, found, before))),
    )
  }

  #push(answer: Answer, layers: readonly Layer[]): void {
    this.#loaded.push({ answer, layers })
    this.#layers.push(...layers)
  }

  finish(): Generation {
    if (this.#issues.length > 0) throw new ConfigError(this.#issues)
    return combine(
      this.#plan,
      { sources: this.#loaded, layers: this.#layers, lower: this.#lower },
      this.#overrides,
      this.#previous,
    )
  }
}

type Stacked = Pick<Generation, 'sources' | 'layers' | 'lower'>

/**
 * The generation that given layers make, with overrides on top.
 * @throws ConfigError REFERENCE_*, MERGE_STRATEGY
 */
export function combine(plan: Plan, stacked: Stacked, overrides: readonly Layer[], previous: Generation | undefined): Generation {
  const merged = mergeLayersAgain(plan, [...stacked.layers, ...overrides], previous?.merged)
  const resolved = resolve(plan, merged, previous?.value)
  const errors = [...merged.issues.filter((issue) => issue.severity === 'error'), ...resolved.issues]
  if (errors.length > 0) throw new ConfigError(errors)
  return {
    sources: stacked.sources,
    layers: stacked.layers,
    lower: stacked.lower,
    number: (previous?.number ?? 0) + 1,
    loadedAt: plan.runtime.clock.now(),
    merged,
    value: resolved.value,
    derived: resolved.derived,
    warnings: () => [...plan.schema.warnings, ...merged.layers.flatMap((layer) => layer.warnings()), ...merged.issues],
  }
}

/** Without a reference and without a secret there is nothing to do, and nothing to load for it. */
function resolve(plan: Plan, merged: Merged, earlier: Value | undefined): Resolved {
  if (plan.schema.secrets.length === 0 && !merged.layers.some((layer) => layer.references)) {
    return { value: merged.value, derived: nothingDerived, issues: [] }
  }
  return resolving().resolveTree(plan, merged.layers, merged.value, earlier)
}

const nothingDerived: Resolved['derived'] = new Map()
