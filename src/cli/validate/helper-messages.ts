import type { Issue } from '../../errors/issue.ts'
import type { Span } from '../../text/position.ts'
import type { SuppressionFile } from '../suppress/apply-suppressions.ts'
import type { CheckDepth, FileFlags } from './check-file.ts'

/** What a helper thread is started with: plain data, as everything that passes between threads. */
export interface HelperTask {
  /** Absolute. */
  readonly cwd: string
  readonly flags: FileFlags
}

/** Names of files to check. */
export type Batch = readonly string[]

/** The results of a batch, or why the helper cannot check anything. */
export type HelperAnswer = BatchAnswer | { readonly kind: 'refused'; readonly issues: readonly [Issue, ...Issue[]] }

export interface BatchAnswer {
  readonly kind: 'checked'
  /** One for each file, in order. */
  readonly depths: readonly CheckDepth[]
  /** Only those that are worth a word, by their place in the batch. */
  readonly issues: ReadonlyMap<number, readonly Issue[]>
  readonly suppressing: ReadonlyMap<number, SuppressionFile>
  readonly secrets: ReadonlyMap<number, readonly Span[]>
}
