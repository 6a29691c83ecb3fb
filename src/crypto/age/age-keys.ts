import { ConfigError } from '../../errors/config-error.ts'
import { cryptoError } from '../failures.ts'
import { openAge } from './age-file.ts'
import { ageLibrary } from './library.ts'
import { isAge } from './recognise.ts'

/** What can open age files: private keys, and passphrases for files that were sealed with one. */
export interface AgeKeys {
  readonly identities: readonly string[]
  readonly passphrases: readonly string[]
}

export const noAgeKeys: AgeKeys = { identities: [], passphrases: [] }

/**
 * The identities in a key file: one a line, `#` begins a comment. A key file may itself be sealed with a passphrase.
 * @throws ConfigError CRYPTO_KEY_INVALID, CRYPTO_UNSUPPORTED; messages never show the key
 */
export async function readIdentities(
  bytes: Uint8Array,
  where: string,
  passphrases: readonly string[],
): Promise<readonly string[]> {
  if (!isAge(bytes)) return parseIdentities(Buffer.from(bytes).toString('utf8'), where)
  try {
    const opened = await openAge(bytes, { identities: [], passphrases }, where)
    return parseIdentities(Buffer.from(opened).toString('utf8'), where)
  } catch (error) {
    if (!ConfigError.is(error) || error.code !== 'CRYPTO_NO_KEY') throw error
    const hint = passphrases.length === 0 ? 'set AGE_PASSPHRASE' : 'AGE_PASSPHRASE is not its passphrase'
    throw cryptoError('CRYPTO_NO_KEY', 'the key file is sealed with a passphrase', { file: where, hint }, error)
  }
}

/** @throws ConfigError CRYPTO_KEY_INVALID, CRYPTO_UNSUPPORTED */
export function parseIdentities(text: string, where: string): readonly string[] {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    throw cryptoError('CRYPTO_UNSUPPORTED', `${where} holds an SSH or PEM key, which cannot open age files here`, {
      hint: 'make an age key, "configmanage keys generate", and add its recipient with "configmanage rotate --add"',
    })
  const lines = text.split(/\r\n|\n|\r/).map((line, index) => ({ line: line.trim(), number: index + 1 }))
  return lines.flatMap(({ line, number }) => {
    if (line === '' || line.startsWith('#')) return []
    // SOPS_AGE_KEY may hold several in a line.
    return line.split(/[\s,]+/).map((word) => checkedIdentity(word, `${where}, line ${number}`))
  })
}

function checkedIdentity(word: string, where: string): string {
  if (/^AGE-SECRET-KEY-(?:PQ-)?1[02-9AC-HJ-NP-Z]+$/.test(word)) return word
  if (/^AGE-PLUGIN-/i.test(word))
    throw cryptoError('CRYPTO_UNSUPPORTED', `${where}: keys of age plugins are not supported`, { hint: 'use a native age key' })
  throw cryptoError('CRYPTO_KEY_INVALID', `${where} is no age identity`, { hint: 'it begins with AGE-SECRET-KEY-1' })
}

/** The public half of an identity. */
export async function recipientOf(identity: string, where = 'the identity'): Promise<string> {
  const { identityToRecipient } = await ageLibrary()
  try {
    return await identityToRecipient(identity)
  } catch {
    // Without the cause: what a library says of a key might quote it.
    throw cryptoError('CRYPTO_KEY_INVALID', `${where} is no age identity: its check sum is wrong`, { hint: 'copy it again' })
  }
}

/** A new private key. */
export async function newIdentity(postQuantum: boolean): Promise<string> {
  const library = await ageLibrary()
  return postQuantum ? library.generateHybridIdentity() : library.generateX25519Identity()
}
