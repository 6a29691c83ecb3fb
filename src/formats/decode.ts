import { mistakes } from './later.ts'

/** How bytes become text. UTF-16 is recognised by its byte order mark only. */
export type Encoding = 'utf-8' | 'latin1'

/** Keeps nothing from one text to the next, so one is enough. */
let utf8: InstanceType<typeof TextDecoder> | undefined

/**
 * The text of a file, without its byte order mark. Never guesses and never replaces: invalid bytes are an error
 * that names their offset.
 * @throws ConfigError SOURCE_ENCODING, OPTION_INVALID
 */
export function decode(bytes: Uint8Array, file: string, encoding: Encoding = 'utf-8'): string {
  // The marks of UTF-16, little and big end first, are no UTF-8.
  if (encoding !== 'utf-8' || bytes[0] === 0xff || bytes[0] === 0xfe) return mistakes().decodeOther(bytes, file, encoding)
  let text: string
  try {
    utf8 ??= new TextDecoder('utf-8', { fatal: true })
    text = utf8.decode(bytes)
  } catch {
    throw mistakes().invalidBytes(bytes, file, encoding)
  }
  if (text.includes('\0')) throw mistakes().foundNul(bytes, text, file)
  return text
}
