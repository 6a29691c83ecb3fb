import { cryptoError } from '../failures.ts'
import { describeKey, type KeyTarget } from './key-provider.ts'

/**
 * The keys that a service may be asked for: by name, or by the beginning of names with a `*` behind it. A file says itself
 * which key and which host open it, and a file that somebody else wrote must not send credentials where he likes.
 */
export type AllowList = readonly string[]

/**
 * @param role what is assumed to use the key; it has to be allowed as well
 * @throws ConfigError CRYPTO_KEY_SERVICE
 */
export function checkAllowed(allow: AllowList, name: string, key: KeyTarget, role?: string): void {
  if (!fitsAny(allow, name)) throw notAllowed(describeKey(key), name)
  if (role !== undefined && !fitsAny(allow, role)) throw notAllowed(`the role ${role} of ${describeKey(key)}`, role)
}

function fitsAny(allow: AllowList, name: string): boolean {
  return allow.some((entry) => (entry.endsWith('*') ? name.startsWith(entry.slice(0, -1)) : name === entry))
}

function notAllowed(what: string, name: string): Error {
  return cryptoError('CRYPTO_KEY_SERVICE', `${what} is not on the list of keys that may be used`, {
    hint: `if you trust it, allow it: --allow-key ${name}, CONFIGMANAGE_ALLOW_KEYS, or "allow" among the keys of the definition`,
  })
}
