import { ConfigError } from '../errors/config-error.ts'
import type { Path } from '../values/path.ts'
import type { Generation, LoadedSource } from './generation.ts'
import type { Plan } from './plan.ts'

/** How a source is doing, for health checks. */
export type SourceStatus = FreshSource | StaleSource | FailedSource | UnloadedSource

interface SourceFacts {
  /** The source's name. */
  readonly source: string
  /** When what is in use was read. Milliseconds since 1970. */
  readonly loadedAt: number
  /** How long ago that was. */
  readonly ageMs: number
  readonly durationMs: number
  /** Bytes read; 0 for sources that are no files. */
  readonly sizeBytes: number
  /** Empty for an optional source with nothing there. */
  readonly version: string
}

/** What it said last is in use. */
export interface FreshSource extends SourceFacts {
  readonly kind: 'fresh'
}

/** It failed since; what it said before is still in use. */
export interface StaleSource extends SourceFacts {
  readonly kind: 'stale'
  readonly reason: ConfigError
  /** Since when it cannot be reached, if that is the reason. Milliseconds since 1970. */
  readonly since: number | undefined
  /** Whether what is in use was read by an earlier process: the last known good on disk. */
  readonly fromDisk: boolean
  /** When it is asked again, if that is known. Milliseconds since 1970. */
  readonly nextTryAt: number | undefined
}

/** It failed, and nothing of it is in use: a file that came and is broken. */
export interface FailedSource {
  readonly kind: 'failed'
  readonly source: string
  readonly reason: ConfigError
  readonly nextTryAt: number | undefined
}

/** It is lazy, and nothing of its part was needed yet. */
export interface UnloadedSource {
  readonly kind: 'unloaded'
  readonly source: string
  /** The part of the configuration that it is about. */
  readonly part: Path
}

/** One entry for each source, lowest priority first. `failure` is that of the last reload, if it was rejected. */
export function statusOf(
  { runtime }: Plan,
  generation: Generation,
  failure: ConfigError | undefined,
  nextTryAt: number | undefined,
): readonly SourceStatus[] {
  const now = runtime.clock.now()
  const known = new Set(generation.sources.map(({ answer }) => answer.source.name))
  const failed = Map.groupBy(failure?.issues ?? [], ({ source }) => source)
  const used = generation.sources.map((loaded): SourceStatus => {
    const facts = factsOf(loaded, now)
    const { unavailable } = loaded
    const reasons = failed.get(facts.source) ?? unavailable?.issues ?? []
    if (reasons.length === 0) return { kind: 'fresh', ...facts }
    const { since, fromDisk = false } = unavailable ?? {}
    return { kind: 'stale', ...facts, reason: new ConfigError(reasons), since, fromDisk, nextTryAt }
  })
  const unused = [...failed].flatMap(([source, issues]): readonly SourceStatus[] =>
    source === undefined || known.has(source) ? [] : [{ kind: 'failed', source, reason: new ConfigError(issues), nextTryAt }],
  )
  const leftOut = generation.parts?.leftOut.map(({ source: { name: source }, part }) => ({
    kind: 'unloaded' as const,
    source,
    part,
  }))
  return [...used, ...unused, ...(leftOut?.filter(({ source }) => !failed.has(source)) ?? [])]
}

function factsOf({ answer }: LoadedSource, now: number): SourceFacts {
  const { reading, source } = answer
  return {
    source: source.name,
    loadedAt: answer.readAt,
    // A clock may have been set back.
    ageMs: Math.max(0, now - answer.readAt),
    durationMs: answer.durationMs,
    sizeBytes: reading?.kind === 'bytes' ? (reading.large?.size ?? reading.bytes.length) : 0,
    version: reading?.version ?? '',
  }
}
