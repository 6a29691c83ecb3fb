import { systemNow } from '../../runtime/node-runtime.ts'
import { type AllowList, checkAllowed } from './allow-list.ts'
import { askService, bytesOf, withMoment } from './ask-service.ts'
import { fieldOf, type KeyProvider } from './key-provider.ts'
import { gcpClient } from './services/gcp-client.ts'
import { once } from './services/once.ts'

/** What is used of the class `KeyManagementServiceClient` of `@google-cloud/kms`. */
export interface GcpKmsClient {
  encrypt(request: {
    name: string
    plaintext: Uint8Array
  }): Promise<readonly [{ readonly ciphertext?: Uint8Array | string | null }, ...unknown[]]>
  decrypt(request: {
    name: string
    ciphertext: Uint8Array
  }): Promise<readonly [{ readonly plaintext?: Uint8Array | string | null }, ...unknown[]]>
}

export interface GcpKmsOptions {
  /**
   * A client, or what makes one. Default: the official one, `@google-cloud/kms`, which is imported with the first key and
   * finds credentials by itself.
   */
  readonly client?: GcpKmsClient | (() => GcpKmsClient | Promise<GcpKmsClient>)
  /** `projects/…/cryptoKeys/…` of the keys that may be used; `*` at the end stands for any ending. */
  readonly allow: AllowList
}

/** Keys in Google Cloud KMS: `gcpKms({ allow: ['projects/…/cryptoKeys/…'] })`. */
export function gcpKms({ client = gcpClient, allow }: GcpKmsOptions): KeyProvider {
  const clientOnce = once(async () => (typeof client === 'function' ? client() : client))
  return {
    kind: 'gcp_kms',
    unwrap: async (wrapped) => {
      const name = fieldOf(wrapped, 'resource_id')
      checkAllowed(allow, name, wrapped)
      const request = { name, ciphertext: Buffer.from(wrapped.enc, 'base64') }
      return bytesOf(await askService(wrapped, async () => (await (await clientOnce()).decrypt(request))[0].plaintext))
    },
    wrap: async (target, share) => {
      const name = fieldOf(target, 'resource_id')
      checkAllowed(allow, name, target)
      const request = { name, plaintext: share }
      const ciphertext = await askService(target, async () => (await (await clientOnce()).encrypt(request))[0].ciphertext)
      return { ...withMoment(target, systemNow()), enc: Buffer.from(bytesOf(ciphertext)).toString('base64') }
    },
  }
}
