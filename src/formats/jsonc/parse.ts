import type { Value } from '../../values/value.ts'
import type { Document } from '../format.ts'
import { commentsDialect } from '../json/dialect.ts'
import { JsonDocument } from '../json/document.ts'
import { exactValue } from '../json/exact.ts'
import { syntaxError } from '../json/syntax-error.ts'
import { blankExtras } from './blank.ts'

/**
 * Reads JSON with comments, and with commas behind the last member.
 * @throws ConfigError FORMAT_SYNTAX, FORMAT_UNSUPPORTED_VALUE
 */
export function parseJsonc(text: string, file: string): Document {
  const strict = blankExtras(text)
  let value: Value
  try {
    value = JSON.parse(strict) as Value
  } catch {
    // The engine's error is dropped: it quotes the text, and the text may hold secrets.
    throw syntaxError(text, file, commentsDialect)
  }
  return new JsonDocument(exactValue(value, strict, text, file), text, file)
}
