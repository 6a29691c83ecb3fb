import { ConfigError } from '../../errors/config-error.ts'
import { cryptoError } from '../failures.ts'
import { describeKey, type KeyTarget } from './key-provider.ts'
import { reasonOf } from './service-failure.ts'

/** Clients retry by themselves; whatever they do, it ends after this many milliseconds. */
const longest = 30_000

/**
 * What a service answers, or an error that tells which key it was about and what kind of failure it was. What the service
 * says may quote what was sent to it, and an error of a client may hold a token, so neither is handed on.
 * @throws ConfigError CRYPTO_KEY_SERVICE
 */
export async function askService<T>(
  key: KeyTarget,
  ask: (signal: AbortSignal) => Promise<T | null | undefined>,
  patience: number = longest,
): Promise<T> {
  const ending = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      ending.abort()
      reject(failed(key, 'did not answer in time', 'is the service reachable from here? look at network and proxy'))
    }, patience)
  })
  try {
    const answer = await Promise.race([attempt(key, ask, ending.signal), tooLate])
    if (answer !== null && answer !== undefined) return answer
  } finally {
    clearTimeout(timer)
  }
  throw failed(key, 'gave no answer that can be used', 'is this the key that was meant?')
}

async function attempt<T>(key: KeyTarget, ask: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await ask(signal)
  } catch (error) {
    if (ConfigError.is(error)) throw error
    const { what, hint } = reasonOf(error)
    throw failed(key, what, hint)
  }
}

function failed(key: KeyTarget, what: string, hint: string): Error {
  return cryptoError('CRYPTO_KEY_SERVICE', `${describeKey(key)} ${what}`, { hint })
}

/** Clients answer with bytes, or with base64 text. */
export function bytesOf(answer: Uint8Array | string): Uint8Array {
  return typeof answer === 'string' ? Buffer.from(answer, 'base64') : answer
}

/** When a data key was wrapped: files say it of keys of services. */
export function withMoment(key: KeyTarget, now: number): KeyTarget {
  const created = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z')
  return { ...key, fields: { ...key.fields, created_at: created } }
}
