import { ConfigError } from '../errors/config-error.ts'

/** How bytes become text. UTF-16 is recognised by its byte order mark only. */
export type Encoding = 'utf-8' | 'latin1'

/**
 * The text of a file, without its byte order mark. Never guesses and never replaces: invalid bytes are an error
 * that names their offset.
 * @throws ConfigError SOURCE_ENCODING
 */
export function decode(bytes: Uint8Array, file: string, encoding: Encoding = 'utf-8'): string {
  const text = encoding === 'latin1' ? decodeLatin1(bytes) : decodeUnicode(bytes, file)
  const nul = text.indexOf('\0')
  if (nul >= 0) throw encodingError(file, `NUL at character ${nul}`, 'remove it; configuration is text')
  return text
}

function decodeUnicode(bytes: Uint8Array, file: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeStrictly(bytes, file, 'utf-16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeStrictly(swapPairs(bytes), file, 'utf-16le')
  return decodeStrictly(bytes, file, 'utf-8')
}

function decodeStrictly(bytes: Uint8Array, file: string, label: 'utf-8' | 'utf-16le'): string {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    const offset = label === 'utf-8' ? invalidUtf8Offset(bytes) : undefined
    const place = offset === undefined ? '' : ` at byte ${offset} (line ${lineOfByte(bytes, offset)})`
    throw encodingError(file, `invalid ${label.toUpperCase()}${place}`, 'save the file as UTF-8, or declare encoding: latin1')
  }
}

/** Windows-1252 differs from Latin-1 in 0x80 to 0x9F, and `TextDecoder('latin1')` means Windows-1252. */
function decodeLatin1(bytes: Uint8Array): string {
  let text = ''
  for (let start = 0; start < bytes.length; start += 8192) text += String.fromCharCode(...bytes.subarray(start, start + 8192))
  return text
}

function swapPairs(bytes: Uint8Array): Uint8Array {
  const swapped = new Uint8Array(bytes.length)
  for (let index = 0; index + 1 < bytes.length; index += 2) {
    swapped[index] = bytes[index + 1] as number
    swapped[index + 1] = bytes[index] as number
  }
  return bytes.length % 2 === 0 ? swapped : swapped.subarray(0, bytes.length - 1)
}

/** The first byte that begins no valid sequence: by halving, since a cut sequence is valid so far in a stream. */
function invalidUtf8Offset(bytes: Uint8Array): number {
  let low = 0
  let high = bytes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isUtf8Prefix(bytes.subarray(0, middle + 1))) low = middle + 1
    else high = middle
  }
  return Math.min(low, bytes.length - 1)
}

function isUtf8Prefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

function lineOfByte(bytes: Uint8Array, offset: number): number {
  let line = 1
  for (let index = 0; index < offset; index++) if (bytes[index] === 0x0a) line++
  return line
}

function encodingError(file: string, problem: string, hint: string): ConfigError {
  return new ConfigError({ code: 'SOURCE_ENCODING', severity: 'error', message: `not readable as text: ${problem}`, file, hint })
}
