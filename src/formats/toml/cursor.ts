import type { Issue } from '../../errors/issue.ts'
import type { LineIndex, Span } from '../../text/position.ts'
import type { Range } from './nodes.ts'

export type TomlVersion = '1.0' | '1.1'

/** Ends the reading of one statement; {@link scan} collects it as an issue. Never leaves this folder. */
export class Failure extends Error {
  readonly issue: Issue
  /** False where the rest of the text cannot be told apart from the inside of a string or an array. */
  readonly recoverable: boolean

  constructor(issue: Issue, recoverable: boolean) {
    super(issue.message)
    this.issue = issue
    this.recoverable = recoverable
  }
}

interface FailureDetails {
  readonly code?: Issue['code']
  readonly hint?: string
  readonly recoverable?: boolean
  /** Where the same key is written first. */
  readonly first?: Range
}

/** A place in a TOML text that moves forward over blanks, comments and line ends. */
export class Cursor {
  readonly text: string
  readonly file: string
  readonly version: TomlVersion
  readonly maxDepth: number
  readonly lines: () => LineIndex
  offset = 0

  constructor(text: string, file: string, version: TomlVersion, maxDepth: number, lines: () => LineIndex) {
    this.text = text
    this.file = file
    this.version = version
    this.maxDepth = maxDepth
    this.lines = lines
  }

  get atEnd(): boolean {
    return this.offset >= this.text.length
  }

  /** The UTF-16 unit here, NaN at the end. */
  get code(): number {
    return this.text.charCodeAt(this.offset)
  }

  is(character: string): boolean {
    return this.text[this.offset] === character
  }

  skipBlanks(): void {
    for (let code = this.code; code === 0x20 || code === 0x09; code = this.code) this.offset++
  }

  /** Steps over LF or CRLF. */
  skipLineEnd(): boolean {
    if (this.is('\n')) this.offset++
    else if (this.is('\r') && this.text[this.offset + 1] === '\n') this.offset += 2
    else return false
    return true
  }

  skipComment(): void {
    if (!this.is('#')) return
    for (this.offset++; !this.atEnd; this.offset++) {
      const code = this.code
      if (code === 0x0a || (code === 0x0d && this.text[this.offset + 1] === '\n')) return
      if (isControl(code)) this.failAt('a comment may not contain control characters', { hint: 'remove the character' })
    }
  }

  skipBlankLines(): void {
    do {
      this.skipBlanks()
      this.skipComment()
    } while (this.skipLineEnd())
  }

  /** @throws Failure at the character here */
  failAt(message: string, details: FailureDetails = {}): never {
    this.fail({ start: this.offset, end: Math.min(this.offset + 1, this.text.length) }, message, details)
  }

  /** @throws Failure */
  fail(range: Range, message: string, { code = 'FORMAT_SYNTAX', hint, recoverable = true, first }: FailureDetails = {}): never {
    const span = this.#span(range)
    const related = first && [{ message: 'first written here', span: this.#span(first) }]
    throw new Failure({ code, severity: 'error', message, span, hint, related }, recoverable)
  }

  #span(range: Range): Span {
    return this.lines().span(this.file, range.start, range.end)
  }
}

/** What TOML forbids in comments and strings: control characters other than tab. */
export function isControl(code: number): boolean {
  return (code < 0x20 && code !== 0x09) || code === 0x7f
}
