import type { AwsKmsClient, AwsKmsPlace } from '../aws-kms.ts'
import { fromPackage, type ImportPackage, type Maker } from './official-package.ts'

type Credentials = (options: object) => unknown

/** At most a few seconds for a connection: a network that is not there shall be told soon. */
const patience = { connectionTimeout: 5_000, requestTimeout: 10_000 }

/**
 * The official client for a region, with the credentials that it finds by itself. A role is assumed by
 * `@aws-sdk/credential-providers`, which only keys with roles need.
 * @throws ConfigError CRYPTO_KEY_SERVICE
 */
export async function awsClient({ region, role, profile }: AwsKmsPlace, load?: ImportPackage): Promise<AwsKmsClient> {
  const KMS = await fromPackage<Maker<AwsKmsClient>>('@aws-sdk/client-kms', 'KMS', load)
  const named = profile === undefined ? {} : { profile }
  const credentials = role === undefined ? {} : { credentials: await assumed(role, region, profile, load) }
  return new KMS({ region, maxAttempts: 3, requestHandler: patience, ...named, ...credentials })
}

async function assumed(role: string, region: string, profile: string | undefined, load?: ImportPackage): Promise<unknown> {
  const { hostname } = process.getBuiltinModule('node:os')
  const from = '@aws-sdk/credential-providers'
  const assume = await fromPackage<Credentials>(from, 'fromTemporaryCredentials', load)
  const own = profile === undefined ? undefined : (await fromPackage<Credentials>(from, 'fromIni', load))({ profile })
  const session = `sops@${hostname()}`.replace(/[^\w+=,.@-]/g, '').slice(0, 64)
  return assume({
    ...(own !== undefined && { masterCredentials: own }),
    clientConfig: { region },
    params: { RoleArn: role, RoleSessionName: session },
  })
}
