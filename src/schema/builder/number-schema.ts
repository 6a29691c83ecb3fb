import { bound, step } from './bounds.ts'
import { Schema } from './schema.ts'

/** A number or a whole number. */
export class NumberSchema extends Schema<number> {
  min(value: number): this {
    return this.with({ minimum: bound(value) })
  }

  max(value: number): this {
    return this.with({ maximum: bound(value) })
  }

  /** More than `value`. */
  above(value: number): this {
    return this.with({ exclusiveMinimum: bound(value) })
  }

  /** Less than `value`. */
  below(value: number): this {
    return this.with({ exclusiveMaximum: bound(value) })
  }

  multipleOf(value: number): this {
    return this.with({ multipleOf: step(value) })
  }
}
