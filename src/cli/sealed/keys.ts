import type { KeyTarget } from '../../crypto/keys/key-provider.ts'
import { allowedNames } from '../../crypto/keys/key-services.ts'
import { findKeys, type Keyring } from '../../crypto/keys/keyring.ts'
import type { CliContext } from '../context.ts'

export interface IdentityFlags extends AllowFlags {
  readonly identity?: readonly string[]
  /** Whether files must have a file seal. */
  readonly requireSeal?: boolean
}

export interface AllowFlags {
  /** Keys in key services that may be used. */
  readonly allowKey?: readonly string[]
}

/**
 * The keys that a command may use.
 * @param named keys that stand on the command line, which is permission enough
 * @throws ConfigError CRYPTO_KEY_INVALID, CRYPTO_NO_KEY
 */
export function keysFor(
  context: CliContext,
  { identity = [], allowKey = [], requireSeal = false }: IdentityFlags,
  named: readonly KeyTarget[] = [],
): Promise<Keyring> {
  return findKeys(context.env, context.cwd, {
    identityFiles: identity,
    allow: [...allowKey, ...named.flatMap(allowedNames)],
    requireSeal,
  })
}
