const quote = 0x22
const star = 0x2a
const comma = 0x2c
const slash = 0x2f
const backslash = 0x5c

/**
 * The text with spaces in place of comments and of commas behind the last member: strict JSON of the same
 * length. What is malformed stays malformed.
 */
export function blankExtras(text: string): string {
  const blanks: number[] = []
  // The last token was a comma behind a value, at this offset.
  let commaAt = -1
  let isBehindValue = false
  let at = 0
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code <= 0x20) {
      at++
    } else if (code === slash) {
      const end = commentEnd(text, at)
      if (end < 0) return text
      blanks.push(at, end)
      at = end
    } else if (code === comma) {
      commaAt = isBehindValue ? at : -1
      isBehindValue = false
      at++
    } else {
      const isCloser = code === 0x5d || code === 0x7d
      if (isCloser && commaAt >= 0) insertBefore(blanks, commaAt)
      commaAt = -1
      isBehindValue = isCloser || (code !== 0x5b && code !== 0x7b && code !== 0x3a)
      at = code === quote ? stringEnd(text, at) : at + 1
    }
  }
  return blanks.length === 0 ? text : withBlanks(text, blanks)
}

/** Comments may stand between the comma and the bracket, and they have been noted before it. */
function insertBefore(blanks: number[], commaAt: number): void {
  const behind: number[] = []
  while (blanks.length > 0 && (blanks[blanks.length - 1] as number) > commaAt) behind.push(blanks.pop() as number)
  blanks.push(commaAt, commaAt + 1, ...behind.reverse())
}

function withBlanks(text: string, blanks: readonly number[]): string {
  const pieces: string[] = []
  let copied = 0
  for (let index = 0; index < blanks.length; index += 2) {
    const start = blanks[index] as number
    const end = blanks[index + 1] as number
    pieces.push(text.slice(copied, start), ' '.repeat(end - start))
    copied = end
  }
  pieces.push(text.slice(copied))
  return pieces.join('')
}

const lineEnd = /[\n\r\u2028\u2029]/g

/** Behind the comment, or -1 where there is none or it is never closed. */
function commentEnd(text: string, from: number): number {
  const next = text.charCodeAt(from + 1)
  if (next === star) {
    const close = text.indexOf('*/', from + 2)
    return close < 0 ? -1 : close + 2
  }
  if (next !== slash) return -1
  lineEnd.lastIndex = from
  return lineEnd.exec(text)?.index ?? text.length
}

function stringEnd(text: string, from: number): number {
  let at = from + 1
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === backslash) at++
    else if (code === quote) return at + 1
  }
  return at
}
