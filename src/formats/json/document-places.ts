import type { Issue } from '../../errors/issue.ts'
import { LineIndex, type Position, type Span } from '../../text/position.ts'
import type { Path } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import { duplicateKeys } from './duplicates.ts'
import { findRange } from './locate.ts'
import { type Node, rangeInTree, readTree } from './tree.ts'

/** How many places are looked up one by one before all places are worth knowing. */
const singleLookups = 8

/** Places in a text of the JSON family, and what it repeats. */
export class DocumentPlaces {
  readonly #text: string
  readonly #value: Value
  readonly #file: string
  #lines: LineIndex | undefined
  #lookups = 0
  #tree: Node | undefined

  constructor(text: string, value: Value, file: string) {
    this.#text = text
    this.#value = value
    this.#file = file
  }

  repeatedKeys(): readonly Issue[] {
    return duplicateKeys(this.#text, this.#value, (start, end) => this.#indexedSpan(start, end))
  }

  locate(path: Path, part: 'value' | 'key'): Span | undefined {
    const range = this.#range(path, part)
    return range === undefined ? undefined : this.#span(range[0], range[1])
  }

  #range(path: Path, part: 'value' | 'key'): readonly [number, number] | undefined {
    if (this.#tree === undefined && this.#lookups < singleLookups) {
      this.#lookups++
      return findRange(this.#text, path, part)
    }
    this.#tree ??= readTree(this.#text)
    return rangeInTree(this.#tree, path, part)
  }

  #span(start: number, end: number): Span {
    const isWorthAnIndex = this.#tree !== undefined || this.#lines !== undefined
    return isWorthAnIndex ? this.#indexedSpan(start, end) : countedSpan(this.#text, this.#file, start, end)
  }

  #indexedSpan(start: number, end: number): Span {
    this.#lines ??= new LineIndex(this.#text)
    return this.#lines.span(this.#file, start, end)
  }
}

/** What `LineIndex` gives, without an index of lines that would be used only once. */
function countedSpan(text: string, file: string, start: number, end: number): Span {
  const from = positionBehind({ line: 1, column: 1, offset: 0 }, text, start)
  return { file, start: from, end: positionBehind(from, text, end) }
}

function positionBehind(known: Position, text: string, offset: number): Position {
  let { line } = known
  let lineStart = known.offset - known.column + 1
  const carriageReturn = text.indexOf('\r', known.offset)
  if (carriageReturn < 0 || carriageReturn >= offset) {
    for (let at = text.indexOf('\n', known.offset); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
      line++
      lineStart = at + 1
    }
    return { line, column: offset - lineStart + 1, offset }
  }
  for (let at = known.offset; at < offset; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(at + 1) !== 0x0a)) {
      line++
      lineStart = at + 1
    }
  }
  return { line, column: offset - lineStart + 1, offset }
}
