import { cryptoError } from '../failures.ts'
import { describeKey, type KeyTarget } from './key-provider.ts'

/**
 * The keys that a service may be asked for: by name, or by the beginning of names with a `*` behind it. A file says itself
 * which key and which host open it, and a file that somebody else wrote must not send credentials where he likes.
 */
export type AllowList = readonly string[]

/** @throws ConfigError CRYPTO_KEY_SERVICE */
export function checkAllowed(allow: AllowList, name: string, key: KeyTarget): void {
  if (allow.some((entry) => (entry.endsWith('*') ? name.startsWith(entry.slice(0, -1)) : name === entry))) return
  throw cryptoError('CRYPTO_KEY_SERVICE', `${describeKey(key)} is not on the list of keys that may be used`, {
    hint: 'if you trust it, add it to "allow" of its key provider',
  })
}

/**
 * What a service answers, or an error that tells which key it was about. Its own message may quote what was sent, so only
 * the name of the error is told; the error itself is the cause.
 * @throws ConfigError CRYPTO_KEY_SERVICE
 */
export async function askService<T>(key: KeyTarget, ask: () => Promise<T | null | undefined>): Promise<T> {
  let answer: T | null | undefined
  try {
    answer = await ask()
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error
    throw cryptoError(
      'CRYPTO_KEY_SERVICE',
      `${describeKey(key)} failed with ${name}`,
      { hint: 'check credentials and permissions' },
      error,
    )
  }
  if (answer !== null && answer !== undefined) return answer
  throw cryptoError('CRYPTO_KEY_SERVICE', `${describeKey(key)} gave no answer`, { hint: 'check credentials and permissions' })
}

/** Clients answer with bytes, or with base64 text. */
export function bytesOf(answer: Uint8Array | string): Uint8Array {
  return typeof answer === 'string' ? Buffer.from(answer, 'base64') : answer
}

export function withMoment(key: KeyTarget, now: number): KeyTarget {
  const created = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z')
  return { ...key, fields: { ...key.fields, created_at: created } }
}
