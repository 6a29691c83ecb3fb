/** Small readers of the text between two tokens, where only blanks, comments and indicators can stand. */

/** The offset of the next character that is neither white space nor in a comment. */
export function skipBlank(text: string, from: number): number {
  let at = from
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === 35 && (at === 0 || isSpace(text.charCodeAt(at - 1)))) at = lineEnd(text, at)
    else if (isSpace(code)) at++
    else break
  }
  return at
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13 || code === 0xfeff
}

/** The offset of the line break that ends the line, or the end of the text. */
export function lineEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++
  return at
}

/** The offset behind the line break that ends the line. */
export function nextLine(text: string, from: number): number {
  const end = lineEnd(text, from)
  return end + lineBreakLength(text, end)
}

function lineBreakLength(text: string, at: number): number {
  if (at >= text.length) return 0
  return text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? 2 : 1
}

/** The offset of the first character of the line. */
export function lineStart(text: string, from: number): number {
  let at = from
  while (at > 0 && text.charCodeAt(at - 1) !== 10 && text.charCodeAt(at - 1) !== 13) at--
  return at
}

/** Behind the bracket that closes a flow collection whose last value ends at `from`. */
export function closingBracket(text: string, from: number): number {
  let at = from
  while (at < text.length) {
    at = skipBlank(text, at)
    if (text[at] === ']' || text[at] === '}') return at + 1
    at++
  }
  return text.length
}

/**
 * The `|` or `>` of a block scalar that has its content at `contentStart`. `from` is behind the token before it;
 * at the root there is none, and nothing but `---` can stand before it on its line.
 */
export function headerOf(text: string, from: number | undefined, contentStart: number): number {
  if (from !== undefined) return skipBlank(text, from)
  const lineBreak = text.slice(Math.max(0, contentStart - 2), contentStart).match(/\r\n$|[\r\n]$/)
  const start = lineStart(text, contentStart - (lineBreak?.[0].length ?? 0))
  return start + Math.max(0, text.slice(start, contentStart).search(/[|>]/))
}
