import { systemNow } from '../../runtime/node-runtime.ts'
import { type AllowList, askService, bytesOf, checkAllowed, withMoment } from './allow-list.ts'
import type { KeyProvider } from './key-provider.ts'

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
  readonly client: GcpKmsClient
  /** `projects/…/cryptoKeys/…` of the keys that may be used; `*` at the end stands for any ending. */
  readonly allow: AllowList
}

/** Keys in Google Cloud KMS, through a client of yours. */
export function gcpKms({ client, allow }: GcpKmsOptions): KeyProvider {
  return {
    kind: 'gcp_kms',
    unwrap: async (wrapped) => {
      const name = wrapped.fields.resource_id ?? ''
      checkAllowed(allow, name, wrapped)
      const request = { name, ciphertext: Buffer.from(wrapped.enc, 'base64') }
      return bytesOf(await askService(wrapped, async () => (await client.decrypt(request))[0].plaintext))
    },
    wrap: async (target, share) => {
      const name = target.fields.resource_id ?? ''
      checkAllowed(allow, name, target)
      const ciphertext = await askService(target, async () => (await client.encrypt({ name, plaintext: share }))[0].ciphertext)
      return { ...withMoment(target, systemNow()), enc: Buffer.from(bytesOf(ciphertext)).toString('base64') }
    },
  }
}
