import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { cryptoError } from '../failures.ts'
import { equalInConstantTime } from './mac.ts'
import type { StoreName } from './stores/store.ts'

/**
 * The file seal: a code over the whole text of a sealed file, which its metadata holds in a field of our own. It covers what
 * the code of the format leaves out: names, structure, types, comments, layout and the metadata itself.
 */
export const sealField = 'configmanage_seal'

/** What is done about the file seal when a file is opened: verified where there is one, demanded, or not looked at to make a new one. */
export type SealPolicy = 'verified' | 'required' | 'renewed'

const form = /^v1,([1-9]\d{0,14}),([A-Za-z0-9+/]{43}=)$/
const lastCount = 999_999_999_999_999

/** What is sealed, besides its text. */
export interface SealedWhole {
  readonly dataKey: Uint8Array
  readonly store: StoreName
}

/**
 * A text with its file seal in place.
 * @param count how many times the file was sealed, this time included
 * @param write makes the text around a seal; the seal is printed as it is
 */
export function withFileSeal(whole: SealedWhole, count: number, write: (seal: string) => string): string {
  // As long as the code, and found nowhere else.
  const placeholder = randomBytes(32).toString('base64')
  const parts = write(`v1,${count},${placeholder}`).split(placeholder)
  return parts.join(codeOf(whole, parts))
}

/** The number of the next seal. */
export function nextCount(...seals: readonly (string | undefined)[]): number {
  const highest = Math.max(0, ...seals.map((seal) => Number(form.exec(seal ?? '')?.[1] ?? 0)))
  return highest < lastCount ? highest + 1 : 1
}

/** @throws ConfigError CRYPTO_SEAL_MISSING, before any key is asked for */
export function demandFileSeal(seal: string | undefined, policy: SealPolicy, file: string): void {
  if (seal !== undefined || policy !== 'required') return
  throw cryptoError('CRYPTO_SEAL_MISSING', 'the file has no file seal, and one is required', {
    file,
    hint: `if the "sops" command wrote the file last, look at what it changed and seal it again: configmanage rotate --reseal ${file}`,
  })
}

/** @throws ConfigError CRYPTO_SEAL_BROKEN */
export function verifyFileSeal(
  whole: SealedWhole,
  text: string,
  seal: string | undefined,
  policy: SealPolicy,
  file: string,
): void {
  if (seal === undefined || policy === 'renewed') return
  const code = form.exec(seal)?.[2]
  if (code !== undefined && equalInConstantTime(code, codeOf(whole, text.split(code)))) return
  throw cryptoError('CRYPTO_SEAL_BROKEN', 'the file is not as it was sealed: its text or its metadata was changed', {
    file,
    hint: `restore it from version control; if the change is wanted, look at all of it and seal it again: configmanage rotate --reseal ${file}`,
  })
}

function codeOf({ dataKey, store }: SealedWhole, parts: readonly string[]): string {
  const key = hkdfSync('sha256', dataKey, '', 'configmanage file seal v1', 32)
  return createHmac('sha256', Buffer.from(key)).update(sealedMessage(store, parts)).digest('base64')
}

/**
 * What the code is made of: the format and the stretches of text around the places of the code, each behind its length in
 * bytes, so that no two files have the same. Only line ends may differ: git turns them around.
 */
export function sealedMessage(store: StoreName, parts: readonly string[]): Uint8Array {
  const texts = [store, ...parts].map((part) => Buffer.from(part.replaceAll('\r\n', '\n')))
  return Buffer.concat(texts.flatMap((text) => [lengthOf(text), text]))
}

function lengthOf(text: Uint8Array): Uint8Array {
  const length = Buffer.alloc(8)
  length.writeBigUInt64BE(BigInt(text.length))
  return length
}
