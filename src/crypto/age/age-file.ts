import { cryptoError, malformed, tampered } from '../failures.ts'
import type { AgeKeys } from './age-keys.ts'
import { ageLibrary } from './library.ts'
import { passphraseIdentity, passphraseRecipient } from './passphrase.ts'
import { isArmored } from './recognise.ts'
import { bytesOf, streamOf } from './streams.ts'

/**
 * The content of a file of age.
 * @throws ConfigError CRYPTO_NO_KEY, CRYPTO_TAMPERED, CRYPTO_MALFORMED; there is no partial content
 */
export async function openAge(bytes: Uint8Array, keys: AgeKeys, file: string): Promise<Uint8Array> {
  const opened = await tryAge(bytes, keys, file)
  if (opened !== undefined) return opened
  throw cryptoError('CRYPTO_NO_KEY', 'no key opens this file', {
    file,
    hint: 'set SOPS_AGE_KEY or SOPS_AGE_KEY_FILE, give --identity <file>, or AGE_PASSPHRASE for a file with a passphrase',
  })
}

/** The same; `undefined` when none of the keys is one of the file's. */
export async function tryAge(bytes: Uint8Array, keys: AgeKeys, file: string): Promise<Uint8Array | undefined> {
  const { Decrypter, armor } = await ageLibrary()
  const binary = isArmored(bytes) ? unarmored(bytes, file, armor.decode) : bytes
  const decrypter = new Decrypter()
  try {
    for (const identity of keys.identities) decrypter.addIdentity(identity)
  } catch {
    // Without the cause: what a library says of a key might quote it.
    throw cryptoError('CRYPTO_KEY_INVALID', 'an identity is no age key: its check sum is wrong', { hint: 'copy it again' })
  }
  for (const passphrase of keys.passphrases) decrypter.addIdentity(passphraseIdentity(passphrase))
  try {
    return await bytesOf(await decrypter.decrypt(streamOf(binary)))
  } catch (error) {
    const said = error instanceof Error ? error.message : ''
    if (/^no identity matched/.test(said)) return undefined
    if (/^invalid (?:version|stanza|header)$|^invalid version|non-ASCII|stream ended/.test(said))
      throw malformed('the file is no whole age file', { file })
    if (/work factor is too high/.test(said))
      throw cryptoError('CRYPTO_UNSUPPORTED', 'the passphrase of this file would take too long to try', {
        file,
        hint: 'seal it again with a work factor of at most 20',
      })
    throw tampered('the age file was altered or cut short', { file })
  }
}

function unarmored(bytes: Uint8Array, file: string, decode: (text: string) => Uint8Array): Uint8Array {
  try {
    return decode(Buffer.from(bytes).toString('latin1'))
  } catch {
    throw malformed('the armor of the age file is damaged', { file })
  }
}

/** For whom a file is sealed: recipients, or whoever knows a passphrase. */
export type AgeReaders = { readonly recipients: readonly string[] } | { readonly passphrase: string }

/** @throws ConfigError CRYPTO_KEY_INVALID, CRYPTO_UNSUPPORTED */
export async function sealAge(content: Uint8Array, readers: AgeReaders, asText: boolean): Promise<Uint8Array> {
  const library = await ageLibrary()
  const { Encrypter, armor } = library
  const encrypter = new Encrypter()
  if ('passphrase' in readers) encrypter.addRecipient(passphraseRecipient(readers.passphrase, library))
  else for (const recipient of readers.recipients) addRecipient(recipient, (text) => encrypter.addRecipient(text))
  const sealed = await bytesOf(await encrypter.encrypt(streamOf(content)))
  return asText ? Buffer.from(armor.encode(sealed)) : sealed
}

function addRecipient(recipient: string, add: (recipient: string) => void): void {
  checkRecipient(recipient)
  try {
    add(recipient)
  } catch (error) {
    throw cryptoError('CRYPTO_KEY_INVALID', `${JSON.stringify(recipient)} is no age recipient`, { hint: 'copy it again' }, error)
  }
}

/** @throws ConfigError CRYPTO_KEY_INVALID, CRYPTO_UNSUPPORTED */
export function checkRecipient(recipient: string): void {
  if (/^AGE-SECRET-KEY-/i.test(recipient))
    throw cryptoError('CRYPTO_KEY_INVALID', 'this is a private key, and files are sealed for public ones', {
      hint: 'give the recipient that "configmanage keys show" prints; if anybody saw the key, make a new one',
    })
  if (/^ssh-/.test(recipient))
    throw cryptoError('CRYPTO_UNSUPPORTED', 'SSH keys cannot be recipients here', {
      hint: 'make an age key: "configmanage keys generate"',
    })
  if (/^age1[a-z0-9]+1[a-z0-9]/.test(recipient) && !/^age1(?:pq|tag|tagpq)1/.test(recipient))
    throw cryptoError('CRYPTO_UNSUPPORTED', 'recipients of age plugins are not supported', { hint: 'use a native age key' })
  if (!/^age1[a-z0-9]+$/.test(recipient))
    throw cryptoError('CRYPTO_KEY_INVALID', `${JSON.stringify(recipient)} is no age recipient`, { hint: 'it begins with "age1"' })
}
