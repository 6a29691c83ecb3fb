import { type Fault, readString } from './diagnose-scalar.ts'
import type { Dialect } from './dialect.ts'
import { commentEnd, isMark, isSpace, wordEnd } from './tokens.ts'

/** A piece of a text that may be malformed, with what is wrong in it or before it. */
export interface Token {
  readonly mark: '{' | '}' | '[' | ']' | ':' | ',' | 'text' | 'word' | 'end'
  readonly start: number
  readonly end: number
  readonly word: string
  readonly isUnclosed: boolean
  readonly faults: readonly Fault[]
}

/** Cuts a text into tokens, whatever it holds. Reports each kind of foreign comment or space once. */
export class TokenReader {
  readonly text: string
  readonly #dialect: Dialect
  #at = 0
  #toldOfComments = false
  #toldOfSpaces = false

  constructor(text: string, dialect: Dialect) {
    this.text = text
    this.#dialect = dialect
  }

  next(): Token {
    const faults = this.#skipTrivia()
    const start = this.#at
    const code = this.text.charCodeAt(start)
    if (start >= this.text.length) return { mark: 'end', start, end: start, word: '', isUnclosed: false, faults }
    if (code === 0x22 || code === 0x27) {
      const { end, isClosed, faults: own } = readString(this.text, start, this.#dialect)
      this.#at = end
      return { mark: 'text', start, end, word: '', isUnclosed: !isClosed, faults: [...faults, ...own] }
    }
    if (isMark(code)) {
      this.#at++
      // isMark has seen to it.
      const mark = this.text[start] as '{' | '}' | '[' | ']' | ':' | ','
      return { mark, start, end: this.#at, word: '', isUnclosed: false, faults }
    }
    // A slash that begins no comment is a word of its own.
    this.#at = Math.max(start + 1, wordEnd(this.text, start))
    return { mark: 'word', start, end: this.#at, word: this.text.slice(start, this.#at), isUnclosed: false, faults }
  }

  #skipTrivia(): Fault[] {
    const faults: Fault[] = []
    for (; this.#at < this.text.length; ) {
      const start = this.#at
      const code = this.text.charCodeAt(start)
      if (isSpace(code)) {
        this.#at++
        if (isForeignSpace(code) && !this.#dialect.isJson5 && !this.#toldOfSpaces) {
          this.#toldOfSpaces = true
          const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
          faults.push({
            start,
            end: start + 1,
            message: `${name} between values is no space of ${this.#dialect.title}`,
            hint: 'use ordinary spaces',
          })
        }
      } else if (code === 0x2f && /[/*]/.test(this.text[start + 1] ?? '')) {
        this.#at = commentEnd(this.text, start)
        faults.push(...this.#commentFaults(start))
      } else if (code === 0x23) {
        this.#at = commentEnd(this.text, start)
        faults.push({ start, end: this.#at, message: 'a comment that begins with "#"', hint: this.#commentHint() })
      } else {
        break
      }
    }
    return faults
  }

  #commentFaults(start: number): Fault[] {
    const isOpenEnded = this.text[start + 1] === '*' && !(this.#at >= start + 4 && this.text.endsWith('*/', this.#at))
    if (isOpenEnded) return [{ start, end: start + 2, message: 'a comment that is never closed', hint: 'write */ behind it' }]
    if (this.#dialect.allowsComments || this.#toldOfComments) return []
    this.#toldOfComments = true
    return [{ start, end: this.#at, message: 'a comment; JSON has none', hint: this.#commentHint() }]
  }

  #commentHint(): string {
    return this.#dialect.allowsComments ? 'write //' : 'remove it, or name the file .jsonc'
  }
}

function isForeignSpace(code: number): boolean {
  return code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09
}
