import { type Fault, keyWordFault, wordFault } from './diagnose-scalar.ts'
import { type Token, TokenReader } from './diagnose-token.ts'
import type { Dialect } from './dialect.ts'

/** More of them only bury the first. */
const mostFaults = 20

interface Open {
  readonly mark: '{' | '['
  readonly at: number
}

/** A fault with another place that explains it. */
export interface FaultWithOrigin extends Fault {
  readonly openedAt?: number
}

type Expected = 'value' | 'first element' | 'first key' | 'key' | 'colon' | 'comma' | 'nothing'

/**
 * Everything that is wrong with a text, as far as it can be told apart: after a slip it goes on where the writer
 * most likely meant to. Nothing for a text that the dialect allows. Iterative.
 */
export function diagnose(text: string, dialect: Dialect): readonly FaultWithOrigin[] {
  return new Diagnosis(text, dialect).run()
}

class Diagnosis {
  readonly #reader: TokenReader
  readonly #dialect: Dialect
  readonly #faults: FaultWithOrigin[] = []
  readonly #open: Open[] = []
  #expected: Expected = 'value'
  #lastEnd = 0
  #lastComma = 0
  /** After an unclosed text the rest of its line is lost, and a comma with it. */
  #forgivesComma = false

  constructor(text: string, dialect: Dialect) {
    this.#dialect = dialect
    this.#reader = new TokenReader(text, dialect)
  }

  run(): readonly FaultWithOrigin[] {
    for (;;) {
      const token = this.#reader.next()
      this.#faults.push(...token.faults)
      const goesOn = token.mark === 'end' ? this.#end(token) : this.#take(token)
      if (!goesOn || this.#faults.length >= mostFaults) return this.#faults.slice(0, mostFaults)
      this.#lastEnd = token.end
    }
  }

  /** False when nothing sensible can be said about the rest. */
  #take(token: Token): boolean {
    switch (this.#expected) {
      case 'value':
      case 'first element':
        return this.#value(token)
      case 'first key':
      case 'key':
        return this.#key(token)
      case 'colon':
        return this.#colon(token)
      case 'comma':
        return this.#comma(token)
      case 'nothing':
        return this.#fault(token, 'text behind the end of the value', 'remove it; a file holds one value')
    }
  }

  #value(token: Token): boolean {
    const { mark } = token
    if (mark === '{' || mark === '[') {
      this.#open.push({ mark, at: token.start })
      this.#expected = mark === '{' ? 'first key' : 'first element'
      return true
    }
    if (mark === 'text' || mark === 'word') return this.#scalar(token)
    if (mark === ']' && this.#top() === '[') {
      if (this.#expected === 'value') this.#trailingComma()
      return this.#close(token)
    }
    if (mark === ':')
      return this.#fault(token, 'a colon where a value must stand', 'put key and value between braces: {"key": 1}')
    if (this.#open.length === 0)
      return this.#fault(token, `${JSON.stringify(mark)} where a value must stand`, 'begin with { or [')
    const isInMap = this.#top() === '{'
    if (mark !== ',' && !(mark === '}' && isInMap)) return this.#close(token)
    this.#note(token, isInMap ? 'a key without a value' : 'a comma without a value before it', 'write the value, or remove this')
    return this.#comma(token)
  }

  #scalar(token: Token): boolean {
    if (token.mark === 'word') this.#push(wordFault(token.word, token.start, this.#dialect))
    this.#forgivesComma = token.isUnclosed
    this.#afterValue()
    return true
  }

  #key(token: Token): boolean {
    const { mark } = token
    if (mark === 'text' || mark === 'word') {
      if (mark === 'word') this.#push(keyWordFault(token.word, token.start, this.#dialect))
      if (token.isUnclosed) return false
      this.#expected = 'colon'
      return true
    }
    if (mark === '}') {
      if (this.#expected === 'key') this.#trailingComma()
      return this.#close(token)
    }
    if (mark === ']') return this.#close(token)
    if (mark === ',') {
      this.#note(token, 'a comma too many', 'remove it')
      this.#expected = 'key'
      return true
    }
    return this.#fault(token, `${JSON.stringify(mark)} where a key must stand`, 'write a key in double quotes')
  }

  #colon(token: Token): boolean {
    const { mark } = token
    this.#expected = 'value'
    if (mark === ':') return true
    if (mark === ',' || mark === '}') return this.#value(token)
    if (mark === ']') return this.#fault(token, 'a key without a value', 'write a colon and a value')
    this.#note(
      token,
      this.#reader.text[token.start] === '=' ? '"=" behind a key' : 'no colon behind the key',
      'write a colon between key and value',
    )
    return this.#reader.text[token.start] === '=' ? false : this.#value(token)
  }

  #comma(token: Token): boolean {
    const { mark } = token
    const top = this.#top()
    if (mark === ',') {
      this.#lastComma = token.start
      this.#expected = top === '{' ? 'key' : 'value'
      return true
    }
    if (mark === '}' || mark === ']') return this.#close(token)
    if (mark === ':')
      return this.#fault(token, 'a colon where a comma must stand', 'put key and value between braces: {"key": 1}')
    if (!this.#forgivesComma) this.#noteAt(this.#lastEnd, this.#lastEnd, 'no comma between two values', 'write a comma here')
    this.#forgivesComma = false
    this.#expected = top === '{' ? 'key' : 'value'
    return this.#take(token)
  }

  #close(token: Token): boolean {
    const open = this.#open.at(-1)
    const wanted = open?.mark === '{' ? '}' : ']'
    if (open === undefined || token.mark !== wanted) {
      const what = open === undefined ? 'closes nothing' : `closes "${open.mark}"`
      this.#faults.push({
        start: token.start,
        end: token.end,
        message: `"${token.mark}" ${what}`,
        hint: open === undefined ? 'remove it' : `write "${wanted}" before it`,
        ...(open && { openedAt: open.at }),
      })
      return false
    }
    this.#open.pop()
    this.#afterValue()
    return true
  }

  #afterValue(): void {
    this.#expected = this.#open.length === 0 ? 'nothing' : 'comma'
  }

  #trailingComma(): void {
    const at = this.#lastComma
    if (!this.#dialect.allowsComments) this.#noteAt(at, at + 1, 'a comma behind the last member', 'remove the comma')
  }

  #end(token: Token): boolean {
    const open = this.#open.at(-1)
    if (this.#expected === 'nothing') return false
    if (open === undefined) return this.#fault(token, 'the file holds no value', 'write {} for an empty configuration')
    const hint = `write "${open.mark === '{' ? '}' : ']'}" at the end`
    const message = `the file ends before the "${open.mark}" is closed`
    this.#faults.push({ start: token.start, end: token.start, message, hint, openedAt: open.at })
    return false
  }

  #top(): '{' | '[' | undefined {
    return this.#open.at(-1)?.mark
  }

  #push(fault: Fault | undefined): void {
    if (fault !== undefined) this.#faults.push(fault)
  }

  #note(token: Token, message: string, hint: string): void {
    this.#noteAt(token.start, token.end, message, hint)
  }

  #noteAt(start: number, end: number, message: string, hint: string): void {
    this.#faults.push({ start, end, message, hint })
  }

  #fault(token: Token, message: string, hint: string): false {
    this.#note(token, message, hint)
    return false
  }
}
