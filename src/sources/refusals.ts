import { ConfigError } from '../errors/config-error.ts'
import { unknownOption } from '../formats/option-names.ts'

/** What is said of paths that cannot be used. */
export function noPath(cause: unknown): ConfigError {
  const message = 'the path of a source must be a text or a file: URL'
  return new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, hint: 'write file("config/app.yaml")' }, { cause })
}

/** A source with options that it does not have, or with something else in their place. */
export function wrongOptions(kind: string, options: object, known: readonly string[]): ConfigError {
  if (typeof options !== 'object' || options === null)
    return new ConfigError({
      code: 'OPTION_INVALID',
      severity: 'error',
      message: `the options of ${kind}() must be a map`,
      hint:
        kind === 'env' || kind === 'args' ? `write ${kind}({ prefix: "APP_" })` : 'write { optional: true }, or leave them out',
    })
  const unknown = Object.keys(options).filter((name) => !known.includes(name))
  return new ConfigError(unknown.map((name) => unknownOption(`${kind}()`, name, known)))
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
