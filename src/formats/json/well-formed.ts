import type { Value } from '../../values/value.ts'
import type { Document } from '../format.ts'
import { jsonDocument } from './document.ts'
import { exactValue } from './exact.ts'

/**
 * Reads strict JSON at the speed of the engine's own parser, or gives `undefined` where the text is malformed:
 * what is wrong with it, `parseJson` tells, which takes more code. Places and warnings are worked out when
 * somebody asks.
 * @throws ConfigError FORMAT_UNSUPPORTED_VALUE
 */
export function parseWellFormed(text: string, file: string): Document | undefined {
  let value: Value
  try {
    value = JSON.parse(text) as Value
  } catch {
    // The engine's error is dropped: it quotes the text, and the text may hold secrets.
    return undefined
  }
  return jsonDocument(exactValue(value, text, text, file), text, file)
}
