import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { type Awaitable, isPromise } from '../runtime/awaitable.ts'
import type { KnownKeys, ReadContext, Reading, Source } from '../sources/source.ts'
import type { Path } from '../values/path.ts'
import { isUnavailable } from './live/unavailable.ts'
import type { Plan } from './plan.ts'
import { contextOf } from './read-context.ts'

/** What came of asking a source. */
export interface Answer {
  readonly source: Source
  readonly reading: Reading | undefined
  readonly issues: readonly Issue[]
  /** Milliseconds since 1970. */
  readonly readAt: number
  readonly durationMs: number
}

/** What sources that stand for others did stand for last, by name. */
export interface Listed {
  readonly last: Map<string, readonly Expanded[]>
  /** Whether it may be used where it cannot be found out now. */
  readonly standsIn: boolean
  /** Of what is not asked, it is used as it is: whoever watches the files tells when there are others. */
  readonly isAsked: ((source: Source) => boolean) | undefined
  /** What stands for such a source: it is not asked either. */
  readonly kept: Set<Source>
}

/** Sources that stand for others may do so through this many levels. */
const maxExpansions = 5

const noIssues: readonly Issue[] = []

export const unknownKeys: KnownKeys = {
  get lower(): never {
    throw new ConfigError({
      code: 'INTERNAL',
      severity: 'error',
      message: 'a source looked at context.keys without declaring usesKeys',
    })
  },
  declared: [],
}

/** A source, and the only part of the configuration that it may set, if it is lazy. */
export interface Expanded {
  readonly source: Source
  readonly part: Path | undefined
  /** It only tells why what it stands for cannot be found out now; what it stood for last is beside it. */
  readonly isUnlisted?: boolean
}

/**
 * Sources with patterns, profiles and searches replaced by what they stand for now, without those that are left out. What
 * cannot say it now, such as a pattern for a folder without permission, stands for what it did last, if `listed` says so.
 */
export function expandSources(
  plan: Plan,
  sources: readonly Source[],
  issues: Issue[],
  leavesOut: (source: Source, part: Path) => boolean = () => false,
  listed?: Listed,
): readonly Expanded[] {
  let made: ReadContext | undefined
  const expand = (source: Source, outer: Path | undefined, level: number): readonly Expanded[] => {
    const { part = outer } = source
    if (source.part !== undefined && leavesOut(source, source.part)) return []
    if (source.expand === undefined || level >= maxExpansions) return [{ source, part }]
    const known = listed?.last.get(source.name)
    if (known !== undefined && source.watchTargets !== undefined && listed?.isAsked?.(source) === false) {
      for (const each of known) listed.kept.add(each.source)
      return known
    }
    try {
      made ??= contextOf(plan, undefined, unknownKeys)
      const found = source
        .expand(made)
        .flatMap((inner) => (inner === source ? [{ source, part }] : expand(inner, part, level + 1)))
      listed?.last.set(source.name, found)
      return found
    } catch (error) {
      const found = issuesOf(plan, source, error)
      const last = listed?.standsIn ? known?.filter(({ isUnlisted }) => !isUnlisted) : undefined
      if (last !== undefined && isUnavailable(found)) {
        const standing = [...last, { source: unlisted(source, error), part, isUnlisted: true }]
        listed?.last.set(source.name, standing)
        return standing
      }
      issues.push(...found)
      return []
    }
  }
  return sources.flatMap((source) => expand(source, undefined, 0))
}

/** Asked in place of a source that cannot say what it stands for. */
function unlisted({ kind, name }: Source, error: unknown): Source {
  const read = (): never => {
    throw error
  }
  return { kind, name, read }
}

/**
 * Tells sources of equal names apart, from one load to the next: by the name, and how often it came before. Of files,
 * `config/base.yaml` and `config/{profile}.yaml` may mean the same one: it counts once, where it stands first.
 */
export function withKeys<T>(sources: readonly Expanded[], make: (expanded: Expanded, key: string) => T): readonly T[] {
  const files = new Set<string>()
  const counts = new Map<string, number>()
  const made: T[] = []
  for (const expanded of sources) {
    const { kind, name } = expanded.source
    if (kind === 'file' && files.size === files.add(name).size) continue
    const count = counts.get(name) ?? 0
    counts.set(name, count + 1)
    made.push(make(expanded, count === 0 ? name : `${name} #${count + 1}`))
  }
  return made
}

/** Asks one source; `keys` are what the lower layers hold, for one that is matched against them. */
export function ask(plan: Plan, source: Source, previous: Reading | undefined, keys: KnownKeys): Awaitable<Answer> {
  const startedAt = plan.runtime.clock.now()
  try {
    plan.signal?.throwIfAborted()
    const reading = source.read(contextOf(plan, previous, keys))
    if (!isPromise(reading)) return answerOf(plan, source, startedAt, reading, undefined)
    return reading.then(
      (value) => answerOf(plan, source, startedAt, value, undefined),
      (error: unknown) => answerOf(plan, source, startedAt, undefined, issuesOf(plan, source, error)),
    )
  } catch (error) {
    return answerOf(plan, source, startedAt, undefined, issuesOf(plan, source, error))
  }
}

function answerOf(
  plan: Plan,
  source: Source,
  startedAt: number,
  reading: Reading | undefined,
  failures: readonly Issue[] | undefined,
): Answer {
  const readAt = plan.runtime.clock.now()
  const durationMs = readAt - startedAt
  if (reading !== undefined && !isReading(reading))
    return { source, reading: undefined, issues: [noReading(source)], readAt, durationMs }
  const isMissing = reading === undefined && failures === undefined && !source.optional
  const issues = isMissing ? [missingIssue(plan, source)] : (failures ?? noIssues)
  return { source, reading, issues, readAt, durationMs }
}

/** Sources are written by others, in JavaScript too. */
function isReading(reading: unknown): reading is Reading {
  if (typeof reading !== 'object' || reading === null) return false
  const { kind, uri, version, bytes, file, value } = reading as Readonly<Record<string, unknown>>
  if (typeof uri !== 'string' || typeof version !== 'string') return false
  return kind === 'bytes' ? bytes instanceof Uint8Array && typeof file === 'string' : kind === 'value' && value !== undefined
}

function noReading({ name }: Source): Issue {
  return {
    code: 'SOURCE_FAILED',
    severity: 'error',
    message: `${name} answered with something that is no reading`,
    source: name,
    hint: "read() answers { kind: 'value', uri, version, value, textOnly }, { kind: 'bytes', uri, version, bytes, file } or undefined",
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
