import type { CacheEntry } from '../cache-store.ts'
import { type Opened, type OpenOptions, openSeal, readHeader, seal, sha256 } from '../seal.ts'
import type { SealKey } from '../seal-key.ts'

/**
 * An entry as a sealed file. Its meta (times and digests of tags) can be read without opening: for prune, statistics and
 * invalidation. The tags themselves stand inside, before the bytes, because they may tell what an entry is about.
 */
export interface EntryMeta {
  readonly storedAt: number
  readonly expiresAt: number
  readonly goneAt: number
  readonly absent: boolean
  /** As hexadecimal digits. */
  readonly tagDigests: readonly string[]
}

const fixedMeta = 25
const tagDigestLength = 16
/** As much as a header has at most: fixed part, key id, times and 250 tags. */
export const maxHeader = 52 + 64 + fixedMeta + 250 * tagDigestLength
/** As much as a file can have around the bytes of an entry, except the text of its tags. */
export const maxAround = maxHeader + 64

export function subjectOf(key: string): Uint8Array {
  // UTF-16, because UTF-8 writes all lone surrogates as the same character.
  return sha256(Buffer.from(key, 'utf16le'))
}

export function tagDigest(tag: string): string {
  return Buffer.from(subjectOf(tag)).toString('hex', 0, tagDigestLength)
}

export function sealEntry(
  entry: CacheEntry,
  {
    subject,
    key,
    compressFrom,
  }: { readonly subject: Uint8Array; readonly key: SealKey | undefined; readonly compressFrom: number },
): Uint8Array {
  const tags = Buffer.from(JSON.stringify(entry.tags))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(tags.length)
  return seal({ subject, meta: printMeta(entry), content: Buffer.concat([length, tags, entry.bytes]), key, compressFrom })
}

/** The entry in a file, or why there is none. */
export function openEntry(bytes: Uint8Array, options: OpenOptions): CacheEntry | Exclude<Opened, { kind: 'content' }> {
  const opened = openSeal(bytes, options)
  if (opened.kind !== 'content') return opened
  const meta = parseMeta(opened.meta)
  const inside = Buffer.from(opened.content.buffer, opened.content.byteOffset, opened.content.length)
  const start = inside.length < 4 ? Number.POSITIVE_INFINITY : 4 + inside.readUInt32BE(0)
  const tags = start > inside.length ? undefined : parseTags(inside.toString('utf8', 4, start))
  // Only a program that writes other things under our names comes here: the seal has been proved.
  if (meta === undefined || tags === undefined) return { kind: 'damaged', reason: 'it holds no entry' }
  const { storedAt, expiresAt, goneAt, absent } = meta
  return { bytes: opened.content.subarray(start), storedAt, expiresAt, goneAt, tags, absent }
}

function parseTags(text: string): readonly string[] | undefined {
  try {
    const tags: unknown = JSON.parse(text)
    return Array.isArray(tags) && tags.every((tag) => typeof tag === 'string') ? tags : undefined
  } catch {
    return undefined
  }
}

function printMeta(entry: CacheEntry): Uint8Array {
  const times = Buffer.alloc(fixedMeta)
  times.writeDoubleBE(entry.storedAt, 0)
  times.writeDoubleBE(entry.expiresAt, 8)
  times.writeDoubleBE(entry.goneAt, 16)
  times.writeUInt8(entry.absent ? 1 : 0, 24)
  return Buffer.concat([times, ...entry.tags.map((tag) => Buffer.from(tagDigest(tag), 'hex'))])
}

function parseMeta(meta: Uint8Array): EntryMeta | undefined {
  if (meta.length < fixedMeta || (meta.length - fixedMeta) % tagDigestLength !== 0) return undefined
  const bytes = Buffer.from(meta.buffer, meta.byteOffset, meta.length)
  const digests = bytes.subarray(fixedMeta).toString('hex')
  return {
    storedAt: bytes.readDoubleBE(0),
    expiresAt: bytes.readDoubleBE(8),
    goneAt: bytes.readDoubleBE(16),
    absent: bytes.readUInt8(24) === 1,
    tagDigests: digests.match(/.{32}/g) ?? [],
  }
}

/** What the beginning of a file says of the entry in it, unproved; `undefined` when it is not the beginning of one. */
export function peekMeta(beginning: Uint8Array): EntryMeta | undefined {
  const header = readHeader(beginning)
  return typeof header === 'string' ? undefined : parseMeta(header.meta)
}
