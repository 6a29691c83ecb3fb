import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import type { AgeIdentity, AgeLibrary, AgeRecipient, AgeStanza } from './library.ts'

/** The exponent of the work, as the age command has it: a guess takes about a second and 256 MB. */
const workFactor = 18
/** More would let whoever made a file keep a machine busy for minutes. */
const mostWork = 20
const label = 'age-encryption.org/v1/scrypt'
const cipher = 'chacha20-poly1305'
const tagLength = { authTagLength: 16 } as const
/** Each key is used once. */
const nonce = Buffer.alloc(12)

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt)

/**
 * Seals for whoever knows a passphrase, with the scrypt of Node, which is a third of the library's time and leaves the
 * thread free.
 * @see https://c2sp.org/age#scrypt-recipient-stanza
 */
export function passphraseRecipient(passphrase: string, { Stanza }: Pick<AgeLibrary, 'Stanza'>, work = workFactor): AgeRecipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(16)
      const sealing = createCipheriv(cipher, await keyOf(passphrase, salt, work), nonce, tagLength)
      const body = Buffer.concat([sealing.update(fileKey), sealing.final(), sealing.getAuthTag()])
      return [new Stanza(['scrypt', unpadded(salt), String(work)], body)]
    },
  }
}

/** The other way round. What it throws is told like what the library says of other stanzas. */
export function passphraseIdentity(passphrase: string): AgeIdentity {
  return {
    async unwrapFileKey(stanzas) {
      const stanza = stanzas.find(({ args }) => args[0] === 'scrypt')
      if (stanza === undefined) return null
      if (stanzas.length !== 1) throw Error('scrypt recipient is not the only one in the header')
      const { salt, work } = partsOf(stanza)
      if (work > mostWork) throw Error('scrypt work factor is too high')
      return opened(stanza.body, await keyOf(passphrase, salt, work))
    },
  }
}

function partsOf({ args, body }: AgeStanza): { readonly salt: Buffer; readonly work: number } {
  const [, encoded = '', work = ''] = args
  const salt = Buffer.from(encoded, 'base64')
  const isSound = args.length === 3 && salt.length === 16 && unpadded(salt) === encoded
  if (!isSound || body.length !== 32 || !/^[1-9][0-9]*$/.test(work)) throw Error('invalid scrypt stanza')
  return { salt, work: Number(work) }
}

function keyOf(passphrase: string, salt: Uint8Array, work: number): Promise<Buffer> {
  const cost = { N: 2 ** work, r: 8, p: 1 }
  return derive(passphrase, Buffer.concat([Buffer.from(label), salt]), 32, { ...cost, maxmem: 128 * cost.r * (cost.N + 64) })
}

/** `null` if it was another passphrase. */
function opened(body: Uint8Array, key: Uint8Array): Uint8Array | null {
  const opening = createDecipheriv(cipher, key, nonce, tagLength)
  opening.setAuthTag(body.subarray(16))
  try {
    return Buffer.concat([opening.update(body.subarray(0, 16)), opening.final()])
  } catch {
    return null
  }
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '')
}
