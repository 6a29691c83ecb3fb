import { compress, decompress } from './compress.ts'
import type { SealKey } from './seal-key.ts'

/**
 * Bytes as they lie on disk: a header, the content (compressed, encrypted or neither), and a proof that all of it is as
 * it was written.
 *
 *     0  4  "CMS1"                       12  6  length of the content
 *     4  1  layout, 1                    18  2  zero
 *     5  1  compression                  20  32 subject: what the content belongs to
 *     6  1  encryption: 0 none, 1 GCM    52     key id, meta, [nonce: 12], content, proof
 *     7  1  length of the key id
 *     8  4  length of the meta           numbers are big-endian
 *
 * The proof is the SHA-256 of all before it, or the tag of AES-256-GCM, which covers everything before the nonce as
 * additional data. A random nonce of 96 bits is safe for 2^32 writes with one key.
 */
const magic = 0x434d5331
const layout = 1
const fixedLength = 52
const nonceLength = 12
const tagLength = 16
const digestLength = 32

export interface SealInput {
  /** 32 bytes. A seal is opened only for the subject it was made for, so files cannot be exchanged for one another. */
  readonly subject: Uint8Array
  /** Readable without opening; proved together with the content. */
  readonly meta: Uint8Array
  readonly content: Uint8Array
  /** Encrypts; left out, the content is only proved to be whole. */
  readonly key: SealKey | undefined
  /** Contents of at least so many bytes are compressed. */
  readonly compressFrom: number
}

/** What can be read without opening, and is not yet proved. */
export interface SealHeader {
  readonly compression: number
  readonly encrypted: boolean
  readonly keyId: string
  readonly contentLength: number
  readonly subject: Uint8Array
  readonly meta: Uint8Array
  /** Where the header ends. */
  readonly end: number
}

export type Opened =
  | { readonly kind: 'content'; readonly content: Uint8Array; readonly meta: Uint8Array; readonly encrypted: boolean }
  | { readonly kind: 'damaged'; readonly reason: string }
  /** Encrypted with a key that is not at hand. */
  | { readonly kind: 'locked'; readonly keyId: string }

function crypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto')
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return crypto().createHash('sha256').update(bytes).digest()
}

export function seal({ subject, meta, content, key, compressFrom }: SealInput): Uint8Array {
  const packed = compress(content, compressFrom)
  const keyId = Buffer.from(key?.id ?? '', 'latin1')
  const header = Buffer.alloc(fixedLength)
  header.writeUInt32BE(magic, 0)
  header.writeUInt8(layout, 4)
  header.writeUInt8(packed.compression, 5)
  header.writeUInt8(key === undefined ? 0 : 1, 6)
  header.writeUInt8(keyId.length, 7)
  header.writeUInt32BE(meta.length, 8)
  header.writeUIntBE(content.length, 12, 6)
  header.set(subject, 20)
  const open = Buffer.concat([header, keyId, meta])
  return key === undefined ? withDigest(open, packed.bytes) : encrypted(open, packed.bytes, key.key)
}

function withDigest(header: Uint8Array, content: Uint8Array): Uint8Array {
  const digest = crypto().createHash('sha256').update(header).update(content).digest()
  return Buffer.concat([header, content, digest])
}

function encrypted(header: Uint8Array, content: Uint8Array, key: Uint8Array): Uint8Array {
  const nonce = crypto().randomBytes(nonceLength)
  const cipher = crypto().createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength })
  cipher.setAAD(header)
  return Buffer.concat([header, nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()])
}

/** The header of a seal, or why there is none. `given` may be only the beginning of the file. */
export function readHeader(given: Uint8Array): SealHeader | string {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.length)
  if (bytes.length < fixedLength) return 'it is cut off'
  if (bytes.readUInt32BE(0) !== magic) return 'it does not begin like a sealed file'
  if (bytes.readUInt8(4) !== layout || bytes.readUInt16BE(18) !== 0) return 'its layout is not known'
  const encryption = bytes.readUInt8(6)
  if (encryption > 1) return 'its encryption is not known'
  const metaStart = fixedLength + bytes.readUInt8(7)
  const end = metaStart + bytes.readUInt32BE(8)
  if (bytes.length < end) return 'it is cut off'
  return {
    compression: bytes.readUInt8(5),
    encrypted: encryption === 1,
    keyId: bytes.toString('latin1', fixedLength, metaStart),
    contentLength: bytes.readUIntBE(12, 6),
    subject: bytes.subarray(20, fixedLength),
    meta: bytes.subarray(metaStart, end),
    end,
  }
}

/** What a seal must be for to be opened. */
export interface OpenOptions {
  readonly subject: Uint8Array
  /** With keys, only what is encrypted with one of them is opened: else anybody could put a file without in its place. */
  readonly keys: readonly SealKey[]
  /** Longer contents are not unpacked. */
  readonly maxBytes: number
}

export function openSeal(bytes: Uint8Array, { subject, keys, maxBytes }: OpenOptions): Opened {
  const header = readHeader(bytes)
  if (typeof header === 'string') return damaged(header)
  if (header.contentLength > maxBytes) return damaged(`its content is larger than ${maxBytes} bytes`)
  const packed = header.encrypted ? decrypted(bytes, header, keys) : proved(bytes, header, keys)
  if (!(packed instanceof Uint8Array)) return packed
  if (Buffer.compare(header.subject, subject) !== 0) return damaged('it was sealed for something else')
  const content = decompress(packed, header.compression, header.contentLength)
  if (content?.length !== header.contentLength) return damaged('its content cannot be unpacked')
  return { kind: 'content', content, meta: header.meta, encrypted: header.encrypted }
}

function proved(bytes: Uint8Array, header: SealHeader, keys: readonly SealKey[]): Uint8Array | Opened {
  if (keys.length > 0) return damaged('it is not encrypted')
  const end = bytes.length - digestLength
  if (end < header.end) return damaged('it is cut off')
  if (Buffer.compare(sha256(bytes.subarray(0, end)), bytes.subarray(end)) !== 0) return damaged('its checksum is wrong')
  return bytes.subarray(header.end, end)
}

function decrypted(bytes: Uint8Array, header: SealHeader, keys: readonly SealKey[]): Uint8Array | Opened {
  const key = keys.find(({ id }) => id === header.keyId)
  if (key === undefined) return { kind: 'locked', keyId: header.keyId }
  const start = header.end + nonceLength
  const end = bytes.length - tagLength
  if (end < start) return damaged('it is cut off')
  const nonce = bytes.subarray(header.end, start)
  const cipher = crypto().createDecipheriv('aes-256-gcm', key.key, nonce, { authTagLength: tagLength })
  cipher.setAAD(bytes.subarray(0, header.end))
  cipher.setAuthTag(bytes.subarray(end))
  try {
    return Buffer.concat([cipher.update(bytes.subarray(start, end)), cipher.final()])
  } catch {
    return damaged('it was changed, or sealed with another key of the same id')
  }
}

function damaged(reason: string): Opened {
  return { kind: 'damaged', reason }
}
