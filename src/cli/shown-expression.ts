import { Secret } from '../values/secret.ts'
import { kindOf, type Value } from '../values/value.ts'

const wholeReference = /^\$\{(?:secret:)?[^}:]*\}$/

/**
 * The text of a reference as it may be shown. What a secret is computed from can hold a part of it, written out or
 * as a default, so of a secret only plain references are shown.
 */
export function shownExpression(expression: string, secret: boolean): string {
  return !secret || wholeReference.test(expression) ? expression : '[secret]'
}

/** What a layer says of a value that is computed, in the same way: if one of its layers makes it secret, all may hold it. */
export function shownRung(value: Value, secret: boolean, shown: (value: Value) => Value): Value {
  const isHarmless = !secret || value instanceof Secret || (typeof value === 'string' && wholeReference.test(value))
  // Of a map or list, not even its size is told.
  return shown(isHarmless ? value : new Secret(typeof value === 'object' ? kindOf(value) : String(value)))
}
