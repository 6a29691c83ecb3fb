import type { Issue } from '../../errors/issue.ts'
import { LineIndex, type Span } from '../../text/position.ts'
import type { Path } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import type { Document } from '../format.ts'
import { duplicateKeys } from './duplicates.ts'
import { findRange } from './locate.ts'
import { type Node, rangeInTree, readTree } from './tree.ts'

/** How many places are looked up one by one before all places are worth knowing. */
const singleLookups = 8

/** A text of the JSON family that has been read. Places and warnings are worked out when they are asked for. */
export class JsonDocument implements Document {
  readonly value: Value
  readonly #text: string
  readonly #file: string
  #lines: LineIndex | undefined
  #warnings: readonly Issue[] | undefined
  #lookups = 0
  #tree: Node | undefined

  constructor(value: Value, text: string, file: string) {
    this.value = value
    this.#text = text
    this.#file = file
  }

  get warnings(): readonly Issue[] {
    this.#warnings ??= duplicateKeys(this.#text, (start, end) => this.#span(start, end))
    return this.#warnings
  }

  locate(path: Path, part: 'value' | 'key' = 'value'): Span | undefined {
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
    this.#lines ??= new LineIndex(this.#text)
    return this.#lines.span(this.#file, start, end)
  }
}
