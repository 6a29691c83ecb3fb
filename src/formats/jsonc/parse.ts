import type { Value } from '../../values/value.ts'
import type { Document } from '../format.ts'
import { commentsDialect } from '../json/dialect.ts'
import { jsonDocument } from '../json/document.ts'
import { exactValue } from '../json/exact.ts'
import { syntaxError } from '../json/syntax-error.ts'
import { withoutComments, withoutLastCommas } from './blank.ts'

/**
 * Reads JSON with comments, and with commas behind the last member.
 * @throws ConfigError FORMAT_SYNTAX, FORMAT_UNSUPPORTED_VALUE
 */
export function parseJsonc(text: string, file: string): Document {
  const bare = withoutComments(text)
  const read = parsed(bare) ?? parsed(withoutLastCommas(bare))
  if (read === undefined) throw syntaxError(text, file, commentsDialect)
  return jsonDocument(exactValue(read.value, read.strict, text, file), text, file)
}

/** The engine's error is dropped: it quotes the text, and the text may hold secrets. */
function parsed(strict: string): { readonly value: Value; readonly strict: string } | undefined {
  try {
    return { value: JSON.parse(strict) as Value, strict }
  } catch {
    return undefined
  }
}
