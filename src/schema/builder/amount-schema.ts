import { parseByteSize } from '../../values/byte-size.ts'
import { parseDuration } from '../../values/duration.ts'
import { bound } from './bounds.ts'
import { invalid, type Node } from './node.ts'
import { Schema } from './schema.ts'

/** A duration or a size: in the files a number, or a text with its unit; in the program a number. */
export class AmountSchema extends Schema<number, number | string> {
  /** In its notation (`1s`, `10KB`), or in milliseconds or bytes. */
  min(amount: number | string): this {
    return this.with({ minimum: amountOf(amount, this.node) })
  }

  /** In its notation (`1s`, `10KB`), or in milliseconds or bytes. */
  max(amount: number | string): this {
    return this.with({ maximum: amountOf(amount, this.node) })
  }
}

function amountOf(amount: number | string, node: Node): number {
  if (typeof amount === 'number') return bound(amount)
  const read = node['x-type'] === 'duration' ? parseDuration(amount) : parseByteSize(amount)
  if (read === undefined) throw invalid(`${JSON.stringify(amount)} is no ${String(node['x-type'])}`)
  return read
}
