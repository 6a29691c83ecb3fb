import { type AgeReaders, openAge, sealAge } from '../../crypto/age/age-file.ts'
import { type AgeKeys, recipientOf } from '../../crypto/age/age-keys.ts'
import { ConfigError } from '../../errors/config-error.ts'
import { emptyContent, parseContent, printContent, type StoreContent } from './store-content.ts'

/** How a store is opened, and for whom a new one is sealed. */
export interface StoreKeys {
  readonly age: AgeKeys
  /** Of a new store. Default: those of the identities; else the first passphrase opens it. */
  readonly recipients?: readonly string[]
}

/** @throws ConfigError CRYPTO_NO_KEY, CRYPTO_TAMPERED, CRYPTO_MALFORMED, SECRET_STORE_MALFORMED */
export async function openContent(bytes: Uint8Array, { age }: StoreKeys, file: string): Promise<StoreContent> {
  return parseContent(await openAge(bytes, age, file), file)
}

/** @throws ConfigError CRYPTO_NO_KEY when nothing could open it again */
export async function newContent({ age, recipients }: StoreKeys, file: string): Promise<StoreContent> {
  const readers = recipients ?? (await Promise.all(age.identities.map((identity) => recipientOf(identity))))
  if (readers.length > 0 || age.passphrases.length > 0) return emptyContent([...new Set(readers)])
  throw new ConfigError({
    code: 'CRYPTO_NO_KEY',
    severity: 'error',
    message: 'there is no key to seal a new store of secrets with',
    file,
    hint: 'make one with "configmanage keys generate" and set SOPS_AGE_KEY_FILE, or set AGE_PASSPHRASE',
  })
}

/** @throws ConfigError CRYPTO_NO_KEY when nobody could open it: an empty passphrase would open it for everybody */
export async function sealContent(content: StoreContent, { age }: StoreKeys, file: string): Promise<Uint8Array> {
  return sealAge(printContent(content), readersOf(content, age, file), false)
}

function readersOf({ recipients }: StoreContent, { passphrases }: AgeKeys, file: string): AgeReaders {
  if (recipients.length > 0) return { recipients }
  const [passphrase] = passphrases
  if (passphrase !== undefined) return { passphrase }
  throw new ConfigError({
    code: 'CRYPTO_NO_KEY',
    severity: 'error',
    message: 'a store is sealed for one reader at least, or for AGE_PASSPHRASE',
    file,
    hint: 'name the age recipients that it is sealed for',
  })
}
