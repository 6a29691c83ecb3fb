import { ConfigError } from '../errors/config-error.ts'
import { LineIndex, type Span } from '../text/position.ts'

/** The encodings that are told apart by how a file begins. */
export type Unicode = 'utf-8' | 'utf-16le' | 'utf-16be'

/** Characters in the longest text that V8 can hold. */
const longestText = 536_870_888

/** Bytes that are looked at together. */
const piece = 1_048_576

/** SOURCE_ENCODING for bytes that are no text in an encoding: what they seem to be, or the first one that is wrong. */
export function invalidBytes(bytes: Uint8Array, file: string, encoding: Unicode): ConfigError {
  if (bytes.length > longestText && isValid(bytes, encoding)) return tooLong(file)
  const hint = 'save the file as UTF-8, or declare encoding: latin1'
  const offset = encoding === 'utf-8' ? invalidUtf8Offset(bytes) : invalidUtf16Offset(bytes, encoding)
  const span = placeBehind(new TextDecoder(encoding).decode(bytes.subarray(0, offset), { stream: true }), file)
  const place = `at byte ${offset} (line ${span.start.line})`
  return encodingError(file, `invalid ${encoding.toUpperCase()} ${place}`, hint, span)
}

/** Whether bytes are a text, which may be too long for one. */
function isValid(bytes: Uint8Array, encoding: Unicode): boolean {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for (let start = 0; start < bytes.length; start += piece)
      decoder.decode(bytes.subarray(start, start + piece), { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}

function tooLong(file: string): ConfigError {
  return new ConfigError({
    code: 'SOURCE_TOO_LARGE',
    severity: 'error',
    message: `longer than ${longestText} characters, the longest text that JavaScript can hold`,
    file,
    hint: 'split the file; of JSON, a section can be read: file(path, { section: "catalog" })',
  })
}

/** SOURCE_ENCODING for a NUL: a stray one, or those of a wide encoding that no byte order mark announces. */
export function foundNul(bytes: Uint8Array, text: string, file: string): ConfigError {
  const wide = wideEncoding(bytes)
  if (wide !== undefined) return encodingError(file, wide, 'save the file as UTF-8')
  const nul = text.indexOf('\0')
  const span = placeBehind(text.slice(0, nul), file)
  return encodingError(file, `NUL at character ${nul}`, 'remove it; configuration is text', span)
}

/** UTF-32 by its byte order mark; UTF-16 without one by zeros in every second place of the beginning. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const [first, second, third, fourth] = bytes
  if (first === 0xff && second === 0xfe && third === 0 && fourth === 0) return 'UTF-32'
  if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return 'UTF-32'
  const start = bytes.subarray(0, Math.min(64, bytes.length & ~1))
  const zeros = [0, 0]
  for (let index = 0; index < start.length; index++) if (start[index] === 0) zeros[index % 2] = (zeros[index % 2] as number) + 1
  const [even = 0, odd = 0] = zeros
  if (start.length < 4 || Math.min(even, odd) > 0 || Math.max(even, odd) * 4 < start.length) return undefined
  return `UTF-16${odd > 0 ? 'LE' : 'BE'} without a byte order mark`
}

/** Where a text ends, as a place in the file. */
function placeBehind(text: string, file: string): Span {
  return new LineIndex(text).span(file, text.length, text.length)
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

/** The first half of a pair without its other half, or the last byte of an odd number. */
function invalidUtf16Offset(bytes: Uint8Array, encoding: Unicode): number {
  const high = encoding === 'utf-16le' ? 1 : 0
  const kindAt = (at: number): number => (bytes[at + high] ?? 0) & 0xfc
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    if (kindAt(at) === 0xdc) return at
    if (kindAt(at) !== 0xd8) continue
    if (at + 3 >= bytes.length || kindAt(at + 2) !== 0xdc) return at
    at += 2
  }
  return bytes.length - 1
}

function encodingError(file: string, problem: string, hint: string, span?: Span): ConfigError {
  const message = `not readable as text: ${problem}`
  return new ConfigError({ code: 'SOURCE_ENCODING', severity: 'error', message, file, ...(span && { span }), hint })
}
