import type { AwsKmsClient, AwsKmsPlace } from '../aws-kms.ts'
import type { AzureCryptographyClient } from '../azure-key-vault.ts'
import type { GcpKmsClient } from '../gcp-kms.ts'
import { awsClient } from './aws-client.ts'
import { azureClient } from './azure-client.ts'
import { gcpClient } from './gcp-client.ts'
import type { ImportPackage } from './official-package.ts'
import { once } from './once.ts'

/** Makers of official clients that give the same one for the same place. */
export interface SharedClients {
  readonly aws: (place: AwsKmsPlace) => Promise<AwsKmsClient>
  readonly gcp: () => Promise<GcpKmsClient>
  readonly azure: (keyId: string) => Promise<AzureCryptographyClient>
}

const known = new WeakMap<object, SharedClients>()

/**
 * The clients of an environment. They keep credentials and connections, so that a program with many sealed files, or one that
 * reloads, logs in once.
 */
export function sharedClients(env: object, load?: ImportPackage): SharedClients {
  const clients = known.get(env) ?? {
    aws: once((place: AwsKmsPlace) => awsClient(place, load)),
    gcp: once(() => gcpClient(load)),
    azure: once((keyId: string) => azureClient(keyId, load)),
  }
  known.set(env, clients)
  return clients
}
