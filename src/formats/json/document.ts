import type { Issue } from '../../errors/issue.ts'
import type { Span } from '../../text/position.ts'
import type { Path } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import type { Document } from '../format.ts'
import type { DocumentPlaces } from './document-places.ts'
import { places } from './places.ts'

/** A text of the JSON family that has been read. Places and warnings are worked out when they are asked for. */
export class JsonDocument implements Document {
  readonly value: Value
  readonly #text: string
  readonly #file: string
  #places: DocumentPlaces | undefined
  #warnings: readonly Issue[] | undefined

  constructor(value: Value, text: string, file: string) {
    this.value = value
    this.#text = text
    this.#file = file
  }

  get warnings(): readonly Issue[] {
    this.#warnings ??= this.#inText().repeatedKeys()
    return this.#warnings
  }

  locate(path: Path, part: 'value' | 'key' = 'value'): Span | undefined {
    return this.#inText().locate(path, part)
  }

  #inText(): DocumentPlaces {
    this.#places ??= new (places().DocumentPlaces)(this.#text, this.value, this.#file)
    return this.#places
  }
}
