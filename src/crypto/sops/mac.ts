import { createHash, type Hash, timingSafeEqual } from 'node:crypto'
import type { PlainScalar } from './plain-scalar.ts'

/** Sets the codes over sealed values apart from those over all values. SHA-256 of "sops". */
const onlySealedPrefix = Buffer.from('8a3fd2ad54ce66527b1034f3d147be0b0b975b3bf44f72c6fdadec8176f27d69', 'hex')

/** The authentication code of a file: a hash of all values in order, which the file holds in sealed form. */
export class FileMac {
  readonly #hash: Hash = createHash('sha512')
  readonly #onlySealed: boolean
  /** Hashed together: a call for each of a thousand short values takes longer than the hashing. */
  readonly #waiting: Uint8Array[] = []

  constructor(onlySealed: boolean) {
    this.#onlySealed = onlySealed
    if (onlySealed) this.#hash.update(onlySealedPrefix)
  }

  add({ bytes }: PlainScalar, isSealed: boolean): void {
    if (isSealed || !this.#onlySealed) this.#waiting.push(bytes)
  }

  /** In the spelling of files. May be called once. */
  digest(): string {
    return this.#hash.update(Buffer.concat(this.#waiting)).digest('hex').toUpperCase()
  }
}

/** Compares without telling by its time where two texts differ. */
export function equalInConstantTime(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}
