/** The kinds of keys that can hold the data key of a file, by the names of their blocks in files. */
export const keyKinds = ['kms', 'gcp_kms', 'hckms', 'azure_kv', 'hc_vault', 'pgp', 'age'] as const

export type KeyKind = (typeof keyKinds)[number]

/** A key that a data key is wrapped for, by the fields that files have for it. Without `enc`. */
export interface KeyTarget {
  readonly kind: KeyKind
  /** `recipient` of age, `arn` of AWS KMS, `resource_id` … */
  readonly fields: Readonly<Record<string, string>>
  /** Encryption context of AWS KMS. */
  readonly context?: Readonly<Record<string, string>> | undefined
}

/** A data key, or a share of one, wrapped for one key. */
export interface WrappedKey extends KeyTarget {
  readonly enc: string
}

/** Wraps and unwraps data keys with one kind of key. Network services are asked only for keys that their options allow. */
export interface KeyProvider {
  readonly kind: KeyKind
  /**
   * The share, or `undefined` when this provider has no key for it.
   * @throws ConfigError CRYPTO_* when it is the right one and fails
   */
  unwrap(wrapped: WrappedKey): Promise<Uint8Array | undefined>
  /**
   * Wraps a share for a key. `fields` of the answer may be more definite than those of the target: a version.
   * @throws ConfigError CRYPTO_KEY_INVALID, CRYPTO_KEY_SERVICE
   */
  wrap(target: KeyTarget, share: Uint8Array): Promise<WrappedKey>
}

/** A field of a key; empty when the file does not have it. */
export function fieldOf({ fields }: KeyTarget, name: string): string {
  return fields[name] ?? ''
}

/** How a key is called in messages: its recipient, address or number. */
export function describeKey({ kind, fields }: KeyTarget): string {
  switch (kind) {
    case 'age':
      return `age ${fields.recipient}`
    case 'kms':
      return `AWS KMS ${fields.arn}`
    case 'gcp_kms':
      return `GCP KMS ${fields.resource_id}`
    case 'azure_kv':
      return `Azure Key Vault ${fields.vault_url}/keys/${fields.name}`
    case 'hc_vault':
      return `Vault ${fields.vault_address}/v1/${fields.engine_path}/keys/${fields.key_name}`
    case 'pgp':
      return `PGP ${fields.fp}`
    case 'hckms':
      return `Huawei KMS ${fields.key_id}`
  }
}
