import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { type Awaitable, all, isPromise } from '../runtime/awaitable.ts'
import type { KnownKeys, ReadContext, Reading, Source } from '../sources/source.ts'
import type { Plan } from './plan.ts'

/** What came of asking a source. */
export interface Answer {
  readonly source: Source
  readonly reading: Reading | undefined
  readonly issues: readonly Issue[]
  /** Milliseconds since 1970. */
  readonly readAt: number
  readonly durationMs: number
}

/** Sources that stand for others may do so through this many levels. */
const maxExpansions = 5

const noVariables: Readonly<Record<string, string>> = {}

const unknownKeys: KnownKeys = {
  get lower(): never {
    throw new ConfigError({
      code: 'INTERNAL',
      severity: 'error',
      message: 'a source looked at context.keys without declaring usesKeys',
    })
  },
  declared: [],
}

/** The sources of a plan, with patterns, profiles and searches replaced by what they stand for now. */
export function expandSources(plan: Plan): { readonly sources: readonly Source[]; readonly issues: readonly Issue[] } {
  const context = contextOf(plan, undefined, unknownKeys)
  const issues: Issue[] = []
  const expand = (source: Source, level: number): readonly Source[] => {
    if (source.expand === undefined || level >= maxExpansions) return [source]
    try {
      return source.expand(context).flatMap((inner) => (inner === source ? [inner] : expand(inner, level + 1)))
    } catch (error) {
      issues.push(...issuesOf(plan, source, error))
      return []
    }
  }
  return { sources: withoutRepeats(plan.sources.flatMap((source) => expand(source, 0))), issues }
}

/** `config/base.yaml` and `config/{profile}.yaml` may mean the same file: it counts once, where it stands first. */
function withoutRepeats(sources: readonly Source[]): readonly Source[] {
  const files = new Set<string>()
  return sources.filter((source) => {
    if (source.kind !== 'file') return true
    const isNew = !files.has(source.name)
    files.add(source.name)
    return isNew
  })
}

/** Tells sources of equal names apart, from one load to the next: by the name, and how often it came before. */
export function keysOf(sources: readonly Source[]): readonly string[] {
  const counts = new Map<string, number>()
  return sources.map(({ name }) => {
    const count = counts.get(name) ?? 0
    counts.set(name, count + 1)
    return count === 0 ? name : `${name} #${count + 1}`
  })
}

/** Asks all sources that need nothing of each other, together. The rest wait for their turn and are `undefined` here. */
export function readIndependent(
  plan: Plan,
  sources: readonly Source[],
  previous: readonly (Reading | undefined)[],
): Awaitable<readonly (Answer | undefined)[]> {
  return all(sources.map((source, index) => (source.usesKeys ? undefined : ask(plan, source, previous[index], unknownKeys))))
}

/** Asks one source that is matched against what the lower layers hold. */
export function ask(plan: Plan, source: Source, previous: Reading | undefined, keys: KnownKeys): Awaitable<Answer> {
  const startedAt = plan.runtime.clock.now()
  const answer = (reading: Reading | undefined, issues: readonly Issue[]): Answer => {
    const readAt = plan.runtime.clock.now()
    const missing = reading === undefined && issues.length === 0 && !source.optional ? [missingIssue(plan, source)] : issues
    return { source, reading, issues: missing, readAt, durationMs: readAt - startedAt }
  }
  try {
    plan.signal?.throwIfAborted()
    const reading = source.read(contextOf(plan, previous, keys))
    if (!isPromise(reading)) return answer(reading, [])
    return reading.then(
      (value) => answer(value, []),
      (error: unknown) => answer(undefined, issuesOf(plan, source, error)),
    )
  } catch (error) {
    return answer(undefined, issuesOf(plan, source, error))
  }
}

function contextOf(plan: Plan, previous: Reading | undefined, keys: KnownKeys): ReadContext {
  return {
    ...plan.runtime,
    // Made when a source waits: most do not, and making one costs a start-up as much as reading a small file.
    get signal(): AbortSignal {
      return plan.signal ?? new AbortController().signal
    },
    profiles: plan.profile?.chain ?? [],
    variables: plan.profile?.variables ?? noVariables,
    maxBytes: plan.limits.maxBytes,
    keys,
    previous,
  }
}

function missingIssue(plan: Plan, source: Source): Issue {
  return (
    source.missing?.(contextOf(plan, undefined, unknownKeys)) ?? {
      code: 'SOURCE_MISSING',
      severity: 'error',
      message: `${source.name} has nothing to read`,
      source: source.name,
      hint: 'create it, or declare it with optional: true',
    }
  )
}

/** An abort is the caller's own doing and goes straight back to them. */
function issuesOf(plan: Plan, source: Source, error: unknown): readonly Issue[] {
  if (plan.signal?.aborted) throw error
  if (ConfigError.is(error)) return error.issues.map((issue) => ({ ...issue, source: issue.source ?? source.name }))
  return [
    {
      code: 'SOURCE_FAILED',
      severity: 'error',
      message: `${source.name} failed: ${error instanceof Error ? error.name : typeof error}`,
      source: source.name,
      hint: 'a source throws ConfigError for what it expects to go wrong',
    },
  ]
}
