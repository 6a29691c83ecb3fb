import { decode, type Encoding } from '../../formats/decode.ts'
import type { TextReading } from '../source.ts'

/** A file that is held once: as bytes until somebody reads its text, from then on as text. */
export class LargeText {
  /** Of the file, in bytes. */
  readonly size: number
  readonly #file: string
  readonly #encoding: Encoding | undefined
  #bytes: Uint8Array | undefined
  #text: string | undefined

  constructor(bytes: Uint8Array, file: string, encoding: Encoding | undefined) {
    this.size = bytes.length
    this.#bytes = bytes
    this.#file = file
    this.#encoding = encoding
  }

  /** @throws ConfigError SOURCE_ENCODING, OPTION_INVALID */
  text(): string {
    if (this.#text !== undefined) return this.#text
    const bytes = this.#bytes as Uint8Array // there is one or the other
    const text = decode(bytes, this.#file, this.#encoding)
    if (!isEncodedAlike(bytes, this.#encoding)) return text
    this.#text = text
    this.#bytes = undefined
    // Not left to the collector: until it comes by, both copies and the values would be in memory together.
    if (bytes.buffer instanceof ArrayBuffer) bytes.buffer.transfer(0)
    return text
  }

  /** What the text was decoded from. */
  get bytes(): Uint8Array {
    return this.#bytes ?? Buffer.from(this.#text ?? '', 'utf8')
  }
}

/** Whether encoding the text gives the same bytes: in strict UTF-8, whatever has no byte order mark. */
function isEncodedAlike(bytes: Uint8Array, encoding: Encoding | undefined): boolean {
  return (encoding ?? 'utf-8') === 'utf-8' && bytes[0] !== 0xef && bytes[0] !== 0xff && bytes[0] !== 0xfe
}

/** The reading of a large file. The caller gives the bytes away. */
export function largeReading(reading: TextReading): TextReading {
  const large = new LargeText(reading.bytes, reading.file, reading.encoding)
  return Object.defineProperty({ ...reading, large }, 'bytes', { get: () => large.bytes, enumerable: true })
}
