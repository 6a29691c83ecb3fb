const brand: unique symbol = Symbol.for('configmanage.Secret') as never
const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never

/**
 * A value that hides itself: printing, JSON, string templates and inspection show a placeholder.
 * The content is in a private field, so cloning and property walks find nothing.
 */
export class Secret<T = string> {
  readonly #content: T

  /** Makes `instanceof` work across two copies of the package. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && brand in value
  }

  constructor(content: T) {
    this.#content = content
    Object.freeze(this)
  }

  /** The only way to the content. */
  reveal(): T {
    return this.#content
  }

  /**
   * Whether another secret, or what a caller sent, has the same content. Of texts, the time it takes depends on how long
   * the other one is, and not on where they differ.
   */
  equals(other: Secret<T> | T): boolean {
    const own: unknown = this.#content
    const others: unknown = other instanceof Secret ? other.reveal() : other
    if (typeof own !== 'string' || typeof others !== 'string') return own === others
    let difference = own.length ^ others.length
    for (let index = 0; index < others.length; index++)
      difference |= own.charCodeAt(index % own.length) ^ others.charCodeAt(index)
    return difference === 0
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

  get [brand](): true {
    return true
  }

  [inspect](): string {
    return '[secret]'
  }
}
