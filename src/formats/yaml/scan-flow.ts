import type { LowBracket } from './low-bracket.ts'
import { lineEnd } from './scan.ts'

/**
 * Scans a list or map in brackets from the bracket that opens it, and adds each closing bracket that stands in the
 * column `parent`, first on its line. Gives the offset behind the value's last line, or where the value turns out to be
 * none: at a line that is not indented further than `parent`.
 */
export function flowEnd(text: string, opening: number, parent: number, found: LowBracket[]): number {
  return new FlowScan(text, opening, parent, found).run()
}

class FlowScan {
  readonly #text: string
  readonly #opening: number
  readonly #parent: number
  readonly #found: LowBracket[]
  #at: number
  #depth = 0
  /** In a text without quotes, where quotes mean nothing. */
  #isPlain = false
  /** Behind a quoted text, a bracket or an alias: a colon that follows needs no blank. */
  #isBehindValue = false
  /** Where the comment of the line before a line break begins. */
  #comment: number | undefined

  constructor(text: string, opening: number, parent: number, found: LowBracket[]) {
    this.#text = text
    this.#opening = opening
    this.#parent = parent
    this.#found = found
    this.#at = opening
  }

  run(): number {
    while (this.#at < this.#text.length) {
      const isInside = this.#step(this.#text[this.#at] as string)
      if (!isInside) break
    }
    return this.#at
  }

  /** False at the end. */
  #step(character: string): boolean {
    if (character === '\n' || character === '\r') return this.#lineBreak(false)
    if (character === '#' && this.#isAfterBlank()) return this.#skipComment()
    if (!this.#isPlain && (character === '"' || character === "'")) return this.#quoted(character)
    if (!this.#isPlain && /[&*!]/.test(character)) return this.#skipProperty()
    this.#at++
    if (character === '[' || character === '{') this.#depth++
    else if (character === ']' || character === '}') this.#depth--
    else {
      this.#plain(character)
      return true
    }
    this.#isPlain = false
    this.#isBehindValue = this.#depth > 0 && (character === ']' || character === '}')
    if (this.#depth > 0) return true
    this.#at = lineEnd(this.#text, this.#at)
    return false
  }

  /** What is neither a bracket nor the beginning of something else. */
  #plain(character: string): void {
    const isApart = /[\s,[\]{}]/.test(this.#text[this.#at] ?? ' ')
    const isColon = character === ':' && (isApart || this.#isBehindValue)
    if (character === ' ' || character === '\t') return
    this.#isBehindValue = false
    if (character === ',' || isColon) this.#isPlain = false
    else if (character !== '?' || !isApart) this.#isPlain = true
  }

  #isAfterBlank(): boolean {
    return /\s/.test(this.#text[this.#at - 1] ?? ' ')
  }

  #skipComment(): true {
    this.#comment = this.#at
    this.#isPlain = false
    this.#at = lineEnd(this.#text, this.#at)
    return true
  }

  #skipProperty(): true {
    this.#isBehindValue = this.#text[this.#at] === '*'
    while (this.#at < this.#text.length && /[^\s,[\]{}]/.test(this.#text[this.#at] as string)) this.#at++
    return true
  }

  #quoted(quote: string): boolean {
    this.#at++
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at]
      if (character === '\n' || character === '\r') {
        if (!this.#lineBreak(true)) return false
      } else if (character === quote && this.#text[this.#at + 1] === quote && quote === "'") this.#at += 2
      else if (character === quote) {
        this.#at++
        this.#isBehindValue = true
        return true
      } else if (character === '\\' && quote === '"' && /[^\r\n]/.test(this.#text[this.#at + 1] ?? '\n')) this.#at += 2
      else this.#at++
    }
    return true
  }

  /** Moves to the first character of the next line. False when that line cannot belong to the value. */
  #lineBreak(isInText: boolean): boolean {
    const from = this.#at
    const to = from + (this.#text.startsWith('\r\n', from) ? 2 : 1)
    let at = to
    while (this.#text[at] === ' ') at++
    const tail = this.#comment ?? from
    this.#comment = undefined

    const column = at - to
    // Tabs are no indentation, but may stand alone or before a comment.
    while (this.#text[at] === '\t' || this.#text[at] === ' ') at++
    const character = this.#text[at] ?? '\n'
    const isBracket = at === to + column && (character === ']' || character === '}')
    const isClosing = isBracket && (column === this.#parent || (column === 0 && this.#holdsOneComment(from)))
    if (column <= this.#parent && !/[\r\n]/.test(character) && (isInText || character !== '#')) {
      this.#at = to
      if (isInText || !isClosing) return false
      this.#found.push({ opening: this.#opening, closing: at, from: this.#withoutBlanks(tail), to })
    }
    this.#at = at
    return true
  }

  /** The SOPS command writes `key: {} # comment` so, with the bracket that closes it at the margin, however deep the key is. */
  #holdsOneComment(end: number): boolean {
    return /^[[{]\r?\n[ \t]*#[^\r\n]*$/.test(this.#text.slice(this.#opening, end))
  }

  #withoutBlanks(end: number): number {
    let from = end
    while (this.#text[from - 1] === ' ' || this.#text[from - 1] === '\t') from--
    return from
  }
}
