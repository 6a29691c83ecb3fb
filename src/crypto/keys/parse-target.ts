import { ageTarget, azureTarget, kmsText, target, vaultTarget } from '../sops/creation-keys.ts'
import type { KeyTarget } from './key-provider.ts'

/**
 * A key by the text that names it: an age recipient, the ARN of a key in AWS KMS, the name of one in GCP KMS, or the address
 * of one in Azure Key Vault or Vault.
 * @throws ConfigError CRYPTO_KEY_INVALID, CRYPTO_RULES, CRYPTO_UNSUPPORTED
 */
export function parseTarget(text: string): KeyTarget {
  if (text.startsWith('arn:')) return kmsText(text)
  if (/^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+/.test(text))
    return target('gcp_kms', { resource_id: text })
  if (/^https?:\/\/[^/]+\/v1\//.test(text)) return vaultTarget(text)
  if (/^https:\/\//.test(text)) return azureTarget(text)
  return ageTarget(text)
}
