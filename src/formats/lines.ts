import { LineIndex, type Span } from '../text/position.ts'

/** A line by its offsets. Lines end at LF, CRLF or a lone CR. */
export interface Line {
  readonly start: number
  /** In front of the line end. */
  readonly end: number
  /** Behind the line end: where the next line starts. */
  readonly next: number
}

/** The lines of a text, one at a time. A text that ends with a line end has no empty line behind it. */
export function* linesOf(text: string): Generator<Line, undefined> {
  const lineEnd = /\r\n|\n|\r/g
  let start = 0
  while (start < text.length) {
    lineEnd.lastIndex = start
    const found = lineEnd.exec(text)
    const end = found?.index ?? text.length
    const next = end + (found?.[0].length ?? 0)
    yield { start, end, next }
    start = next
  }
}

/** How the lines of a text end, told by the first; LF when there is only one line. */
export function lineEndOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
}

/** Makes spans of offsets. The line index is built for the first one: most texts never need it. */
export function spansOf(text: string, file: string): (start: number, end: number) => Span {
  let index: LineIndex | undefined
  return (start, end) => {
    index ??= new LineIndex(text)
    return index.span(file, start, end)
  }
}
