import { ConfigError } from '../../errors/config-error.ts'
import { nodeRuntime } from '../../runtime/node-runtime.ts'
import type { CallContext } from '../../runtime/runtime.ts'
import { localSecrets } from '../../secrets/local/local-secrets.ts'
import type { LocalStore } from '../../secrets/local/local-store.ts'
import { parseSecretRef, printSecretRef, type SecretRef } from '../../secrets/secret-ref.ts'
import { defaultStoreFile } from '../../secrets/user-files.ts'
import type { CliContext } from '../context.ts'
import type { IdentityFlags } from '../sealed/keys.ts'
import { usageError } from '../usage-error.ts'

export interface StoreFlags extends IdentityFlags {
  readonly store?: string
}

/** The store that a command works on, and the world for its calls. */
export interface OpenStore {
  readonly store: LocalStore
  /** As people write it. */
  readonly file: string
  readonly call: CallContext
}

/** The store of --store, of CONFIGMANAGE_SECRET_STORE, or the person's own. @throws ConfigError CLI_USAGE */
export function openStore(context: CliContext, { store, identity }: StoreFlags): OpenStore {
  const file = store ?? defaultStoreFile(context.env)
  if (file === undefined) throw usageError('there is no home folder for secrets', 'name a store: --store secrets.age')
  const { env, cwd, signal, now } = context
  const runtime = nodeRuntime({ env, cwd })
  const call: CallContext = { ...runtime, clock: { now, sleep: runtime.clock.sleep }, signal }
  return { store: localSecrets({ file, ...(identity !== undefined && { identityFiles: identity }) }), file, call }
}

/** `name#field@version`. @throws ConfigError SECRET_REFERENCE, CLI_USAGE */
export function readName(text: string): SecretRef {
  // Not shown: what stands behind the sign may be the secret.
  if (text.includes('='))
    throw usageError('a name with "=" in it', 'secrets are not taken from arguments, which others can see: use --stdin')
  return parseSecretRef(text)
}

/** SECRET_MISSING, with the way to see what there is. */
export function missing(ref: SecretRef, file: string): ConfigError {
  return new ConfigError({
    code: 'SECRET_MISSING',
    severity: 'error',
    message: `there is no secret ${JSON.stringify(printSecretRef(ref))}`,
    file,
    hint: 'configmanage secrets list shows their names',
  })
}
