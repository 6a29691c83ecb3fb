import { ConfigError } from '../errors/config-error.ts'

/** Which secret is meant, within one store. */
export interface SecretRef {
  /** As the store calls it; may contain slashes. */
  readonly name: string
  /** A part of a secret that holds several: a key of its map. */
  readonly field?: string
  /** As the store calls it. Without one: the current version. */
  readonly version?: string
}

/**
 * Reads `name#field@version`; field and version may be left out. A `#`, `@` or `%` that is part of a name is written
 * as in addresses: `%23`, `%40`, `%25`.
 * @throws ConfigError SECRET_REFERENCE
 */
export function parseSecretRef(text: string): SecretRef {
  const parts = /^([^#@]+)(?:#([^#@]+))?(?:@([^#@]+))?$/.exec(text.trim())
  if (parts === null) throw malformed(text)
  const [, name, field, version] = parts
  return {
    name: decode(name as string, text),
    ...(field !== undefined && { field: decode(field, text) }),
    ...(version !== undefined && { version: decode(version, text) }),
  }
}

/** The inverse of {@link parseSecretRef}. */
export function printSecretRef({ name, field, version }: SecretRef): string {
  return encode(name) + (field === undefined ? '' : `#${encode(field)}`) + (version === undefined ? '' : `@${encode(version)}`)
}

function encode(text: string): string {
  return text.replace(/[#@%]/g, encodeURIComponent)
}

function decode(part: string, whole: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw malformed(whole)
  }
}

function malformed(text: string): ConfigError {
  return new ConfigError({
    code: 'SECRET_REFERENCE',
    severity: 'error',
    message: `${JSON.stringify(text)} does not name a secret`,
    expected: 'name, name#field, name@version or name#field@version',
    hint: 'write a "#", "@" or "%" that is part of a name as %23, %40 or %25',
  })
}
