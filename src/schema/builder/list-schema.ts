import { size } from './bounds.ts'
import { Schema } from './schema.ts'

/** A list whose elements are all alike. */
export class ListSchema<Element, ElementInput = Element> extends Schema<Element[], ElementInput[]> {
  /** At least so many elements. */
  min(length: number): this {
    return this.with({ minItems: size(length) })
  }

  /** At most so many elements. */
  max(length: number): this {
    return this.with({ maxItems: size(length) })
  }

  length(length: number): this {
    return this.min(length).max(length)
  }

  nonEmpty(): this {
    return this.min(1)
  }

  /** No element twice. */
  unique(): this {
    return this.with({ uniqueItems: true })
  }
}
