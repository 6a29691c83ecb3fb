/**
 * One path of a live configuration. `value` is a property of the object itself, kept up to date by every reload and
 * override, so reading it costs no more than reading a variable. Assigning to it throws.
 */
export interface Handle<T> {
  readonly path: string
  /** @throws ConfigError KEY_MISSING, while there is nothing at the path */
  readonly value: T
}
