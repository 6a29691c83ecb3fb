import { parseDuration } from '../../values/duration.ts'
import { usageError } from '../usage-error.ts'

/** Milliseconds of a flag such as `--overlap 1h`. @throws ConfigError CLI_USAGE */
export function readDuration(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const duration = parseDuration(text)
  if (duration !== undefined && duration > 0) return duration
  throw usageError(`${JSON.stringify(text)} is no duration for ${flag}`, 'write 30s, 5m, 2h or 7d')
}
