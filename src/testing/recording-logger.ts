import type { LogFields, Logger } from '../runtime/logger.ts'

export interface LogRecord {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
  readonly fields: LogFields
}

/** A logger that remembers, so that a test can look at what was said. */
export interface RecordingLogger extends Logger {
  /** In the order of the calls. */
  readonly records: readonly LogRecord[]
}

export function recordingLogger(): RecordingLogger {
  const records: LogRecord[] = []
  const record =
    (level: LogRecord['level']) =>
    (message: string, fields: LogFields = {}): void => {
      records.push({ level, message, fields })
    }
  return { records, debug: record('debug'), info: record('info'), warn: record('warn'), error: record('error') }
}
