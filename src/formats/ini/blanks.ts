/**
 * Whitespace as Python's `str.strip` and `str.isspace` mean it: JavaScript's, with U+001C to U+001F and U+0085,
 * without U+FEFF.
 */
const space = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/

export function isBlank(char: string | undefined): boolean {
  if (char === undefined) return false
  // Most characters are ASCII; the expression costs ten times as much.
  const code = char.charCodeAt(0)
  return code < 0x80 ? code === 0x20 || (code >= 9 && code <= 13) || (code >= 0x1c && code <= 0x1f) : space.test(char)
}

/** The first offset at or behind `from` that is not blank; `to` if there is none. */
export function skipBlanks(text: string, from: number, to: number = text.length): number {
  let at = from
  while (at < to && isBlank(text[at])) at++
  return at
}

/** The offset behind the last character in front of `to` that is not blank; `from` if there is none. */
export function trimEnd(text: string, from: number, to: number = text.length): number {
  let at = to
  while (at > from && isBlank(text[at - 1])) at--
  return at
}

export function hasOuterBlanks(text: string): boolean {
  return isBlank(text[0]) || isBlank(text.at(-1))
}
