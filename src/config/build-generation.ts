import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { type Awaitable, all, andThen, isPromise } from '../runtime/awaitable.ts'
import type { KnownKeys, Reading, Source } from '../sources/source.ts'
import type { Path } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import { formatOf } from './formats.ts'
import { combine, type Generation, type LoadedSource, type Stacked, type Unavailable } from './generation.ts'
import type { ImportedSource, ImportState } from './importing.ts'
import { importing, lazyParts, opening } from './later.ts'
import type { Layer } from './layer.ts'
import type { LazyParts } from './lazy-parts.ts'
import { looksSealed } from './looks-sealed.ts'
import { type Merged, mergeLayersAgain } from './merge-layers-again.ts'
import { parseLayers } from './parse-layers.ts'
import type { Plan } from './plan.ts'
import { type Answer, ask, type Expanded, expandSources, unknownKeys, withKeys } from './read-sources.ts'

/** A source that is being loaded, and what came of it last time. */
interface Loading {
  readonly source: Source
  readonly key: string
  readonly before: LoadedSource | undefined
  /** Set for a source that was lazy: it may set nothing else. */
  readonly part: Path | undefined
  /** It has to be asked, or nobody hears that it fails. */
  readonly isUnlisted?: boolean | undefined
  /** Set for a file that another one imports. */
  readonly imported?: ImportedSource
}

/** Which sources are asked, and what becomes of those that cannot be reached. Default: all, and they are errors. */
export interface Asking {
  /** A source that is not asked keeps its last answer, if it has given one. */
  readonly isAsked?: (source: Source) => boolean
  /** Lazy parts that are to be loaded. Those that are loaded already stay so. */
  readonly parts?: readonly Path[]
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
  readonly earlier: ReadonlyMap<string, LoadedSource> | undefined
  imports: ImportState | undefined
  parts: LazyParts | undefined
  /** Sources that are not asked, because nobody asked what stands for them. */
  readonly kept: Set<Source>
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
  return build(plan, previous, previous?.sources, overrides, asking)
}

/** `said` is what the sources said last, if they did. */
function build(
  plan: Plan,
  previous: Generation | undefined,
  said: readonly LoadedSource[] | undefined,
  overrides: readonly Layer[],
  asking: Asking,
): Awaitable<Generation> {
  const earlier = said && new Map(said.map((loaded) => [loaded.key, loaded]))
  const stack: Stack = {
    plan,
    previous,
    issues: [],
    sources: [],
    layers: [],
    lower: new Map(),
    earlier,
    imports: undefined,
    parts: undefined,
    kept: new Set(),
    asking,
  }
  const { standIn, isAsked } = asking
  const standsIn = previous !== undefined && standIn !== undefined
  const listed = plan.watch ? { last: expansionsOf(plan), standsIn, isAsked, kept: stack.kept } : undefined
  const sources = expandSources(plan, plan.sources, stack.issues, (source, part) => isLeftOut(stack, source, part), listed)
  const loading = withKeys(sources, ({ source, part, isUnlisted }, key) => {
    const before = earlier?.get(key) ?? (isUnlisted ? nothingOf(plan, source, key) : undefined)
    return { source, key, part, isUnlisted, before }
  })
  // All that need nothing of each other are asked together. The rest wait for their turn.
  const answers = all(loading.map((each) => (each.source.usesKeys ? undefined : askAgain(stack, each, unknownKeys))))
  return andThen(answers, (found) =>
    andThen(stackFrom(stack, loading, found, 0), () => {
      if (stack.issues.length > 0) throw new ConfigError(stack.issues)
      return stack.parts === undefined ? combine(plan, stack, overrides, previous) : combineParts(stack, overrides, stack.parts)
    }),
  )
}

/** What patterns and the like stood for when they could last say so. */
const expansions = new WeakMap<Plan, Map<string, readonly Expanded[]>>()

function expansionsOf(plan: Plan): Map<string, readonly Expanded[]> {
  const known = expansions.get(plan) ?? new Map<string, readonly Expanded[]>()
  expansions.set(plan, known)
  return known
}

/** A pattern has no values of its own: nothing stands in for it. */
function nothingOf({ runtime }: Plan, source: Source, key: string): LoadedSource {
  const answer: Answer = { source, reading: undefined, issues: [], readAt: runtime.clock.now(), durationMs: 0 }
  return { key, answer, layers: [] }
}

function isLeftOut(stack: Stack, source: Source, part: Path): boolean {
  const { plan, previous, asking } = stack
  if (plan.eager) return false
  stack.parts ??= new (lazyParts().LazyParts)(previous?.parts, asking.parts ?? [])
  return stack.parts.leavesOut(source, part)
}

/** Loads also those parts that references turn out to need. */
function combineParts(stack: Stack, overrides: readonly Layer[], parts: LazyParts): Awaitable<Generation> {
  const { plan, previous, asking, sources } = stack
  const orMore = (outcome: () => Awaitable<Generation>): Awaitable<Generation> => {
    const wanted = parts.takeWanted()
    if (wanted.length === 0) return outcome()
    const more = [...(asking.parts ?? []), ...wanted]
    return build(plan, previous, sources, overrides, { ...asking, parts: more, isAsked: () => false })
  }
  const failed = (error: unknown): Awaitable<Generation> =>
    orMore(() => {
      throw error
    })
  try {
    const combined = combine(plan, stack, overrides, previous)
    return isPromise(combined) ? combined.then((made) => orMore(() => made), failed) : orMore(() => combined)
  } catch (error) {
    return failed(error)
  }
}

/** What is imported belongs to the file that imports it: it is always asked. */
function askAgain(stack: Stack, { source, before, imported, isUnlisted }: Loading, keys: KnownKeys): Awaitable<Answer> {
  const isSame = isSameSource(stack, source, before)
  const isAsked = isUnlisted || source.usesKeys || (stack.asking.isAsked?.(source) !== false && !stack.kept.has(source))
  if (before !== undefined && isSame && imported === undefined && !isAsked) return before.answer
  return ask(stack.plan, source, isSame ? before?.answer.reading : undefined, keys)
}

/** With other profiles, a source of the same name may be another one. */
function isSameSource({ plan, previous }: Stack, source: Source, before: LoadedSource | undefined): boolean {
  return plan.profile === previous?.profile || before?.answer.source === source
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
    takesEmpty: (path) => plan.checker?.takesEmpty(path) ?? false,
  }
}

function take(stack: Stack, loading: Loading, given: Answer): Awaitable<void> {
  const { key, before } = loading
  stack.asking.heard?.(given)
  const standIn = given.issues.length === 0 ? undefined : stack.asking.standIn?.({ key, answer: given }, before)
  const answer = standIn?.answer ?? given
  // Who was not asked is no better off than before.
  const unavailable = standIn?.unavailable ?? (answer === before?.answer ? before.unavailable : undefined)
  const push = (layers: readonly Layer[]): Awaitable<void> => {
    const { part } = loading
    if (part !== undefined) stack.issues.push(...layers.flatMap((layer) => lazyParts().outsideOf(part, layer)))
    const isImporting = layers.some((layer) => layer.imports !== undefined)
    const done = isImporting ? pushImporting(stack, loading, layers) : void stack.layers.push(...layers)
    return andThen(done, () => void stack.sources.push({ key, answer, layers, unavailable }))
  }
  const { imported } = loading
  stack.issues.push(
    ...(imported === undefined ? answer.issues : answer.issues.map((issue) => importing().missingImport(issue, imported.step))),
  )
  try {
    const layers = layersOf(stack, loading, answer.reading)
    if (!isPromise(layers)) return push(layers)
    return layers.then(push, (error: unknown) => report(stack, loading, error))
  } catch (error) {
    report(stack, loading, error)
  }
}

/** Puts layers on the stack, each above the files that it imports. */
function pushImporting(stack: Stack, loading: Loading, layers: readonly Layer[]): Awaitable<void> {
  const { plan, issues, earlier } = stack
  const { imported } = loading
  stack.imports ??= { keys: new Set(), circles: new Set(), identities: new Map(), files: 0, isFull: false }
  return importing().stackImports(layers, {
    plan,
    issues,
    state: stack.imports,
    read: stack.sources.map(({ answer }) => answer),
    step: imported?.step,
    load: (found) => {
      const before = earlier?.get(found.key)
      const each: Loading = { source: found.source, key: found.key, part: loading.part, before, imported: found }
      return andThen(askAgain(stack, each, unknownKeys), (answer) => take(stack, each, answer))
    },
    push: (layer) => void stack.layers.push(layer),
  })
}

function layersOf(stack: Stack, loading: Loading, reading: Reading | undefined): Awaitable<readonly Layer[]> {
  const { plan } = stack
  const { source, before, imported } = loading
  if (reading === undefined) return []
  if (before !== undefined && isUnchanged(stack, source, before, reading))
    return imported === undefined ? before.layers : before.layers.map((layer) => ({ ...layer, importedBy: imported.step }))
  if (imported !== undefined) return importing().importedLayers(plan, imported, reading, before?.layers ?? [])
  const layers = before?.layers ?? []
  if (reading.kind === 'value') return asSchemaReads(plan, parseLayers(plan, source, reading, undefined, layers), layers)
  if (looksSealed(reading)) {
    return opening()
      .openLayers(plan, source, reading, layers)
      .then((opened) => asSchemaReads(plan, opened, layers))
  }
  return andThen(formatOf(plan.formats, reading), (format) =>
    asSchemaReads(plan, parseLayers(plan, source, reading, format, layers), layers),
  )
}

/** Layers in which everything is text wait for a schema to say what the texts mean. */
export function asSchemaReads({ checker }: Plan, layers: readonly Layer[], before: readonly Layer[]): readonly Layer[] {
  if (checker === undefined) return layers
  return layers.map((layer, index) => (layer.textOnly ? checker.coerce(layer, before[index]) : layer))
}

/**
 * A source that is matched against other layers, or a file with conditions on profiles, may mean something else
 * although it says the same.
 */
function isUnchanged(stack: Stack, source: Source, before: LoadedSource, reading: Reading): boolean {
  const { layers, answer } = before
  if (source.usesKeys || layers.length === 0 || answer.reading?.version !== reading.version) return false
  if (!isSameSource(stack, source, before)) return false
  return layers.every(({ conditionalOn }) => conditionalOn === undefined || conditionalOn.profile === stack.plan.profile)
}

function report({ issues }: Stack, { source, imported }: Loading, error: unknown): void {
  if (!ConfigError.is(error)) throw error
  const named = error.issues.map((issue) => ({ ...issue, source: issue.source ?? source.name }))
  issues.push(...(imported === undefined ? named : named.map((issue) => importing().withWay(issue, imported.step))))
}
