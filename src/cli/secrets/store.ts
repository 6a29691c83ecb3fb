import { ConfigError } from '../../errors/config-error.ts'
import { nodeRuntime } from '../../runtime/node-runtime.ts'
import type { CallContext } from '../../runtime/runtime.ts'
import { localSecrets } from '../../secrets/local/local-secrets.ts'
import type { SecretProvider, SecretStore } from '../../secrets/secret-provider.ts'
import { parseSecretRef, printSecretRef, type SecretRef } from '../../secrets/secret-ref.ts'
import { defaultStoreFile } from '../../secrets/user-files.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import type { IdentityFlags } from '../sealed/keys.ts'
import { usageError } from '../usage-error.ts'
import { declaredStore } from './declared-store.ts'

export interface StoreFlags extends IdentityFlags {
  /** A store that the manifest declares, by its name, or a file. */
  readonly store?: string
}

/** The store that a command works on, and the world for its calls. */
export interface OpenStore {
  readonly store: SecretProvider
  /** As people write it: a file, or the name that the manifest gives it. */
  readonly place: string
  /** For the audit log, which knows more than one project. */
  readonly placeOnRecord: string
  /** What was asked for, without the name of the store. */
  readonly text: string
  readonly call: CallContext
}

/**
 * The store that --store names, the manifest's, that of CONFIGMANAGE_SECRET_STORE, or the person's own: the first of these.
 * @param text the name of a secret, which may begin with that of a store as in references
 * @throws ConfigError CLI_USAGE, and what is wrong with a manifest
 */
export async function openStore(context: CliContext, flags: GlobalFlags & StoreFlags, text: string): Promise<OpenStore> {
  const found = await declaredStore(context, flags, text)
  if (found !== undefined) {
    const { store, name, root, text: inStore } = found
    const placeOnRecord = `${name} in ${root}`
    return { store, place: name, placeOnRecord, text: inStore, call: callIn(context, root) }
  }
  const file = flags.store ?? defaultStoreFile(context.env)
  if (file === undefined) throw usageError('there is no home folder for secrets', 'name a store: --store secrets.age')
  const { identity } = flags
  const store = localSecrets({ file, ...(identity !== undefined && { identityFiles: identity }) })
  return { store, place: file, placeOnRecord: file, text, call: callIn(context, context.cwd) }
}

function callIn({ env, signal, now }: CliContext, cwd: string): CallContext {
  const runtime = nodeRuntime({ env, cwd })
  return { ...runtime, clock: { now, sleep: runtime.clock.sleep }, signal }
}

/** A store that has names. @throws ConfigError CLI_USAGE */
export function listable({ store, place }: OpenStore): Pick<SecretStore, 'list'> {
  if ('list' in store) return store as SecretStore // a provider with a list has the rest of a store too
  throw usageError(`the store ${JSON.stringify(place)} does not tell the names of its secrets`, 'ask for a secret by its name')
}

/** A store that can be written. @throws ConfigError CLI_USAGE */
export function writable({ store, place }: OpenStore): SecretStore {
  if ('write' in store && 'remove' in store) return store as SecretStore // a provider that writes is a store
  throw usageError(`the store ${JSON.stringify(place)} can only be read`, 'change the secret where it is kept')
}

/** `name#field@version`. @throws ConfigError SECRET_REFERENCE, CLI_USAGE */
export function readName(text: string): SecretRef {
  // Not shown: what stands behind the sign may be the secret.
  if (text.includes('='))
    throw usageError('a name with "=" in it', 'secrets are not taken from arguments, which others can see: use --stdin')
  return parseSecretRef(text)
}

/** SECRET_MISSING, with the way to see what there is. */
export function missing(ref: SecretRef, { place }: OpenStore): ConfigError {
  return new ConfigError({
    code: 'SECRET_MISSING',
    severity: 'error',
    message: `there is no secret ${JSON.stringify(printSecretRef(ref))}`,
    file: place,
    hint: 'configmanage secrets list shows their names',
  })
}
