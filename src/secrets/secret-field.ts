import { ConfigError } from '../errors/config-error.ts'
import { Secret } from '../values/secret.ts'
import type { SecretReading } from './secret-provider.ts'
import { printSecretRef, type SecretRef } from './secret-ref.ts'

/**
 * What a reference asks of a secret: all of it, or one field. A text that is a JSON map has fields too: so cloud stores
 * keep them. `undefined` when there is no such field.
 * @throws ConfigError SECRET_MALFORMED when it has no fields at all, or the field is no single value
 */
export function contentOf({ value }: SecretReading, ref: SecretRef): Secret<string> | undefined {
  const content = value.reveal()
  if (ref.field === undefined) {
    if (typeof content === 'string') return new Secret(content)
    throw malformed(ref, `holds several fields: ${Object.keys(content).join(', ')}`, 'name one of them behind "#"')
  }
  const fields = typeof content === 'string' ? fieldsIn(content) : content
  if (fields === undefined) throw malformed(ref, 'is one text without fields', 'leave out "#" and the field')
  if (!Object.hasOwn(fields, ref.field)) return undefined
  const field = fields[ref.field]
  if (typeof field === 'string') return new Secret(field)
  if (typeof field === 'number' || typeof field === 'boolean' || typeof field === 'bigint') return new Secret(String(field))
  throw malformed(ref, 'has something else than one value in this field', 'store texts, numbers or booleans in fields')
}

function fieldsIn(text: string): Readonly<Record<string, unknown>> | undefined {
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch {
    return undefined // an ordinary text, or one that must not be told in a message
  }
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? { ...found } : undefined
}

function malformed(ref: SecretRef, what: string, hint: string): ConfigError {
  const message = `the secret ${JSON.stringify(printSecretRef(ref))} ${what}`
  return new ConfigError({ code: 'SECRET_MALFORMED', severity: 'error', message, hint })
}
