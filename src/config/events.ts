import type { Issue } from '../errors/issue.ts'
import type { TreeChange as Change } from '../merge/diff-paths.ts'

/** What a configuration tells its listeners. */
export interface ConfigEvents {
  /** A new generation is in use. */
  readonly changed: ConfigEvent
  /** A reload failed; the last good generation stays in use. */
  readonly rejected: ConfigEvent
}

export interface ConfigEvent {
  /** The generation in use after the event. */
  readonly generation: number
  /** Empty when rejected. */
  readonly changes: readonly Change[]
  /** Why it was rejected; empty when it was not. Warnings are in `config.current.warnings`. */
  readonly issues: readonly Issue[]
}
