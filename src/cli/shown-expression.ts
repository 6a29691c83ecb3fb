const wholeReference = /^\$\{(?:secret:)?[^}:]*\}$/

/**
 * The text of a reference as it may be shown. What a secret is computed from can hold a part of it, written out or
 * as a default, so of a secret only plain references are shown.
 */
export function shownExpression(expression: string, secret: boolean): string {
  return !secret || wholeReference.test(expression) ? expression : '[secret]'
}
