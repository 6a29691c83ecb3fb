import type { Clock } from './clock.ts'
import type { Logger } from './logger.ts'

/** Everything the library takes from the outside world, except the files it is pointed at. */
export interface Runtime {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute. Relative paths of a definition are relative to it. */
  readonly cwd: string
  /** The arguments behind the program's name. */
  readonly args: readonly string[]
  /** Standard input, to its end. */
  readonly stdin: () => Promise<Uint8Array>
  readonly clock: Clock
  readonly logger: Logger
}

/** What a call gets: the outside world, and the signal that ends the wait. */
export interface CallContext extends Runtime {
  readonly signal: AbortSignal
}
