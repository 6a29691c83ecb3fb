import type { ReadAt } from '../../runtime/read-file.ts'
import type { Position } from '../../text/position.ts'
import type { Window } from './find-section.ts'

/** Bytes that are looked at together: enough to be read fast, few enough to stay in the processor's own memory. */
const usualSize = 262_144

/** A character has at most so many bytes after its first. */
const longestRest = 3

/** A file that is read piece by piece into the same memory, which is much cheaper than memory for all of it. */
export class FileWindow implements Window {
  readonly #read: ReadAt
  #buffer: Buffer
  #bytes: Buffer
  /** In the file, of the next byte that is read. */
  #position = 0
  /** Characters before the window, and before the line that began there. */
  #left = 0
  #leftBeforeLine = 0

  constructor(read: ReadAt, size = usualSize) {
    this.#read = read
    this.#buffer = Buffer.allocUnsafeSlow(size)
    this.#bytes = this.#filled(0)
  }

  get bytes(): Buffer {
    return this.#bytes
  }

  advance(keep: number, lineStart: number): number | undefined {
    if (this.#bytes.length < this.#buffer.length) return undefined
    const from = this.#characterAt(Math.min(keep, this.#bytes.length) - 1)
    const kept = this.#bytes.subarray(from)
    this.#leave(from, lineStart)
    // What is kept of a long value needs room for more of it.
    if (kept.length * 2 > this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(this.#buffer.length * 2)
    kept.copy(this.#buffer)
    this.#bytes = this.#filled(kept.length)
    return from
  }

  placeOf(at: number, lineStart: number): Pick<Position, 'column' | 'offset'> {
    const offset = this.#left + this.#lengthOf(0, at)
    return { offset, column: 1 + (lineStart < 0 ? offset - this.#leftBeforeLine : this.#lengthOf(lineStart, at)) }
  }

  #filled(from: number): Buffer {
    let end = from
    while (end < this.#buffer.length) {
      const count = this.#read(this.#buffer.subarray(end), this.#position)
      if (count === 0) break
      this.#position += count
      end += count
    }
    return this.#buffer.subarray(0, end)
  }

  /** Where the character begins that a byte belongs to. */
  #characterAt(byte: number): number {
    let at = byte
    while (at > 0 && byte - at < longestRest && ((this.#bytes[at] as number) & 0xc0) === 0x80) at--
    return Math.max(at, 0)
  }

  #leave(end: number, lineStart: number): void {
    if (lineStart >= 0 && lineStart <= end) this.#leftBeforeLine = this.#left + this.#lengthOf(0, lineStart)
    this.#left += this.#lengthOf(0, end)
  }

  /** In characters. What is no text has a length, too. */
  #lengthOf(start: number, end: number): number {
    const bytes = this.#bytes.subarray(start, end)
    const isAscii = process.getBuiltinModule('node:buffer').isAscii(bytes)
    return isAscii ? bytes.length : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).length
  }
}
