import { ConfigError } from '../errors/config-error.ts'

/** CLI_USAGE: the command line itself is wrong. */
export function usageError(message: string, hint?: string): ConfigError {
  return new ConfigError({ code: 'CLI_USAGE', severity: 'error', message, hint })
}
