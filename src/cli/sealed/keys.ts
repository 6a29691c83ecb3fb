import { resolve } from 'node:path'
import type { KeyTarget } from '../../crypto/keys/key-provider.ts'
import { allowedNames } from '../../crypto/keys/key-services.ts'
import { findKeys, type KeyOptions, type Keyring } from '../../crypto/keys/keyring.ts'
import { findManifest } from '../../manifest/find-manifest.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { findDefinition } from '../find-definition.ts'

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
 * The keys that a command may use: of its flags, of the manifest if there is one, and of the environment.
 * @param named keys that stand on the command line, which is permission enough
 * @throws ConfigError CRYPTO_KEY_INVALID, CRYPTO_NO_KEY, and what is wrong with the manifest
 */
export async function keysFor(
  context: CliContext,
  flags: GlobalFlags & IdentityFlags,
  named: readonly KeyTarget[] = [],
): Promise<Keyring> {
  return ownKeys(context, flags, await declaredKeys(context, flags), named)
}

/** The same without a manifest: for what git calls on whatever it has checked out, which may be a stranger's. */
export function ownKeys(
  { env, cwd }: CliContext,
  { identity, allowKey = [], requireSeal = false }: IdentityFlags,
  declared: KeyOptions = {},
  named: readonly KeyTarget[] = [],
): Promise<Keyring> {
  const allow = [...allowKey, ...named.flatMap(allowedNames), ...(declared.allow ?? [])]
  return findKeys(env, cwd, {
    allow,
    identityFiles: identity ?? declared.identityFiles ?? [],
    requireSeal: requireSeal || declared.requireSeal === true,
  })
}

/** `keys` of the manifest, if there is one. Its files are relative to it. @throws ConfigError what is wrong with it */
export async function declaredKeys(context: CliContext, flags: GlobalFlags): Promise<KeyOptions> {
  if (flags.config === undefined && findManifest(context.cwd) === undefined) return {}
  const { keys = {}, root = context.cwd } = await findDefinition(context, flags)
  const { identityFiles = [] } = keys
  return { ...keys, identityFiles: identityFiles.map((file) => resolve(root, file)) }
}
