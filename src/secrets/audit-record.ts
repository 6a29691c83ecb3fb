import { createHash, createHmac } from 'node:crypto'

/** What happened to a secret. Never says what the secret is. */
export interface AuditEvent {
  readonly action: 'read' | 'reveal' | 'write' | 'remove' | 'rotate' | 'denied'
  /** The secret's name in its store, or the configuration path of a revealed value. */
  readonly subject: string
  /** The store, the source or the command. */
  readonly place?: string
  /** The version read or written. */
  readonly version?: string
}

/** One line of the log: an event, when and by whom, chained to the line before. */
export interface AuditRecord extends AuditEvent {
  /** 1, 2, 3 ... */
  readonly sequence: number
  /** ISO 8601, UTC. */
  readonly at: string
  /** User, process and program. */
  readonly by: string
  /** Hash of the record before; zeros in the first. */
  readonly previous: string
  readonly hash: string
}

export type Unchained = Omit<AuditRecord, 'hash'>

/** Stands before the first record. */
export const beginning: string = '0'.repeat(64)

/**
 * SHA-256 over the record without its hash, in a fixed order of fields. With a key (HMAC) nobody can write a chain of
 * their own; without one, a forged chain shows only against a hash that is kept elsewhere.
 */
export function hashOf(record: Unchained, key: string | undefined): string {
  const { sequence, at, by, action, subject, place = null, version = null, previous } = record
  const text = JSON.stringify([sequence, at, by, action, subject, place, version, previous])
  const hash = key === undefined ? createHash('sha256') : createHmac('sha256', key)
  return hash.update(text).digest('hex')
}

/** A record as a line, with its line end. */
export function printRecord(record: AuditRecord): string {
  return `${JSON.stringify(record)}\n`
}

/** A record from a line, or `undefined` if it is none. Whether its hash is right is another question. */
export function parseRecord(line: string): AuditRecord | undefined {
  let found: unknown
  try {
    found = JSON.parse(line)
  } catch {
    return undefined // told as a broken line by who asks
  }
  return isRecord(found) ? found : undefined
}

function isRecord(found: unknown): found is AuditRecord {
  if (typeof found !== 'object' || found === null) return false
  const record = found as Record<string, unknown> // any key of an object may be asked for
  const texts = ['at', 'by', 'action', 'subject', 'previous', 'hash']
  const optional = ['place', 'version']
  return (
    Number.isSafeInteger(record.sequence) &&
    texts.every((name) => typeof record[name] === 'string') &&
    optional.every((name) => record[name] === undefined || typeof record[name] === 'string') &&
    Object.keys(record).every((name) => name === 'sequence' || texts.includes(name) || optional.includes(name))
  )
}
