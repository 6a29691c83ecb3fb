import type { LogFields, Logger } from '../runtime/logger.ts'
import type { CliOutput } from './context.ts'

/** Every message of the library as a line on standard error: `--verbose`. */
export function verboseLogger(stderr: CliOutput): Logger {
  const line =
    (level: string) =>
    (message: string, fields: LogFields = {}): void => {
      const facts = Object.entries(fields).map(([name, value]) => ` ${name}=${String(value)}`)
      stderr.write(`${level} ${message}${facts.join('')}\n`)
    }
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
}
