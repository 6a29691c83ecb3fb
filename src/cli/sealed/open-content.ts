import { openAge } from '../../crypto/age/age-file.ts'
import { isAge } from '../../crypto/age/recognise.ts'
import type { Keyring } from '../../crypto/keys/keyring.ts'
import { type OpenedFile, openSops, plainContent } from '../../crypto/sops/open.ts'
import { storeAsked, storeForSealed } from '../../crypto/sops/stores/choose-store.ts'
import { decode } from '../../formats/decode.ts'
import type { Content } from './content.ts'

/** What came out of a sealed file. */
export interface Opened {
  readonly plain: Uint8Array
  /** How it was sealed: to seal it again. `undefined` for a file of age. */
  readonly sops: OpenedFile | undefined
}

/**
 * Opens a sealed file of either kind.
 * @throws ConfigError CRYPTO_*, FORMAT_*
 */
export async function openContent({ name, bytes }: Content, keys: Keyring, from: string | undefined): Promise<Opened> {
  if (isAge(bytes)) return { plain: await openAge(bytes, keys.age, name), sops: undefined }
  const text = decode(bytes, name)
  const sops = await openSops(text, from === undefined ? storeForSealed(name, text) : storeAsked(from), name, keys)
  return { plain: plainContent(sops), sops }
}
