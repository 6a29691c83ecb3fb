import { size } from './bounds.ts'
import { Schema } from './schema.ts'

/** A map with keys of any name, whose values are all alike. */
export class MapSchema<Item, ItemInput = Item> extends Schema<Record<string, Item>, Record<string, ItemInput>> {
  /** At least so many keys. */
  min(keys: number): this {
    return this.with({ minProperties: size(keys) })
  }

  /** At most so many keys. */
  max(keys: number): this {
    return this.with({ maxProperties: size(keys) })
  }

  nonEmpty(): this {
    return this.min(1)
  }
}
