/**
 * Quotes around names and values in the `default` dialect. In single quotes nothing is special. In double
 * quotes `\"` is a quote and `\u000a` a character by its number; every other backslash is a backslash, so
 * `"C:\new\table"` is what it seems.
 */

/** The offset of the quote that closes the one at `start`, or -1. */
export function closingQuote(text: string, start: number): number {
  const quote = text[start] as string
  let at = text.indexOf(quote, start + 1)
  if (quote === '"') while (at >= 0 && text[at - 1] === '\\' && at - 1 > start) at = text.indexOf(quote, at + 1)
  return at
}

export function isQuote(char: string | undefined): boolean {
  return char === '"' || char === "'"
}

/** The text inside a quoted text. */
export function unquote(quoted: string): string {
  const inside = quoted.slice(1, -1)
  if (quoted[0] === "'") return inside
  return inside.replace(/\\(?:"|u([0-9a-fA-F]{4}))/g, (_, digits: string | undefined) =>
    digits === undefined ? '"' : charOf(digits),
  )
}

/** A quoted text that `unquote` reads back; in the quotes asked for, where they can hold it. */
export function quote(text: string, wanted?: string): string {
  const singleFits = !/['\x00-\x08\n-\x1f\x7f\x85\u2028\u2029]/.test(text)
  const needsEscapes = /["\x00-\x08\n-\x1f\x7f\x85\u2028\u2029]|\\$|\\u[0-9a-fA-F]{4}/.test(text)
  if (singleFits && (wanted === "'" || (needsEscapes && wanted === undefined))) return `'${text}'`
  const escaped = text
    .replace(/\\(?="|$|u[0-9a-fA-F]{4})/g, '\\u005c')
    .replaceAll('"', '\\"')
    .replace(/[\x00-\x08\n-\x1f\x7f\x85\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return `"${escaped}"`
}

function charOf(digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 16))
}
