import { findKeys } from '../../crypto/keys/keyring.ts'
import { ConfigError } from '../../errors/config-error.ts'
import { defaultStoreFile } from '../user-files.ts'
import { LocalStore } from './local-store.ts'

/** Options of {@link localSecrets}, also as data in a manifest. */
export interface LocalSecretsOptions {
  /** Relative to the root of the definition. Default: CONFIGMANAGE_SECRET_STORE, else the person's own store. */
  readonly file?: string
  /** Files with age identities, besides those in the environment and the key file of `sops`. */
  readonly identityFiles?: readonly string[]
  /** For whom a new file is sealed: age recipients. Default: for the keys that are found. */
  readonly recipients?: readonly string[]
  /** For messages and the audit log. Default: `local`. */
  readonly name?: string
}

/**
 * Secrets in a file of this machine, or of a repository: sealed by age, with versions, safe for several writers. Keys are found
 * as for sealed files: SOPS_AGE_KEY, SOPS_AGE_KEY_FILE, the key file of `sops`, AGE_PASSPHRASE.
 */
export function localSecrets(options: LocalSecretsOptions = {}): LocalStore {
  const { identityFiles, recipients, name = 'local' } = options
  return new LocalStore({
    name,
    file: ({ env }) => options.file ?? defaultStoreFile(env) ?? noFile(),
    keys: async ({ env, cwd }) => {
      const { age } = await findKeys(env, cwd, identityFiles === undefined ? {} : { identityFiles })
      return { age, ...(recipients !== undefined && { recipients }) }
    },
  })
}

function noFile(): never {
  throw new ConfigError({
    code: 'OPTION_INVALID',
    severity: 'error',
    message: 'there is no home folder for secrets',
    hint: 'name a file: localSecrets({ file: "secrets.age" })',
  })
}
