import { ConfigError } from '../../errors/config-error.ts'

/** What is said of a configuration that was closed. */
export function closed(): ConfigError {
  return new ConfigError({
    code: 'CONFIG_CLOSED',
    severity: 'error',
    message: 'the configuration was closed',
    hint: 'create a new one',
  })
}

/** What is said of an override that would have to be waited for. */
export function cannotWait(): ConfigError {
  return new ConfigError({
    code: 'SOURCE_ASYNC',
    severity: 'error',
    message: 'the schema has a validator that has to be waited for, and an override takes effect at once',
    hint: 'put the values into an object() source on top instead',
  })
}
