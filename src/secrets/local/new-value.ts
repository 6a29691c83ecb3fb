import { ConfigError } from '../../errors/config-error.ts'
import { Secret } from '../../values/secret.ts'
import { printSecretRef, type SecretRef } from '../secret-ref.ts'
import type { StoredVersion } from './store-content.ts'

/**
 * What is stored for a reference: the value, or the fields that are there with one of them changed.
 * @throws ConfigError SECRET_MALFORMED, SECRET_REFERENCE
 */
export function newValue(
  ref: SecretRef,
  value: Secret<string | Readonly<Record<string, unknown>>>,
  current: StoredVersion | undefined,
): StoredVersion['value'] {
  if (ref.version !== undefined) throw wrong(ref, 'SECRET_REFERENCE', 'versions that were written do not change')
  // From JavaScript anything may come, and what is stored must be there when the store is opened again.
  if (!(value instanceof Secret)) throw wrong(ref, 'SECRET_MALFORMED', 'it is no Secret')
  const content: unknown = value.reveal()
  if (ref.field === undefined) return textsOf(content, ref)
  if (typeof content !== 'string') throw wrong(ref, 'SECRET_MALFORMED', 'a field must be a text')
  if (typeof current?.value === 'string') throw wrong(ref, 'SECRET_MALFORMED', 'it is one text without fields')
  // Entries: a field may be called "__proto__".
  const others = Object.entries(current?.value ?? {}).filter(([name]) => name !== ref.field)
  return Object.fromEntries([...others, [ref.field, content]])
}

function textsOf(value: unknown, ref: SecretRef): StoredVersion['value'] {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(ref, 'SECRET_MALFORMED', 'it must be a text, or a map of texts')
  if (!Object.values(value).every((field) => typeof field === 'string'))
    throw wrong(ref, 'SECRET_MALFORMED', 'its fields must be texts')
  return { ...value }
}

function wrong(ref: SecretRef, code: 'SECRET_MALFORMED' | 'SECRET_REFERENCE', reason: string): ConfigError {
  const message = `the secret ${JSON.stringify(printSecretRef(ref))} cannot be stored: ${reason}`
  return new ConfigError({ code, severity: 'error', message })
}
