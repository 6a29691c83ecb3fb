import { isSecretPath } from '../config/secret-paths.ts'
import { schemaOf } from '../config/validating/make-checker.ts'
import { ConfigError } from '../errors/config-error.ts'
import type { Path } from '../values/path.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'
import { findDefinition } from './find-definition.ts'

/**
 * Whether the schema of the manifest calls a path secret. Without a manifest, or with one that is broken, nothing
 * is known to be.
 */
export async function isKnownSecret(context: CliContext, flags: GlobalFlags, path: Path): Promise<boolean> {
  try {
    return isSecretPath(schemaOf(await findDefinition(context, flags)).description, path)
  } catch (error) {
    if (ConfigError.is(error)) return false
    throw error
  }
}
