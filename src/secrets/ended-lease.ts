import { ConfigError } from '../errors/config-error.ts'
import { endOf } from './lease-schedule.ts'
import type { SecretReading } from './secret-provider.ts'
import { printSecretRef, type SecretRef } from './secret-ref.ts'

/**
 * Refuses what nobody should use any more: a store that answers from its own memory may still have it.
 * @throws ConfigError SECRET_EXPIRED
 */
export function refuseEnded({ lease }: SecretReading, ref: SecretRef, store: string, now: number): void {
  if (lease === undefined || endOf(lease) > now) return
  const of = `the secret ${JSON.stringify(printSecretRef(ref))}`
  throw new ConfigError({
    code: 'SECRET_EXPIRED',
    severity: 'error',
    message: `${of} is past its time: the lease that the store ${JSON.stringify(store)} gave is over`,
    hint: 'look why the store does not renew it',
  })
}
