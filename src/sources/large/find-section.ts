import type { Position } from '../../text/position.ts'
import type { Path } from '../../values/path.ts'

/** A part of a file in which is looked for something, and which moves towards the end of the file. */
export interface Window {
  /** What can be seen now. */
  readonly bytes: Buffer
  /**
   * Moves on. Bytes from `keep` on stay, and at least one before; the answer is by how much their numbers become smaller, or
   * `undefined` at the end of the file. `lineStart` is where the last line starts, less than 0 if that was left behind.
   */
  advance(keep: number, lineStart: number): number | undefined
  /** How far a byte is from the start of its line, and of the file, in characters. */
  placeOf(at: number, lineStart: number): Pick<Position, 'column' | 'offset'>
}

/** Where a part of a file is, and what it is. */
export interface FoundSection {
  readonly bytes: Buffer
  readonly start: Position
}

/**
 * Finds the value at a path of keys in the bytes of a file in strict JSON: one pass that decodes nothing and ends behind
 * the value, and another one only if its keys may come again. `undefined` when it is not there, or only reading the whole file
 * can tell. Given anything else than JSON, it finds something or nothing, and comes to an end.
 */
export function findSection(open: () => Window, path: Path): FoundSection | undefined {
  const keys = path.map((key) => Buffer.from(JSON.stringify(key)))
  const scan = new SectionScan(open(), keys, false)
  if (!scan.run()) return undefined
  if (!scan.mayComeAgain) return scan.found
  const whole = new SectionScan(open(), keys, true)
  return whole.run() ? whole.found : undefined
}

const lineFeed = 0x0a
const carriageReturn = 0x0d
const space = 0x20
const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const openBracket = 0x5b
const backslash = 0x5c
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

const escaped = Buffer.from('\\u')

class SectionScan {
  found: FoundSection | undefined
  mayComeAgain = false
  readonly #window: Window
  /** Each key as it is written without escapes, with its quotes. */
  readonly #keys: readonly Buffer[]
  readonly #goesOn: boolean
  #bytes: Buffer
  #at = 0
  /** From here on bytes are still needed; less than 0 if only what comes is. */
  #keep = -1
  #line = 1
  #lineStart = 0
  #isDone = false

  constructor(window: Window, keys: readonly Buffer[], goesOn: boolean) {
    this.#window = window
    this.#keys = keys
    this.#goesOn = goesOn
    this.#bytes = window.bytes
  }

  /** Whether what was found can be relied on. */
  run(): boolean {
    return this.#next() === openBrace && this.#members(0)
  }

  /** Goes through the map that starts here; false when it is not as expected. */
  #members(level: number): boolean {
    this.#at++
    for (;;) {
      const code = this.#next()
      if (code === comma) this.#at++
      else if (code === closeBrace) {
        this.#at++
        return true
      } else if (code !== quote || !this.#member(level)) return false
      if (this.#isDone) return true
    }
  }

  #member(level: number): boolean {
    this.#keep = this.#at
    const isPlain = this.#skipString()
    const isNext = (this.#keys[level] as Buffer).equals(this.#bytes.subarray(this.#keep, this.#at))
    this.#keep = -1
    if (!isPlain || this.#next() !== colon) return false
    this.#at++
    const code = this.#next()
    if (!isNext) return this.#skipValue()
    // What stood under the same key before counts no more.
    this.found = undefined
    if (level < this.#keys.length - 1) return code === openBrace ? this.#members(level + 1) : this.#skipValue()
    return this.#take()
  }

  #take(): boolean {
    const start = { line: this.#line, ...this.#window.placeOf(this.#at, this.#lineStart) }
    this.#keep = this.#at
    if (!this.#skipValue()) return false
    this.found = { bytes: Buffer.from(this.#bytes.subarray(this.#keep, this.#at)), start }
    this.#keep = -1
    if (this.#goesOn) return true
    this.mayComeAgain = this.#findsKeys()
    this.#isDone = true
    return true
  }

  /** A key that is written again counts instead of the first, and may be written with escapes. */
  #findsKeys(): boolean {
    const longest = Math.max(...this.#keys.map((key) => key.length))
    do {
      if (this.#keys.some((key) => holdsKey(this.#bytes, key, this.#at)) || this.#bytes.includes(escaped, this.#at)) return true
      this.#at = Math.max(this.#at, this.#bytes.length - longest)
    } while (this.#more())
    return false
  }

  /** The next byte that is no white space. */
  #next(): number | undefined {
    do {
      for (; this.#at < this.#bytes.length; this.#at++) {
        const code = this.#bytes[this.#at] as number
        if (code === lineFeed || code === carriageReturn) this.#startLine(code)
        else if (code > space) return code
      }
    } while (this.#more())
    return undefined
  }

  #startLine(code: number): void {
    if (code === carriageReturn || this.#bytes[this.#at - 1] !== carriageReturn) this.#line++
    this.#lineStart = this.#at + 1
  }

  /** False when there is an escape in it. */
  #skipString(): boolean {
    let isPlain = true
    this.#at++
    do {
      const bytes = this.#bytes
      let at = this.#at
      for (; at < bytes.length; at++) {
        const code = bytes[at]
        if (code === quote) {
          this.#at = at + 1
          return isPlain
        }
        if (code !== backslash) continue
        isPlain = false
        at++
      }
      this.#at = at
    } while (this.#more())
    this.#at = this.#bytes.length
    return isPlain
  }

  /** False when the text ends before the value does. */
  #skipValue(): boolean {
    const code = this.#bytes[this.#at] as number
    if (code === quote) this.#skipString()
    else if ((code | space) === openBrace) this.#skipContainer()
    else this.#skipWord()
    return this.#at < this.#bytes.length || this.#more()
  }

  /** A number, or `true`, `false` or `null`. */
  #skipWord(): void {
    do {
      for (; this.#at < this.#bytes.length; this.#at++) {
        const code = this.#bytes[this.#at] as number
        if (code <= space || code === comma || code === closeBrace || code === closeBracket) return
      }
    } while (this.#more())
  }

  #skipContainer(): void {
    let depth = 0
    do {
      depth = this.#passOver(depth)
    } while (depth > 0 && (this.#bytes[this.#at] === quote ? this.#passString() : this.#more()))
  }

  /** A string that reaches beyond the window. */
  #passString(): boolean {
    this.#skipString()
    return this.#at < this.#bytes.length || this.#more()
  }

  /** As much as can be seen of a container, in one loop, because most of the file is passed over here. */
  #passOver(levels: number): number {
    const bytes = this.#bytes
    const { length } = bytes
    let { line, lineStart } = { line: this.#line, lineStart: this.#lineStart }
    let depth = levels
    let at = this.#at
    for (; at < length; at++) {
      const code = bytes[at] as number
      if (code === space) continue
      if (code < space) {
        if (code === lineFeed || code === carriageReturn) {
          if (code === carriageReturn || bytes[at - 1] !== carriageReturn) line++
          lineStart = at + 1
        }
      } else if (code === quote) {
        const end = endOfString(bytes, at)
        if (end >= length) break
        at = end
      } else if (code >= openBracket) {
        // `[` and `{` differ in one bit, and so do `]` and `}`.
        const brace = code | space
        if (brace === openBrace) depth++
        else if (brace === closeBrace && --depth === 0) {
          at++
          break
        }
      }
    }
    this.#at = at
    this.#line = line
    this.#lineStart = lineStart
    return depth
  }

  #more(): boolean {
    const shift = this.#window.advance(this.#keep < 0 ? this.#at : this.#keep, this.#lineStart)
    if (shift === undefined) return false
    this.#bytes = this.#window.bytes
    this.#at -= shift
    this.#lineStart -= shift
    if (this.#keep >= 0) this.#keep -= shift
    return this.#at < this.#bytes.length
  }
}

/** So much of a key is searched for by the engine's quick search; for longer ones it prepares more than that saves. */
const quickLength = 7

/** The quote in front is in every line, and what follows mostly is not. */
function holdsKey(bytes: Buffer, key: Buffer, from: number): boolean {
  const some = key.subarray(1, 1 + quickLength)
  for (let at = bytes.indexOf(some, from); at >= 0; at = bytes.indexOf(some, at + 1)) {
    if (at > 0 && bytes.compare(key, 0, key.length, at - 1, Math.min(at - 1 + key.length, bytes.length)) === 0) return true
  }
  return false
}

/** Where the quote is that ends a string; at or behind the end of the bytes if it is not among them. */
function endOfString(bytes: Buffer, start: number): number {
  const { length } = bytes
  let at = start + 1
  for (; at < length; at++) {
    const code = bytes[at]
    if (code === quote) break
    if (code === backslash) at++
  }
  return at
}
