import { isAtOrBelow } from '../config/secret-paths.ts'
import { ConfigError } from '../errors/config-error.ts'
import type { Path } from '../values/path.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'
import { findDefinition, secretsOf } from './find-definition.ts'

/**
 * Whether the schema of the manifest calls a path secret. Without a manifest, or with one that is broken, nothing
 * is known to be.
 */
export async function isKnownSecret(context: CliContext, flags: GlobalFlags, path: Path): Promise<boolean> {
  try {
    const secrets = await secretsOf(await findDefinition(context, flags))
    return secrets.some((secret) => isAtOrBelow(path, secret))
  } catch (error) {
    if (ConfigError.is(error)) return false
    throw error
  }
}
