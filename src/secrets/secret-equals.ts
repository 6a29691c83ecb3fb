import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../values/secret.ts'

/** Of this process: the time that a comparison takes says nothing that could be tried elsewhere. */
const key = randomBytes(32)

/**
 * Whether two secrets are equal, in a time that does not depend on where they differ: their keyed digests are compared.
 * For tokens that callers send, where every byte that can be guessed by itself is one too many.
 */
export function secretEquals(one: Secret | string, other: Secret | string): boolean {
  return timingSafeEqual(digest(one), digest(other))
}

function digest(secret: Secret | string): Uint8Array {
  const content = typeof secret === 'string' ? secret : secret.reveal()
  return createHmac('sha256', key).update(content).digest()
}
