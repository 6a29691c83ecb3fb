import type { Path } from '../../values/path.ts'

/** Where a part of a file is, and the place of its first character. */
export interface FoundSection {
  readonly start: number
  readonly end: number
  readonly line: number
  /** The offset at which that line starts. */
  readonly lineStart: number
}

/**
 * Finds the value at a path of keys in the bytes of a file in strict JSON: one pass that decodes nothing and ends behind
 * the value, unless its keys may come again. `undefined` when it is not there, or only reading the whole file can tell.
 * Given anything else than JSON, it finds something or nothing, and comes to an end.
 */
export function findSection(bytes: Uint8Array, path: Path): FoundSection | undefined {
  const scan = new SectionScan(bytes, path)
  return scan.run() ? scan.found : undefined
}

const lineFeed = 0x0a
const carriageReturn = 0x0d
const space = 0x20
const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const openBracket = 0x5b
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d

class SectionScan {
  found: FoundSection | undefined
  readonly #bytes: Buffer
  /** Each key as it is written without escapes, with its quotes. */
  readonly #keys: readonly Buffer[]
  #at = 0
  #line = 1
  #lineStart = 0
  #isDone = false

  constructor(bytes: Uint8Array, path: Path) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#keys = path.map((key) => Buffer.from(JSON.stringify(key)))
  }

  /** Whether what was found can be relied on. */
  run(): boolean {
    this.#skipSpace()
    return this.#bytes[this.#at] === openBrace && this.#members(0)
  }

  /** Goes through the map that starts here; false when it is not as expected. */
  #members(level: number): boolean {
    this.#at++
    for (;;) {
      this.#skipSpace()
      const code = this.#bytes[this.#at]
      if (code === comma) this.#at++
      else if (code === closeBrace) {
        this.#at++
        return true
      } else if (code !== quote || !this.#member(level)) return false
      if (this.#isDone) return true
    }
  }

  #member(level: number): boolean {
    const start = this.#at
    const isPlain = this.#skipString()
    const key = this.#keys[level] as Buffer
    const isNext = this.#at - start === key.length && key.compare(this.#bytes, start, this.#at) === 0
    this.#skipSpace()
    if (!isPlain || this.#bytes[this.#at] !== colon) return false
    this.#at++
    this.#skipSpace()
    if (!isNext) return this.#skipValue()
    // What stood under the same key before counts no more.
    this.found = undefined
    if (level < this.#keys.length - 1) return this.#bytes[this.#at] === openBrace ? this.#members(level + 1) : this.#skipValue()
    return this.#take()
  }

  #take(): boolean {
    const [start, line, lineStart] = [this.#at, this.#line, this.#lineStart]
    if (!this.#skipValue()) return false
    this.found = { start, end: this.#at, line, lineStart }
    this.#isDone = !this.#mayComeAgain()
    return true
  }

  /** A key that is written again counts instead of the first, and may be written with escapes. */
  #mayComeAgain(): boolean {
    return this.#keys.some((key) => this.#bytes.includes(key, this.#at)) || this.#bytes.includes('\\u', this.#at)
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#bytes[this.#at] as number
      if (code === lineFeed || (code === carriageReturn && this.#bytes[this.#at + 1] !== lineFeed)) {
        this.#line++
        this.#lineStart = this.#at + 1
      }
      if (!(code <= space)) return
      this.#at++
    }
  }

  /** False when there is an escape in it. */
  #skipString(): boolean {
    const bytes = this.#bytes
    let isPlain = true
    let at = this.#at + 1
    for (; at < bytes.length && bytes[at] !== quote; at++) {
      if (bytes[at] !== backslash) continue
      isPlain = false
      at++
    }
    this.#at = Math.min(at + 1, bytes.length)
    return isPlain
  }

  /** False when the text ends before the value does. */
  #skipValue(): boolean {
    const code = this.#bytes[this.#at] as number
    if (code === quote) this.#skipString()
    else if ((code | space) === openBrace) this.#skipContainer()
    else while (isOfWord(this.#bytes[this.#at])) this.#at++
    return this.#at < this.#bytes.length
  }

  /** One loop for everything, because most of the file is passed over here. */
  #skipContainer(): void {
    const bytes = this.#bytes
    const { length } = bytes
    let { line, lineStart } = { line: this.#line, lineStart: this.#lineStart }
    let depth = 0
    let at = this.#at
    for (; at < length; at++) {
      const code = bytes[at] as number
      if (code === space) continue
      if (code < space) {
        if (code === lineFeed || (code === carriageReturn && bytes[at + 1] !== lineFeed)) {
          line++
          lineStart = at + 1
        }
      } else if (code === quote) {
        for (at++; at < length; at++) {
          const inside = bytes[at]
          if (inside === quote) break
          if (inside === backslash) at++
        }
      } else if (code >= openBracket) {
        // `[` and `{` differ in one bit, and so do `]` and `}`.
        const brace = code | space
        if (brace === openBrace) depth++
        else if (brace === closeBrace && --depth === 0) break
      }
    }
    this.#at = Math.min(at + 1, length)
    this.#line = line
    this.#lineStart = lineStart
  }
}

/** Of a number, or of `true`, `false` or `null`. */
function isOfWord(code: number | undefined): boolean {
  return code !== undefined && code > space && code !== comma && code !== closeBrace && code !== 0x5d
}
