import { decode, type Encoding } from '../../formats/decode.ts'
import type { Section, TextReading } from '../source.ts'
import type { Slice } from './shifted-reader.ts'

/** What was read of a file of which only a part counts. */
export interface Part {
  readonly slice: Slice
  /** Of the file, in bytes. */
  readonly size: number
  /** For who needs the whole all the same. */
  readonly readAll: () => Uint8Array
}

/** A file that is held once: as bytes until somebody reads it, from then on as what was read. */
export class LargeText {
  /** Of the file, in bytes. */
  readonly size: number
  /** The only part that was read. */
  readonly slice: Slice | undefined
  readonly #file: string
  readonly #encoding: Encoding | undefined
  readonly #readAll: (() => Uint8Array) | undefined
  #bytes: Uint8Array | undefined
  #text: string | undefined

  constructor({ bytes, file, encoding }: TextReading, part: Part | undefined) {
    this.size = part?.size ?? bytes.length
    this.slice = part?.slice
    this.#readAll = part?.readAll
    this.#bytes = part === undefined ? bytes : undefined
    this.#file = file
    this.#encoding = encoding
  }

  /** @throws ConfigError SOURCE_ENCODING, OPTION_INVALID, and what may be wrong with the file if a part was enough before */
  text(): string {
    if (this.#text !== undefined) return this.#text
    const bytes = this.#readAll?.() ?? this.bytes
    const text = decode(bytes, this.#file, this.#encoding)
    if (!isEncodedAlike(bytes, this.#encoding)) return text
    this.#text = text
    this.#release()
    return text
  }

  /** What the text was decoded from. Of a file of which only a slice was kept, nothing. */
  get bytes(): Uint8Array {
    return this.#bytes ?? Buffer.from(this.#text ?? '', 'utf8')
  }

  /** Not left to the collector: until it comes by, the file and its values would be in memory together. */
  #release(): void {
    if (this.#bytes?.buffer instanceof ArrayBuffer && this.#bytes.buffer.byteLength >= ownMemory) this.#bytes.buffer.transfer(0)
    this.#bytes = undefined
  }
}

/** Shorter ones may lie in memory that Node shares between many. */
const ownMemory = 1_048_576

/** Whether encoding the text gives the same bytes: in strict UTF-8, whatever has no byte order mark. */
function isEncodedAlike(bytes: Uint8Array, encoding: Encoding | undefined): boolean {
  return (encoding ?? 'utf-8') === 'utf-8' && bytes[0] !== 0xef && bytes[0] !== 0xff && bytes[0] !== 0xfe
}

/** The reading of a large file, or of a section of a file. The caller gives the bytes away. */
export function largeReading(reading: TextReading, section?: Section, part?: Part): TextReading {
  const large = new LargeText(reading, part)
  const whole = { ...reading, large, section }
  return Object.defineProperty(whole, 'bytes', { get: () => large.bytes, enumerable: true })
}
