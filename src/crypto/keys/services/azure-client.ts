import type { AzureCryptographyClient } from '../azure-key-vault.ts'
import { fromPackage, type ImportPackage, type Maker } from './official-package.ts'

/** What is used of the class `KeyClient`. */
interface AzureKeyClient {
  getKey(name: string): Promise<{ readonly id?: string | undefined }>
}

const keyPackage = '@azure/keyvault-keys'

/**
 * The official client for the address of a key, with the credentials that `@azure/identity` finds. Without a version the
 * newest one is looked up first, because a file has to name it.
 * @throws ConfigError CRYPTO_KEY_SERVICE
 */
export async function azureClient(keyId: string, load?: ImportPackage): Promise<AzureCryptographyClient> {
  const Client = await fromPackage<Maker<AzureCryptographyClient>>(keyPackage, 'CryptographyClient', load)
  const KeyClient = await fromPackage<Maker<AzureKeyClient>>(keyPackage, 'KeyClient', load)
  const Credential = await fromPackage<Maker<object>>('@azure/identity', 'DefaultAzureCredential', load)
  const credential = new Credential()
  const [vault, path = ''] = keyId.split('/keys/')
  const isDefinite = path.includes('/')
  const { id = keyId } = isDefinite ? {} : await new KeyClient(vault, credential).getKey(path)
  return new Client(id, credential)
}
