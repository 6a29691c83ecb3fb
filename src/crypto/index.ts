/** Key services for sealed files. Files are opened without any of this: it is for keys that are not age keys. */
export type { AllowList } from './keys/allow-list.ts'
export {
  type AwsKmsClient,
  type AwsKmsDecryptInput,
  type AwsKmsEncryptInput,
  type AwsKmsOptions,
  type AwsKmsPlace,
  awsKms,
} from './keys/aws-kms.ts'
export { type AzureCryptographyClient, type AzureKeyVaultOptions, azureKeyVault } from './keys/azure-key-vault.ts'
export { type GcpKmsClient, type GcpKmsOptions, gcpKms } from './keys/gcp-kms.ts'
/** Implement {@link KeyProvider} for a key service of your own. */
export type { KeyKind, KeyProvider, KeyTarget, WrappedKey } from './keys/key-provider.ts'
export type { KeyOptions } from './keys/keyring.ts'
export type { VaultAccess } from './keys/services/vault-server.ts'
export { type VaultTransitOptions, type VaultWrite, vaultTransit } from './keys/vault-transit.ts'
