import type { Document } from '../format.ts'
import { strictDialect } from './dialect.ts'
import { syntaxError } from './syntax-error.ts'
import { parseWellFormed } from './well-formed.ts'

/**
 * Reads strict JSON.
 * @throws ConfigError FORMAT_SYNTAX, FORMAT_UNSUPPORTED_VALUE
 */
export function parseJson(text: string, file: string): Document {
  const document = parseWellFormed(text, file)
  if (document === undefined) throw syntaxError(text, file, strictDialect)
  return document
}
