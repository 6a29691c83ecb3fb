import { size } from './bounds.ts'
import type { Marks, Sealed } from './infer.ts'
import { invalid } from './node.ts'
import { Schema } from './schema.ts'

/** A text, and the domain types that are written as one. */
export class TextSchema<Output = string> extends Schema<Output, string> {
  /** At least so many characters. */
  min(length: number): this {
    return this.with({ minLength: size(length) })
  }

  /** At most so many characters. */
  max(length: number): this {
    return this.with({ maxLength: size(length) })
  }

  length(length: number): this {
    return this.min(length).max(length)
  }

  nonEmpty(): this {
    return this.min(1)
  }

  /** Found somewhere in the text, unless it begins with `^` and ends with `$`. Every pattern given has to match. */
  pattern(pattern: RegExp | string): this {
    const source = sourceOf(pattern)
    const { pattern: first, allOf } = this.node
    if (first === undefined) return this.with({ pattern: source })
    return this.with({ allOf: Object.freeze([...(Array.isArray(allOf) ? allOf : []), Object.freeze({ pattern: source })]) })
  }

  override secret(): TextSchema<Sealed<Output>> & Marks<this> {
    // As in the class above; a text keeps its own methods.
    return super.secret() as unknown as TextSchema<Sealed<Output>> & Marks<this>
  }
}

function sourceOf(pattern: RegExp | string): string {
  if (typeof pattern === 'string') return pattern
  // JSON Schema has patterns, but no flags; `u` is how it reads them anyway, and `g` and `y` do not change the answer.
  const flags = pattern.flags.replace(/[dguy]/g, '')
  if (flags === '') return pattern.source
  throw invalid(
    `the pattern /${pattern.source}/${pattern.flags} has a flag that JSON Schema cannot say: "${flags}"`,
    'write it without',
  )
}
