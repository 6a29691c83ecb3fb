import { decode, type Encoding } from '../../formats/decode.ts'
import { findSection } from '../../formats/json/section-bytes.ts'
import type { Path } from '../../values/path.ts'
import type { TextReading } from '../source.ts'
import { type SectionOptions, sectionOf } from './section-of.ts'
import type { Slice } from './shifted-reader.ts'

/** A file that is held once: as bytes until somebody reads it, from then on as what was read. */
export class LargeText {
  /** Of the file, in bytes. */
  readonly size: number
  readonly #file: string
  readonly #encoding: Encoding | undefined
  #bytes: Uint8Array | undefined
  #text: string | undefined
  #slice: Slice | undefined

  constructor(bytes: Uint8Array, file: string, encoding: Encoding | undefined) {
    this.size = bytes.length
    this.#bytes = bytes
    this.#file = file
    this.#encoding = encoding
  }

  /** @throws ConfigError SOURCE_ENCODING, OPTION_INVALID */
  text(): string {
    if (this.#text !== undefined) return this.#text
    const { bytes } = this
    const text = decode(bytes, this.#file, this.#encoding)
    if (!isEncodedAlike(bytes, this.#encoding)) return text
    this.#text = text
    this.#release()
    return text
  }

  /**
   * The value at a path of keys of strict JSON, without a look at the rest. `undefined` when the whole has to be read.
   * @throws ConfigError SOURCE_ENCODING
   */
  slice(path: Path): Slice | undefined {
    if (this.#slice !== undefined || this.#bytes === undefined || !isEncodedAlike(this.#bytes, this.#encoding)) return this.#slice
    const found = findSection(this.#bytes, path)
    if (found === undefined) return undefined
    const textOf = (start: number, end: number): string => decode(this.bytes.subarray(start, end), this.#file)
    const { start, end, line, lineStart } = found
    const column = textOf(lineStart, start).length + 1
    this.#slice = { text: textOf(start, end), start: { line, column, offset: lengthOf(this.#bytes.subarray(0, start)) } }
    this.#release()
    return this.#slice
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

/** How many characters bytes are, which need not be a text. */
function lengthOf(bytes: Uint8Array): number {
  if (process.getBuiltinModule('node:buffer').isAscii(bytes)) return bytes.length
  const decoder = new TextDecoder()
  let length = 0
  for (let start = 0; start < bytes.length; start += piece) {
    length += decoder.decode(bytes.subarray(start, start + piece), { stream: true }).length
  }
  return length
}

/** Bytes that are decoded together. */
const piece = 1_048_576

/** Shorter ones may lie in memory that Node shares between many. */
const ownMemory = 1_048_576

/** Whether encoding the text gives the same bytes: in strict UTF-8, whatever has no byte order mark. */
function isEncodedAlike(bytes: Uint8Array, encoding: Encoding | undefined): boolean {
  return (encoding ?? 'utf-8') === 'utf-8' && bytes[0] !== 0xef && bytes[0] !== 0xff && bytes[0] !== 0xfe
}

/** The reading of a large file, or of a section of a file. The caller gives the bytes away. */
export function largeReading(reading: TextReading, options: SectionOptions): TextReading {
  const large = new LargeText(reading.bytes, reading.file, reading.encoding)
  const whole = { ...reading, large, section: sectionOf(options) }
  return Object.defineProperty(whole, 'bytes', { get: () => large.bytes, enumerable: true })
}
