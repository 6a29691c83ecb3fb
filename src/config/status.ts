import { ConfigError } from '../errors/config-error.ts'
import type { Generation, LoadedSource } from './generation.ts'

/** How a source is doing, for health checks. */
export type SourceStatus = FreshSource | StaleSource

interface SourceFacts {
  /** The source's name. */
  readonly source: string
  /** Milliseconds since 1970. */
  readonly loadedAt: number
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
}

/** One entry for each source, lowest priority first. `failure` is that of the last reload, if it was rejected. */
export function statusOf(generation: Generation, failure: ConfigError | undefined): readonly SourceStatus[] {
  return generation.sources.map((loaded) => {
    const facts = factsOf(loaded)
    const reasons = failure?.issues.filter((issue) => issue.source === facts.source) ?? []
    return reasons.length === 0 ? { kind: 'fresh', ...facts } : { kind: 'stale', ...facts, reason: new ConfigError(reasons) }
  })
}

function factsOf({ answer }: LoadedSource): SourceFacts {
  const { reading, source } = answer
  return {
    source: source.name,
    loadedAt: answer.readAt,
    durationMs: answer.durationMs,
    sizeBytes: reading?.kind === 'bytes' ? (reading.large?.size ?? reading.bytes.length) : 0,
    version: reading?.version ?? '',
  }
}
