import { ConfigError } from '../errors/config-error.ts'
import type { Encoding } from './decode.ts'
import { foundNul, invalidBytes, type Unicode } from './encoding-error.ts'

/**
 * `decode` for what is not plain UTF-8.
 * @throws ConfigError SOURCE_ENCODING, OPTION_INVALID
 */
export function decodeOther(bytes: Uint8Array, file: string, encoding: Encoding): string {
  const text = decodeAs(bytes, file, encoding)
  if (text.includes('\0')) throw foundNul(bytes, text, file)
  return text
}

function decodeAs(bytes: Uint8Array, file: string, encoding: Encoding): string {
  if (encoding === 'utf-8') return decodeStrictly(bytes, file, unicodeOf(bytes))
  if (encoding === 'latin1') return decodeLatin1(bytes)
  throw unknownEncoding(encoding, file)
}

function unicodeOf(bytes: Uint8Array): Unicode {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
}

function decodeStrictly(bytes: Uint8Array, file: string, encoding: Unicode): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw invalidBytes(bytes, file, encoding)
  }
}

/** Windows-1252 differs from Latin-1 in 0x80 to 0x9F, and `TextDecoder('latin1')` means Windows-1252. */
function decodeLatin1(bytes: Uint8Array): string {
  let text = ''
  for (let start = 0; start < bytes.length; start += 8192) text += String.fromCharCode(...bytes.subarray(start, start + 8192))
  return text
}

function unknownEncoding(encoding: unknown, file: string): ConfigError {
  return new ConfigError({
    code: 'OPTION_INVALID',
    severity: 'error',
    message: `there is no encoding ${JSON.stringify(encoding)}`,
    file,
    expected: 'utf-8 or latin1',
    hint: 'use utf-8 or latin1',
  })
}
