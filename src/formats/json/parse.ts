import type { Value } from '../../values/value.ts'
import type { Document } from '../format.ts'
import { strictDialect } from './dialect.ts'
import { JsonDocument } from './document.ts'
import { exactValue } from './exact.ts'
import { syntaxError } from './syntax-error.ts'

/**
 * Reads strict JSON at the speed of the engine's own parser; whatever else is to be known is worked out when
 * somebody asks.
 * @throws ConfigError FORMAT_SYNTAX, FORMAT_UNSUPPORTED_VALUE
 */
export function parseJson(text: string, file: string): Document {
  let value: Value
  try {
    value = JSON.parse(text) as Value
  } catch {
    // The engine's error is dropped: it quotes the text, and the text may hold secrets.
    throw syntaxError(text, file, strictDialect)
  }
  return new JsonDocument(exactValue(value, text, text, file), text, file)
}
