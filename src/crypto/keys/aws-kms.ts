import { systemNow } from '../../runtime/node-runtime.ts'
import { type AllowList, askService, bytesOf, checkAllowed, withMoment } from './allow-list.ts'
import type { KeyProvider, KeyTarget } from './key-provider.ts'

/** What is used of the class `KMS` of `@aws-sdk/client-kms`. */
export interface AwsKmsClient {
  encrypt(input: AwsKmsEncryptInput): Promise<{ readonly CiphertextBlob?: Uint8Array | undefined }>
  decrypt(input: AwsKmsDecryptInput): Promise<{ readonly Plaintext?: Uint8Array | undefined }>
}

export interface AwsKmsEncryptInput {
  KeyId: string
  Plaintext: Uint8Array
  EncryptionContext?: Record<string, string>
}

export interface AwsKmsDecryptInput {
  KeyId: string
  CiphertextBlob: Uint8Array
  EncryptionContext?: Record<string, string>
}

/** What a client has to be made for. */
export interface AwsKmsPlace {
  readonly region: string
  /** To be assumed; the client's maker does it. */
  readonly role: string | undefined
  readonly profile: string | undefined
}

export interface AwsKmsOptions {
  /** A client, or what makes one for the region and role of a key. */
  readonly client: AwsKmsClient | ((place: AwsKmsPlace) => AwsKmsClient)
  /** ARNs of the keys that may be used; `*` at the end stands for any ending. */
  readonly allow: AllowList
}

/** Keys in AWS KMS, through a client of yours: `awsKms({ client: new KMS({}), allow: ['arn:aws:kms:eu-west-1:123:key/…'] })`. */
export function awsKms({ client, allow }: AwsKmsOptions): KeyProvider {
  const clientFor = (key: KeyTarget): AwsKmsClient => {
    checkAllowed(allow, key.fields.arn ?? '', key)
    return typeof client === 'function' ? client(placeOf(key)) : client
  }
  return {
    kind: 'kms',
    unwrap: async (wrapped) => {
      const kms = clientFor(wrapped)
      const input = { KeyId: wrapped.fields.arn ?? '', CiphertextBlob: Buffer.from(wrapped.enc, 'base64'), ...contextOf(wrapped) }
      return bytesOf(await askService(wrapped, async () => (await kms.decrypt(input)).Plaintext))
    },
    wrap: async (target, share) => {
      const kms = clientFor(target)
      const input = { KeyId: target.fields.arn ?? '', Plaintext: share, ...contextOf(target) }
      const blob = await askService(target, async () => (await kms.encrypt(input)).CiphertextBlob)
      return { ...withMoment(target, systemNow()), enc: Buffer.from(blob).toString('base64') }
    },
  }
}

function contextOf({ context }: KeyTarget): { readonly EncryptionContext?: Record<string, string> } {
  return context === undefined ? {} : { EncryptionContext: { ...context } }
}

function placeOf({ fields }: KeyTarget): AwsKmsPlace {
  const region = (fields.arn ?? '').split(':')[3] ?? ''
  return { region, role: fields.role || undefined, profile: fields.aws_profile || undefined }
}
