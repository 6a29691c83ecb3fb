import { ConfigError } from '../errors/config-error.ts'

/** The refusal of a call that must be refused. */
export function errorOf(action: () => unknown): ConfigError {
  try {
    action()
  } catch (error) {
    if (ConfigError.is(error)) return error
    throw error
  }
  throw new Error('nothing was refused')
}
