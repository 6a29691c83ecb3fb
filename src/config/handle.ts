/** What a handle reads from. */
interface Owner {
  readonly current: object
  get(path: never): unknown
}

/** One path of a live configuration. Reading `value` costs a comparison unless the configuration was reloaded. */
export class Handle<T> {
  readonly path: string
  readonly #owner: Owner
  #seen: object | undefined
  #value: T | undefined

  constructor(owner: Owner, path: string) {
    this.#owner = owner
    this.path = path
  }

  /** @throws ConfigError KEY_MISSING */
  get value(): T {
    return this.#owner.current === this.#seen ? (this.#value as T) : this.#lookUp()
  }

  #lookUp(): T {
    const { current } = this.#owner
    this.#value = this.#owner.get(this.path as never) as T
    this.#seen = current
    return this.#value
  }
}
