/** Stores of secrets, rotation, and the log of who read what. Values that are secret need none of this. */
export { AuditLog, type AuditOptions, verifyAuditLog } from './audit-log.ts'
export type { AuditEvent, AuditRecord } from './audit-record.ts'
export { callContext } from './call-context.ts'
export { failover } from './failover.ts'
export { type GeneratorName, generateSecret } from './generate.ts'
export { type LocalSecretsOptions, localSecrets } from './local/local-secrets.ts'
export type { LocalStore } from './local/local-store.ts'
export { Redactor } from './redactor.ts'
export { type RotateSecretOptions, type Rotation, rotateSecret } from './rotate-secret.ts'
export { type ScheduledRotation, type ScheduleRotationOptions, scheduleRotation } from './schedule-rotation.ts'
export { secretEquals } from './secret-equals.ts'
/** Implement {@link SecretProvider} for a store of your own. */
export type {
  Lease,
  SecretProvider,
  SecretReading,
  SecretStore,
  SecretSummary,
  WriteOptions,
} from './secret-provider.ts'
export { parseSecretRef, printSecretRef, type SecretRef } from './secret-ref.ts'
export { type SecretMapping, type SecretsSourceOptions, secrets } from './secrets-source.ts'
