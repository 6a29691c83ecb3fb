import { ConfigError } from '../errors/config-error.ts'

/** A key for AES-256-GCM, given by the caller: nothing here makes, stores or derives keys. */
export interface SealKey {
  /** Stands in the file, in the clear, so that the right key is found later. 1 to 64 letters, digits, `.`, `_`, `-`. */
  readonly id: string
  /** 32 bytes. */
  readonly key: Uint8Array
}

/**
 * The keys as they were given, once they are known to fit.
 * @throws ConfigError OPTION_INVALID, one issue for each mistake
 */
export function checkedKeys(keys: readonly SealKey[] | undefined, option: string): readonly SealKey[] {
  const given = keys ?? []
  if (!Array.isArray(given) || given.some((each) => typeof each !== 'object' || each === null))
    throw new ConfigError(mistake(`${option} must be a list of keys`, 'write [{ id, key }] with a key of 32 bytes'))
  const ids = given.map(({ id }) => id)
  const mistakes = given.flatMap(({ id, key }, index) => {
    const which = `${option}[${index}]`
    if (typeof id !== 'string' || !/^[A-Za-z0-9._-]{1,64}$/.test(id))
      return [mistake(`${which} needs an id of 1 to 64 letters, digits, ".", "_" or "-"`, 'name the key, such as "2026-01"')]
    if (!(key instanceof Uint8Array) || key.length !== 32)
      return [mistake(`the key "${id}" must have 32 bytes`, 'make one with crypto.randomBytes(32)')]
    if (ids.indexOf(id) !== index) return [mistake(`there are two keys with the id "${id}"`, 'give each key an id of its own')]
    return []
  })
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  return given
}

function mistake(message: string, hint: string) {
  return { code: 'OPTION_INVALID', severity: 'error', message, hint } as const
}
