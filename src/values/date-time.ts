/** Which parts a date has, in the words of TOML (https://toml.io/en/v1.0.0#offset-date-time). */
export type DateTimeKind = 'offset-date-time' | 'local-date-time' | 'local-date' | 'local-time'

const brand: unique symbol = Symbol.for('configmanage.DateTime') as never

/**
 * A date or time as it was written. A JavaScript `Date` can be changed by whoever holds it and cannot say
 * "this day, wherever you are"; this can be frozen and keeps the text.
 */
export class DateTime {
  readonly kind: DateTimeKind
  /** RFC 3339 text: `1979-05-27T07:32:00Z`, `1979-05-27`, `07:32:00.5`. */
  readonly text: string

  /** Makes `instanceof` work across two copies of the package. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && brand in value
  }

  constructor(kind: DateTimeKind, text: string) {
    this.kind = kind
    this.text = text
    Object.freeze(this)
  }

  /** The instant, for an offset date-time; `undefined` for local ones, which name no instant. */
  toDate(): Date | undefined {
    return this.kind === 'offset-date-time' ? new Date(this.text) : undefined
  }

  get [brand](): true {
    return true
  }

  toString(): string {
    return this.text
  }

  toJSON(): string {
    return this.text
  }
}
