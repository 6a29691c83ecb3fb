import type { Issue } from '../../errors/issue.ts'
import { LineIndex } from '../../text/position.ts'

/** Tells which lines of a text a comment may mean for an issue: its own, and that of the key whose block it is about. */
export class TargetLines {
  readonly #text: string
  #index: LineIndex | undefined

  constructor(text: string) {
    this.#text = text
  }

  of({ span, path }: Issue): readonly number[] {
    if (span === undefined) return []
    const { line, column } = span.start
    const opener = this.#lineAbove(line, column)
    const opens = opener !== undefined && path !== undefined && path.length > 0 && this.#opens(opener, String(path.at(-1)))
    return opens ? [line, opener] : [line]
  }

  /** The next line above with something on it, if the value begins its own line. */
  #lineAbove(line: number, column: number): number | undefined {
    if (
      this.#line(line)
        .slice(0, column - 1)
        .trim() !== ''
    )
      return undefined
    for (let above = line - 1; above > 0; above--) if (!/^\s*(?:#.*)?$/.test(this.#line(above))) return above
    return undefined
  }

  /** `hosts:` of YAML, with nothing but a comment, an anchor or a tag behind it. */
  #opens(line: number, key: string): boolean {
    const opened = /^[\s-]*(["']?)(.*?)\1\s*:\s*(?:[&!]\S*\s*)*(?:#.*)?$/.exec(this.#line(line))
    return opened?.[2] === key
  }

  #line(number: number): string {
    this.#index ??= new LineIndex(this.#text)
    return this.#index.line(number)
  }
}
