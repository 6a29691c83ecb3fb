import { systemNow } from '../../runtime/node-runtime.ts'
import { cryptoError } from '../failures.ts'
import { type AllowList, checkAllowed } from './allow-list.ts'
import { askService, withMoment } from './ask-service.ts'
import { describeKey, fieldOf, type KeyProvider, type KeyTarget } from './key-provider.ts'
import { azureClient } from './services/azure-client.ts'

/** What is used of the class `CryptographyClient` of `@azure/keyvault-keys`. */
export interface AzureCryptographyClient {
  encrypt(parameters: {
    algorithm: 'RSA-OAEP-256'
    plaintext: Uint8Array
  }): Promise<{ readonly result: Uint8Array; readonly keyID?: string | undefined }>
  decrypt(parameters: { algorithm: 'RSA-OAEP-256'; ciphertext: Uint8Array }): Promise<{ readonly result: Uint8Array }>
}

export interface AzureKeyVaultOptions {
  /**
   * Makes the client for the address of a key: `(id) => new CryptographyClient(id, credential)`. Default: the official ones,
   * `@azure/keyvault-keys` and `@azure/identity`, which are imported with the first key and find credentials by themselves.
   */
  readonly client?: (keyId: string) => AzureCryptographyClient | Promise<AzureCryptographyClient>
  /** Addresses of the keys that may be used, without version; `*` at the end stands for any ending. */
  readonly allow: AllowList
}

/** Keys in Azure Key Vault: `azureKeyVault({ allow: ['https://name.vault.azure.net/keys/…'] })`. */
export function azureKeyVault({ client = azureClient, allow }: AzureKeyVaultOptions): KeyProvider {
  return {
    kind: 'azure_kv',
    unwrap: async (wrapped) => {
      checkAllowed(allow, addressOf(wrapped), wrapped)
      const parameters = { algorithm: 'RSA-OAEP-256', ciphertext: Buffer.from(wrapped.enc, 'base64url') } as const
      return askService(wrapped, async () => (await (await client(idOf(wrapped))).decrypt(parameters)).result)
    },
    wrap: async (target, share) => {
      checkAllowed(allow, addressOf(target), target)
      const parameters = { algorithm: 'RSA-OAEP-256', plaintext: share } as const
      const { result, keyID } = await askService(target, async () => (await client(idOf(target))).encrypt(parameters))
      // The file must name the version that was used, or it could not be opened after the next one was made.
      const version = target.fields.version || versionIn(keyID)
      if (version === undefined)
        throw cryptoError('CRYPTO_KEY_SERVICE', `${describeKey(target)} did not tell the version of the key`, {
          hint: 'name the version',
        })
      const { kind, fields } = withMoment(target, systemNow())
      return { kind, fields: { ...fields, version }, enc: Buffer.from(result).toString('base64url') }
    },
  }
}

/** A client that was made without a version may answer without one. */
function versionIn(keyId = ''): string | undefined {
  return /\/keys\/[^/]+\/([^/]+)$/.exec(keyId)?.[1]
}

function addressOf(key: KeyTarget): string {
  return `${fieldOf(key, 'vault_url').replace(/\/$/, '')}/keys/${fieldOf(key, 'name')}`
}

function idOf(key: KeyTarget): string {
  return key.fields.version ? `${addressOf(key)}/${key.fields.version}` : addressOf(key)
}
