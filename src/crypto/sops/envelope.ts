import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { type PlainScalar, type PlainType, plainTypes } from './plain-scalar.ts'

/** A sealed value in its parts: `ENC[AES256_GCM,data:…,iv:…,tag:…,type:str]`. */
export interface Envelope {
  readonly data: Buffer
  readonly iv: Buffer
  readonly tag: Buffer
  readonly type: PlainType
}

/** What every sealed value begins with. */
export const envelopeStart = 'ENC[AES256_GCM,data:'

const pattern =
  /^ENC\[AES256_GCM,data:([A-Za-z0-9+/]+={0,2}),iv:([A-Za-z0-9+/]+={0,2}),tag:([A-Za-z0-9+/]+={0,2}),type:([a-z]+)\]$/

/** Files have 32 bytes, very old ones other lengths; the cipher itself ends at 128. */
const longestIv = 64

/** Whether a text claims to be a sealed value, well made or not. */
export function looksSealed(text: string): boolean {
  return text.startsWith(envelopeStart)
}

/** The parts of a sealed value; `undefined` for any other text. */
export function parseEnvelope(text: string): Envelope | undefined {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [data, iv, tag] = match.slice(1, 4).map(decodeExactly)
  const type = plainTypes.find((known) => known === match[4])
  if (data === undefined || iv === undefined || tag === undefined || type === undefined) return undefined
  // Node would take shorter tags, which are quickly forged.
  return tag.length === 16 && iv.length > 0 && iv.length <= longestIv ? { data, iv, tag, type } : undefined
}

/** Base64 in its one canonical form: two texts for the same bytes would let a change pass unseen. */
function decodeExactly(text: string): Buffer | undefined {
  if (text.length % 4 !== 0) return undefined
  // The bits that padding leaves over are zero.
  const isExact = !text.endsWith('=') || /(?:[^=][AEIMQUYcgkosw048]=|[AQgw]==)$/.test(text.slice(-3))
  return isExact ? Buffer.from(text, 'base64') : undefined
}

/** Seals with a new random IV of 32 bytes, as the format has it. Nothing is sealed into nothing. */
export function sealScalar({ bytes, type }: PlainScalar, key: Uint8Array, aad: string, iv: Uint8Array = randomBytes(32)): string {
  if (bytes.length === 0) return ''
  const cipher = createCipheriv('aes-256-gcm', keyObject(key), iv, { authTagLength: 16 })
  cipher.setAAD(Buffer.from(aad))
  const data = Buffer.concat([cipher.update(bytes), cipher.final()])
  const base64 = (part: Uint8Array): string => Buffer.from(part).toString('base64')
  return `${envelopeStart}${base64(data)},iv:${base64(iv)},tag:${base64(cipher.getAuthTag())},type:${type}]`
}

const keyObjects = new WeakMap<Uint8Array, KeyObject>()

/** Node looks at the bytes of a key for longer than it needs to open a value; a prepared key it takes as it is. */
function keyObject(key: Uint8Array): KeyObject {
  const known = keyObjects.get(key)
  if (known !== undefined) return known
  const made = createSecretKey(key)
  keyObjects.set(key, made)
  return made
}

/** The plaintext; `undefined` when key, place or content do not fit together. */
export function openEnvelope({ data, iv, tag, type }: Envelope, key: Uint8Array, aad: string): PlainScalar | undefined {
  const decipher = createDecipheriv('aes-256-gcm', keyObject(key), iv, { authTagLength: 16 })
  decipher.setAAD(Buffer.from(aad))
  decipher.setAuthTag(tag)
  // This cipher gives out as many bytes as it takes in, so the end adds none.
  const bytes = decipher.update(data)
  try {
    decipher.final()
    return { type, bytes }
  } catch {
    return undefined // The only thing that final() can say is that the tag does not fit.
  }
}
