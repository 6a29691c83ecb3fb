import { ConfigError } from '../../errors/config-error.ts'

/** The error for values and schemas that are nested deeper than can be followed. */
export function tooDeep(rule?: string): ConfigError {
  return new ConfigError({
    code: 'FORMAT_TOO_DEEP',
    severity: 'error',
    message: 'the value and its schema are nested too deep to be checked',
    rule,
    hint: 'flatten the data',
  })
}

/**
 * Levels are counted, but how much room the stack has left is known only to who called. A stack that is full says so
 * with the same error.
 */
export function orTooDeep<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError && error.message.includes('call stack')) throw tooDeep()
    throw error
  }
}
