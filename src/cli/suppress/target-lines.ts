import type { Issue } from '../../errors/issue.ts'
import { LineIndex } from '../../text/position.ts'

/** Tells which line of a text a comment above means: the line of the key, also when the value begins below it. */
export class TargetLines {
  readonly #text: string
  #index: LineIndex | undefined

  constructor(text: string) {
    this.#text = text
  }

  /** True if the issue stands on the line, or is about the block that the key on the line opens. */
  isAt({ span, path }: Issue, line: number): boolean {
    if (span === undefined) return false
    if (span.start.line === line) return true
    const key = path?.at(-1)
    if (key === undefined || span.start.line < line) return false
    return this.#opens(line, String(key)) && this.#isFirstBelow(line, span.start.line, span.start.column)
  }

  /** `hosts:` of YAML, with nothing but a comment, an anchor or a tag behind it. */
  #opens(line: number, key: string): boolean {
    const opened = /^[\s-]*(["']?)(.*?)\1\s*:\s*(?:[&!]\S*\s*)*(?:#.*)?$/.exec(this.#line(line))
    return opened?.[2] === key
  }

  /** Only empty lines and comments stand between, and the value begins its line. */
  #isFirstBelow(line: number, below: number, column: number): boolean {
    for (let number = line + 1; number < below; number++) if (!/^\s*(?:#.*)?$/.test(this.#line(number))) return false
    return (
      this.#line(below)
        .slice(0, column - 1)
        .trim() === ''
    )
  }

  #line(number: number): string {
    this.#index ??= new LineIndex(this.#text)
    return this.#index.line(number)
  }
}
