import { ConfigError } from '../../errors/config-error.ts'
import type { Secret } from '../../values/secret.ts'
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
  const content = value.reveal()
  if (ref.field === undefined) return textsOf(content, ref)
  if (typeof content !== 'string') throw wrong(ref, 'SECRET_MALFORMED', 'a field must be a text')
  if (typeof current?.value === 'string') throw wrong(ref, 'SECRET_MALFORMED', 'it is one text without fields')
  // Entries: a field may be called "__proto__".
  const others = Object.entries(current?.value ?? {}).filter(([name]) => name !== ref.field)
  return Object.fromEntries([...others, [ref.field, content]])
}

function textsOf(value: string | Readonly<Record<string, unknown>>, ref: SecretRef): StoredVersion['value'] {
  if (typeof value === 'string') return value
  // Just looked at: all fields are texts.
  if (Object.values(value).every((field) => typeof field === 'string')) return value as Readonly<Record<string, string>>
  throw wrong(ref, 'SECRET_MALFORMED', 'its fields must be texts')
}

function wrong(ref: SecretRef, code: 'SECRET_MALFORMED' | 'SECRET_REFERENCE', reason: string): ConfigError {
  const message = `the secret ${JSON.stringify(printSecretRef(ref))} cannot be stored: ${reason}`
  return new ConfigError({ code, severity: 'error', message })
}
