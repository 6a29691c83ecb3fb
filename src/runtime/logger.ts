/** One sentence and flat fields, shaped so that most loggers fit. Implementations must not throw. */
export interface Logger {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

/** Values of the configuration never appear in a log field. */
export interface LogFields {
  readonly code?: string
  readonly source?: string
  readonly path?: string
  readonly durationMs?: number
  readonly sizeBytes?: number
  readonly generation?: number
  readonly [field: string]: unknown
}

const ignore = (): void => undefined

/** Prints nothing: the default. */
export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore }
