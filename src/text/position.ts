/** Lines and columns start at 1, offsets at 0; columns and offsets count UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
  readonly offset: number
}

/** A stretch of a named file. `end` is behind the last character. */
export interface Span {
  readonly file: string
  readonly start: Position
  readonly end: Position
}

/** Turns offsets of one text into lines and columns. Lines end at LF, CRLF or a lone CR. */
export class LineIndex {
  readonly text: string
  readonly #starts: readonly number[]

  constructor(text: string) {
    this.text = text
    this.#starts = lineStarts(text)
  }

  get lineCount(): number {
    return this.#starts.length
  }

  /** The text of a line, counted from 1, without its end. */
  line(number: number): string {
    const start = this.#starts[number - 1]
    if (start === undefined) return ''
    const next = this.#starts[number] ?? this.text.length + 1
    return this.text.slice(start, next).replace(/[\r\n]+$/, '')
  }

  positionAt(offset: number): Position {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] as number) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (this.#starts[low] as number) + 1, offset }
  }

  /** The offset of a line and column, both counted from 1. */
  offsetAt(line: number, column: number): number {
    return (this.#starts[line - 1] ?? this.text.length) + column - 1
  }

  span(file: string, startOffset: number, endOffset: number): Span {
    return { file, start: this.positionAt(startOffset), end: this.positionAt(endOffset) }
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  const lineEnd = /\r\n|\n|\r/g
  while (lineEnd.exec(text) !== null) starts.push(lineEnd.lastIndex)
  return starts
}
