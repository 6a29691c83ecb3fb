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

/** What is said of an event that there is not. */
export function noSuchEvent(name: unknown, names: Iterable<string>): ConfigError {
  return new ConfigError({
    code: 'OPTION_INVALID',
    severity: 'error',
    message: `there is no event ${typeof name === 'string' ? `"${name}"` : `of the type ${typeof name}`}`,
    hint: `use one of ${[...names].join(', ')}`,
  })
}
