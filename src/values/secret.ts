const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never

/**
 * A value that hides itself: printing, JSON, string templates and inspection show a placeholder.
 * The content is in a private field, so cloning and property walks find nothing.
 */
export class Secret<T = string> {
  readonly #content: T

  constructor(content: T) {
    this.#content = content
    Object.freeze(this)
  }

  /** The only way to the content. */
  reveal(): T {
    return this.#content
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  [Symbol.toPrimitive](): string {
    return '[secret]'
  }

  [inspect](): string {
    return '[secret]'
  }
}
