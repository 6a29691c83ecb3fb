import type { Issue } from '../errors/issue.ts'
import type { TreeChange as Change } from '../merge/diff-paths.ts'

/** What a configuration tells its listeners. */
export interface ConfigEvents {
  /** A new generation is in use. */
  readonly changed: ConfigEvent
  /** A reload failed; the last good generation stays in use. What was refused is in `config.rejected`. */
  readonly rejected: ConfigEvent
  /** A source cannot be reached; what it said before stays in use. */
  readonly stale: SourceEvent
  /** A source that could not be reached answers again. */
  readonly recovered: SourceEvent
  /** Values changed that take effect only after a restart (`x-restart`). Readers keep the old ones; `changes` has the new. */
  readonly 'restart-required': ConfigEvent
}

export interface ConfigEvent {
  /** The generation in use after the event. */
  readonly generation: number
  /** Empty when rejected. */
  readonly changes: readonly Change[]
  /** Why it was rejected; empty when it was not. Warnings are in `config.current.warnings`. */
  readonly issues: readonly Issue[]
}

export interface SourceEvent {
  /** The generation in use. */
  readonly generation: number
  /** The source's name. */
  readonly source: string
  /** Why it cannot be reached; empty when it recovered. */
  readonly issues: readonly Issue[]
}
