import { ConfigError } from '../errors/config-error.ts'

/** What is said of paths that cannot be used. */
export function noPath(cause: unknown): ConfigError {
  const message = 'the path of a source must be a text or a file: URL'
  return new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, hint: 'write file("config/app.yaml")' }, { cause })
}

/** `{region}` stands for nothing. */
export function unknownVariable(name: string, path: string): ConfigError {
  return new ConfigError({
    code: 'OPTION_INVALID',
    severity: 'error',
    message: `{${name}} in the path is neither {profile} nor a variable of the active profile`,
    file: path,
    hint: `define the variable ${JSON.stringify(name)} in the profile, or write [{] for a brace of the name`,
  })
}

/** What `{region}` stands for could lead out of the folder. */
export function unsafeName(value: string, name: string, path: string): ConfigError {
  return new ConfigError({
    code: 'PROFILE_NAME',
    severity: 'error',
    message: `${JSON.stringify(value)}, for {${name}}, cannot be part of a file name`,
    file: path,
    hint: 'use letters, digits, "_", "." and "-" only, and begin with a letter or digit',
  })
}
