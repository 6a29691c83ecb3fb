import { bound } from './bounds.ts'
import { Schema } from './schema.ts'

/** A map with keys of any name, whose values are all alike. */
export class MapSchema<Item, ItemInput = Item> extends Schema<Record<string, Item>, Record<string, ItemInput>> {
  /** At least so many keys. */
  min(size: number): this {
    return this.with({ minProperties: bound(size) })
  }

  /** At most so many keys. */
  max(size: number): this {
    return this.with({ maxProperties: bound(size) })
  }

  nonEmpty(): this {
    return this.min(1)
  }
}
