import { ConfigError } from '../../errors/config-error.ts'

/** What a store's file holds, once opened. */
export interface StoreContent {
  readonly format: 'configmanage-secrets/1'
  /** For whom the file is sealed: age recipients. None when a passphrase opens it. */
  readonly recipients: readonly string[]
  readonly secrets: Readonly<Record<string, readonly StoredVersion[]>>
  /** The number of the newest version, where that was removed: it is given to no other. */
  readonly numbers?: Readonly<Record<string, number>>
}

/** One version of a secret. The last of a list is the current one. Times in milliseconds since 1970. */
export interface StoredVersion {
  /** Counted from 1. */
  readonly version: string
  readonly value: string | Readonly<Record<string, string>>
  readonly createdAt: number
  /** The secret itself ends then. */
  readonly expiresAt?: number
  /** An earlier version is good until then: both are, while consumers change over. */
  readonly validUntil?: number
}

export function emptyContent(recipients: readonly string[]): StoreContent {
  return { format: 'configmanage-secrets/1', recipients, secrets: {} }
}

export function printContent(content: StoreContent): Uint8Array {
  return Buffer.from(`${JSON.stringify(content, undefined, 1)}\n`)
}

/** @throws ConfigError SECRET_STORE_MALFORMED; the message holds nothing of the content */
export function parseContent(bytes: Uint8Array, file: string): StoreContent {
  let found: unknown
  try {
    found = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    throw notAStore(file) // without the cause: it quotes what it could not read
  }
  if (isContent(found)) return found
  throw notAStore(file)
}

function isContent(found: unknown): found is StoreContent {
  return (
    isRecord(found) &&
    found.format === 'configmanage-secrets/1' &&
    isListOf(found.recipients, (each) => typeof each === 'string') &&
    isRecord(found.secrets) &&
    Object.values(found.secrets).every((versions) => isListOf(versions, isVersion) && versions.length > 0) &&
    (found.numbers === undefined || (isRecord(found.numbers) && Object.values(found.numbers).every(Number.isSafeInteger)))
  )
}

function isVersion(found: unknown): boolean {
  if (!isRecord(found) || !isNumber(found.version) || typeof found.createdAt !== 'number') return false
  const isValue = typeof found.value === 'string' || (isRecord(found.value) && isListOf(Object.values(found.value), isText))
  return isValue && [found.expiresAt, found.validUntil].every((time) => time === undefined || typeof time === 'number')
}

function isNumber(found: unknown): boolean {
  return typeof found === 'string' && /^\d{1,15}$/.test(found)
}

function isText(found: unknown): boolean {
  return typeof found === 'string'
}

function isRecord(found: unknown): found is Readonly<Record<string, unknown>> {
  return typeof found === 'object' && found !== null && !Array.isArray(found)
}

function isListOf(found: unknown, fits: (each: unknown) => boolean): found is readonly unknown[] {
  return Array.isArray(found) && found.every(fits)
}

function notAStore(file: string): ConfigError {
  return new ConfigError({
    code: 'SECRET_STORE_MALFORMED',
    severity: 'error',
    message: 'opens with the key, and is no store of secrets',
    file,
    hint: 'name another file; a file that age sealed is opened with "configmanage decrypt"',
  })
}
