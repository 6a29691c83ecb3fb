import { findKeys, type Keyring } from '../../crypto/keys/keyring.ts'
import type { CliContext } from '../context.ts'

export interface IdentityFlags {
  readonly identity?: readonly string[]
}

/** The keys that a command may use. @throws ConfigError CRYPTO_KEY_INVALID, CRYPTO_NO_KEY */
export function keysFor(context: CliContext, { identity }: IdentityFlags): Promise<Keyring> {
  return findKeys(context.env, context.cwd, identity === undefined ? {} : { identityFiles: identity })
}
