/** A language of the JSON family, as far as its syntax differs. */
export interface Dialect {
  /** The name people know: JSON, JSONC, JSON5. */
  readonly title: string
  /** Comments, and a comma behind the last member. */
  readonly allowsComments: boolean
  /** Everything else that JSON5 adds: unquoted keys, single quotes, hexadecimal, `Infinity`. */
  readonly isJson5: boolean
}

export const strictDialect: Dialect = { title: 'JSON', allowsComments: false, isJson5: false }
export const commentsDialect: Dialect = { title: 'JSONC', allowsComments: true, isJson5: false }
export const json5Dialect: Dialect = { title: 'JSON5', allowsComments: true, isJson5: true }
