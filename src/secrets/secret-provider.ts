import type { CallContext } from '../runtime/runtime.ts'
import type { Secret } from '../values/secret.ts'
import type { SecretRef } from './secret-ref.ts'

/** A place that secrets come from: a local file, a vault, a cloud's secret manager. */
export interface SecretProvider {
  /** 'local', 'vault', 'aws-secrets-manager': for messages and the audit log. */
  readonly name: string
  /**
   * The secret as it is now, or `undefined` only if there is none.
   * @throws ConfigError SECRET_DENIED, SECRET_MALFORMED, SECRET_STORE_UNAVAILABLE; never "none" in their place
   */
  read(ref: SecretRef, context: CallContext): Promise<SecretReading | undefined>
}

/** A provider in which secrets can be changed too. */
export interface SecretStore extends SecretProvider {
  /**
   * Gives a secret a new current version; where the reference names a field, only this field is changed.
   * @returns the new version
   * @throws ConfigError as {@link SecretProvider.read}, and SECRET_CHANGED
   */
  write(ref: SecretRef, value: Secret, context: CallContext, options?: WriteOptions): Promise<string>
  /** @returns true if it existed */
  remove(ref: SecretRef, context: CallContext): Promise<boolean>
  /** Names only. */
  list(prefix: string, context: CallContext): AsyncIterable<SecretSummary>
}

/** What a new version brings along. A store that cannot do what is asked refuses it, and writes nothing. */
export interface WriteOptions {
  /** When the secret itself ends, in milliseconds since 1970. */
  readonly expiresAt?: number
  /** For how long the version before stays good, in milliseconds. Default: 0. */
  readonly overlapMs?: number
  /** Write only if this is the current version, and for `none` only if there is no such secret: else SECRET_CHANGED. */
  readonly ifVersion?: string
}

/** What may be told of a secret without reading it. */
export interface SecretSummary {
  readonly name: string
  readonly version: string
  /** Milliseconds since 1970. */
  readonly changedAt: number
  readonly expiresAt?: number
}

/** A secret, and for how long it is good. */
export interface SecretReading {
  /** Text, or what a store that keeps maps of fields calls one secret. */
  readonly value: Secret<string | Readonly<Record<string, unknown>>>
  readonly version: string
  readonly lease?: Lease
}

/** How long a reading may be used, and how it is kept good. Times in milliseconds. */
export interface Lease {
  /** `renewable`: asking again in time extends it. `fixed`: it ends. `rotating`: a new secret appears when it ends. */
  readonly kind: 'renewable' | 'fixed' | 'rotating'
  /** Since 1970. */
  readonly startedAt: number
  /** 0 when the store does not say. */
  readonly durationMs: number
}
