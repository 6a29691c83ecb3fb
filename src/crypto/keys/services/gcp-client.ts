import type { GcpKmsClient } from '../gcp-kms.ts'
import { fromPackage, type ImportPackage, type Maker } from './official-package.ts'

/**
 * The official client, with the credentials that it finds by itself. It talks HTTP: gRPC takes longer to start than the
 * one question that is asked.
 * @throws ConfigError CRYPTO_KEY_SERVICE
 */
export async function gcpClient(load?: ImportPackage): Promise<GcpKmsClient> {
  const Client = await fromPackage<Maker<GcpKmsClient>>('@google-cloud/kms', 'KeyManagementServiceClient', load)
  return new Client({ fallback: true })
}
