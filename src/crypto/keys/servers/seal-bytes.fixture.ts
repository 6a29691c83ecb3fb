import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** AES-256-GCM, as key services use it: nonce, sealed bytes, tag. */
export function sealBytes(key: Uint8Array, plain: Uint8Array, context = ''): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** `undefined` when it was altered or sealed with another key. */
export function openBytes(key: Uint8Array, sealed: Uint8Array, context = ''): Buffer | undefined {
  if (sealed.length < 28) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(-16))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
  } catch {
    return undefined
  }
}
