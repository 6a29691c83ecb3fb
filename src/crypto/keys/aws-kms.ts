import { systemNow } from '../../runtime/node-runtime.ts'
import { cryptoError } from '../failures.ts'
import { type AllowList, checkAllowed } from './allow-list.ts'
import { askService, bytesOf, withMoment } from './ask-service.ts'
import { describeKey, fieldOf, type KeyProvider, type KeyTarget } from './key-provider.ts'
import { awsClient } from './services/aws-client.ts'
import { once } from './services/once.ts'

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
  /**
   * A client, or what makes one for the region and role of a key. Default: the official one, `@aws-sdk/client-kms`, which is
   * imported with the first key and finds credentials by itself.
   */
  readonly client?: AwsKmsClient | ((place: AwsKmsPlace) => AwsKmsClient | Promise<AwsKmsClient>)
  /** ARNs of the keys that may be used, and of roles that may be assumed; `*` at the end stands for any ending. */
  readonly allow: AllowList
}

/** Keys in AWS KMS: `awsKms({ allow: ['arn:aws:kms:eu-west-1:123456789012:key/…'] })`. */
export function awsKms({ client = awsClient, allow }: AwsKmsOptions): KeyProvider {
  const clientAt = once(async (place: AwsKmsPlace) => (typeof client === 'function' ? client(place) : client))
  const clientFor = (key: KeyTarget): (() => Promise<AwsKmsClient>) => {
    const place = placeOf(key)
    checkAllowed(allow, fieldOf(key, 'arn'), key, place.role)
    return () => clientAt(place)
  }
  return {
    kind: 'kms',
    unwrap: async (wrapped) => {
      const kms = clientFor(wrapped)
      const input = { KeyId: fieldOf(wrapped, 'arn'), CiphertextBlob: Buffer.from(wrapped.enc, 'base64'), ...contextOf(wrapped) }
      return bytesOf(await askService(wrapped, async () => (await (await kms()).decrypt(input)).Plaintext))
    },
    wrap: async (target, share) => {
      const kms = clientFor(target)
      const input = { KeyId: fieldOf(target, 'arn'), Plaintext: share, ...contextOf(target) }
      const blob = await askService(target, async () => (await (await kms()).encrypt(input)).CiphertextBlob)
      return { ...withMoment(target, systemNow()), enc: Buffer.from(blob).toString('base64') }
    },
  }
}

function contextOf({ context }: KeyTarget): { readonly EncryptionContext?: Record<string, string> } {
  return context === undefined ? {} : { EncryptionContext: { ...context } }
}

/** The region becomes a part of the name of a host, so it has to be one. */
function placeOf(key: KeyTarget): AwsKmsPlace {
  const { role, aws_profile: profile } = key.fields
  const region = /^arn:[^:]*:kms:([a-z0-9-]+):/.exec(fieldOf(key, 'arn'))?.[1]
  if (region !== undefined) return { region, role: role || undefined, profile: profile || undefined }
  throw cryptoError('CRYPTO_KEY_SERVICE', `${describeKey(key)} does not name a region`, { hint: 'restore the file' })
}
