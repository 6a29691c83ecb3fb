import { ConfigError } from '../errors/config-error.ts'
import { checkTree } from '../formats/check-tree.ts'
import { defaultLimits } from '../formats/format.ts'
import { parseWellFormed } from '../formats/json/well-formed.ts'
import type { Value } from '../values/value.ts'

/**
 * The value of a JSON text inside a value. `undefined` for anything else, and for JSON that no file may hold either:
 * too deep, too large, or with a key that reaches a prototype. The text then stays, and validation reports it.
 */
export function readJson(text: string): Value | undefined {
  try {
    const value = parseWellFormed(text, '')?.value
    if (value !== undefined) checkTree(value, defaultLimits, () => undefined)
    return value
  } catch (error) {
    if (ConfigError.is(error)) return undefined
    throw error
  }
}
