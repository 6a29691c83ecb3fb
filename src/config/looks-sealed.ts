import type { TextReading } from '../sources/source.ts'

/**
 * Whether a file may be sealed, as a whole or in its values: a look at the bytes that costs next to nothing, so that plain
 * files do not wait for anything. What it lets pass is looked at in full by `open-sealed.ts`.
 */
export function looksSealed({ bytes, file }: TextReading): boolean {
  if (file.endsWith('.age') || bytes[0] === 0x61 || bytes[0] === 0x2d) {
    const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 34)).toString('latin1')
    if (file.endsWith('.age') || head.startsWith('age-encryption.org/') || head === '-----BEGIN AGE ENCRYPTED FILE-----')
      return true
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('ENC[AES256_GCM,data:')
}
