import JSON5 from 'json5'
import { LineIndex } from '../../text/position.ts'
import { defineOwn, mapFrom } from '../../values/safe-keys.ts'
import type { Value } from '../../values/value.ts'
import type { Document } from '../format.ts'
import { build } from '../json/build.ts'
import { json5Dialect } from '../json/dialect.ts'
import { jsonDocument } from '../json/document.ts'
import { holdsInexact } from '../json/exact.ts'
import { syntaxError } from '../json/syntax-error.ts'
import { scalarEnd, skipTrivia } from '../json/tokens.ts'

/**
 * Reads JSON5.
 * @throws ConfigError FORMAT_SYNTAX, FORMAT_UNSUPPORTED_VALUE
 */
export function parseJson5(text: string, file: string): Document {
  let value: Value
  try {
    value = JSON5.parse<Value>(withoutSeparators(text))
  } catch (error) {
    throw syntaxError(text, file, json5Dialect, offsetOf(error, text))
  }
  return jsonDocument(holdsInexact(value) ? build(text, file) : withFastMaps(value), text, file)
}

/** The library's error has a place, and a message that may quote what must not be shown. */
function offsetOf(error: unknown, text: string): number {
  if (typeof error !== 'object' || error === null || !('lineNumber' in error) || !('columnNumber' in error)) return 0
  const offset = new LineIndex(text).offsetAt(Number(error.lineNumber), Number(error.columnNumber))
  return Math.max(0, Math.min(offset, text.length))
}

const separators = /[\u2028\u2029]/
const escapeOrSeparator = /\\[\s\S]|[\u2028\u2029]/g

/** U+2028 and U+2029 in strings as escapes: the library reads them right, but prints a warning to the console. */
function withoutSeparators(text: string): string {
  if (!separators.test(text)) return text
  let result = ''
  for (let at = 0; at < text.length; ) {
    const start = skipTrivia(text, at)
    const isString = text[start] === '"' || text[start] === "'"
    const end = start >= text.length ? start : Math.max(start + 1, isString ? scalarEnd(text, start) : 0)
    const token = text.slice(start, end)
    result += text.slice(at, start) + (isString ? token.replace(escapeOrSeparator, escapeSeparator) : token)
    at = end
  }
  return result
}

function escapeSeparator(found: string): string {
  return found.length > 1 ? found : `\\u${found.charCodeAt(0).toString(16)}`
}

/** The tree with its maps in the engine's fast mode, which the library's `defineProperty` loses in wide ones. */
function withFastMaps(root: Value): Value {
  const holder: Value[] = [root]
  const stack: { [key: string]: unknown }[] = [holder as never]
  for (let container = stack.pop(); container !== undefined; container = stack.pop()) {
    for (const [key, child] of Object.entries(container)) {
      if (typeof child !== 'object' || child === null) continue
      const made = Array.isArray(child) ? child : mapFrom(Object.entries(child))
      defineOwn(container, key, made)
      // A list is written by its indexes like a map by its keys.
      stack.push(made as { [key: string]: unknown })
    }
  }
  return holder[0] as Value
}
