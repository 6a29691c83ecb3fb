import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { type Awaitable, all, andThen, isPromise } from '../runtime/awaitable.ts'
import type { KnownKeys, Reading, Source } from '../sources/source.ts'
import type { Value } from '../values/value.ts'
import { formatOf } from './formats.ts'
import { combine, type Generation, type LoadedSource, type Stacked, type Unavailable } from './generation.ts'
import type { Layer } from './layer.ts'
import { type Merged, mergeLayersAgain } from './merge-layers-again.ts'
import { parseLayers } from './parse-layers.ts'
import type { Plan } from './plan.ts'
import { type Answer, ask, expandSources, unknownKeys, withKeys } from './read-sources.ts'

/** A source that is being loaded, and what came of it last time. */
interface Loading {
  readonly source: Source
  readonly key: string
  readonly before: LoadedSource | undefined
}

/** Which sources are asked, and what becomes of those that cannot be reached. Default: all, and they are errors. */
export interface Asking {
  /** A source that is not asked keeps its last answer, if it has given one. */
  readonly isAsked?: (source: Source) => boolean
  /** Hears what each source answered, before anything is made of it. */
  readonly heard?: (answer: Answer) => void
  /** What stands in for a source that failed; with `undefined` it stays an error. `before` is what it said last in this process. */
  readonly standIn?: (failed: FailedAnswer, before: LoadedSource | undefined) => StandIn | undefined
}

/** A source that could not be read, and why. */
export interface FailedAnswer {
  readonly key: string
  readonly answer: Answer
}

/** What was read before, and why it could not be read now. */
export interface StandIn {
  readonly answer: Answer
  readonly unavailable: Unavailable
}

/** What has been put on top of each other so far. */
interface Stack extends Stacked {
  readonly plan: Plan
  readonly previous: Generation | undefined
  readonly issues: Issue[]
  readonly sources: LoadedSource[]
  readonly layers: Layer[]
  readonly lower: Map<string, Merged>
  readonly asking: Asking
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
  asking: Asking = {},
): Awaitable<Generation> {
  const stack: Stack = { plan, previous, issues: [], sources: [], layers: [], lower: new Map(), asking }
  const earlier = previous && new Map(previous.sources.map((loaded) => [loaded.key, loaded]))
  const loading = withKeys(expandSources(plan, stack.issues), (source, key) => ({ source, key, before: earlier?.get(key) }))
  // All that need nothing of each other are asked together. The rest wait for their turn.
  const answers = all(loading.map((each) => (each.source.usesKeys ? undefined : askAgain(stack, each, unknownKeys))))
  return andThen(answers, (found) =>
    andThen(stackFrom(stack, loading, found, 0), () => {
      if (stack.issues.length > 0) throw new ConfigError(stack.issues)
      return combine(plan, stack, overrides, previous)
    }),
  )
}

function askAgain({ plan, asking }: Stack, { source, before }: Loading, keys: KnownKeys): Awaitable<Answer> {
  if (before !== undefined && !source.usesKeys && asking.isAsked?.(source) === false) return before.answer
  return ask(plan, source, before?.answer.reading, keys)
}

function stackFrom(
  stack: Stack,
  loading: readonly Loading[],
  answers: readonly (Answer | undefined)[],
  first: number,
): Awaitable<void> {
  for (let index = first; index < loading.length; index++) {
    const each = loading[index] as Loading
    const answer = answers[index] ?? askAgain(stack, each, keysBelow(stack, each.key))
    const done = isPromise(answer) ? answer.then((found) => take(stack, each, found)) : take(stack, each, answer)
    if (isPromise(done)) return done.then(() => stackFrom(stack, loading, answers, index + 1))
  }
}

/** The keys below a source; the merge behind them happens only if the source looks. */
function keysBelow({ plan, previous, layers, lower }: Stack, key: string): KnownKeys {
  let merged: Merged | undefined
  return {
    get lower(): Value {
      if (merged === undefined) {
        merged = mergeLayersAgain(plan, [...layers], previous?.lower.get(key))
        lower.set(key, merged)
      }
      return merged.value
    },
    declared: plan.schema.declared,
  }
}

function take(stack: Stack, loading: Loading, given: Answer): Awaitable<void> {
  const { key, before } = loading
  stack.asking.heard?.(given)
  const standIn = given.issues.length === 0 ? undefined : stack.asking.standIn?.({ key, answer: given }, before)
  const answer = standIn?.answer ?? given
  // Who was not asked is no better off than before.
  const unavailable = standIn?.unavailable ?? (answer === before?.answer ? before.unavailable : undefined)
  const push = (layers: readonly Layer[]): void => {
    stack.sources.push({ key, answer, layers, unavailable })
    stack.layers.push(...layers)
  }
  stack.issues.push(...answer.issues)
  try {
    const layers = layersOf(stack.plan, loading, answer.reading)
    if (!isPromise(layers)) return push(layers)
    return layers.then(push, (error: unknown) => report(stack, loading, error))
  } catch (error) {
    report(stack, loading, error)
  }
}

function layersOf(plan: Plan, { source, before }: Loading, reading: Reading | undefined): Awaitable<readonly Layer[]> {
  if (reading === undefined) return []
  if (before !== undefined && isUnchanged(source, before, reading)) return before.layers
  const layers = before?.layers ?? []
  if (reading.kind === 'value') return asSchemaReads(plan, parseLayers(plan, source, reading, undefined, layers), layers)
  return andThen(formatOf(plan.formats, reading), (format) =>
    asSchemaReads(plan, parseLayers(plan, source, reading, format, layers), layers),
  )
}

/** Layers in which everything is text wait for a schema to say what the texts mean. */
function asSchemaReads({ checker }: Plan, layers: readonly Layer[], before: readonly Layer[]): readonly Layer[] {
  if (checker === undefined) return layers
  return layers.map((layer, index) => (layer.textOnly ? checker.coerce(layer, before[index]) : layer))
}

/** A source that is matched against other layers may mean something else although it says the same. */
function isUnchanged(source: Source, before: LoadedSource, reading: Reading): boolean {
  return !source.usesKeys && before.layers.length > 0 && before.answer.reading?.version === reading.version
}

function report({ issues }: Stack, { source }: Loading, error: unknown): void {
  if (!ConfigError.is(error)) throw error
  issues.push(...error.issues.map((issue) => ({ ...issue, source: issue.source ?? source.name })))
}
