/**
 * Where the tokens of a text end, for text that a parser has accepted. It knows JSON5, of which JSON and JSONC
 * are parts: what a stricter language forbids does not stand in its texts.
 */

const tab = 0x09
const lineFeed = 0x0a
const carriageReturn = 0x0d
const space = 0x20
const backslash = 0x5c
const slash = 0x2f
const star = 0x2a

/** The offset of the next token, behind spaces and comments. */
export function skipTrivia(text: string, from: number): number {
  let at = from
  for (;;) {
    const code = text.charCodeAt(at)
    if (code > slash && code <= 0x7e) return at
    if (code === space || code === lineFeed || code === carriageReturn || code === tab) at++
    else if (code === slash) at = commentEnd(text, at)
    else if ((code > 0x7e || code === 0x0b || code === 0x0c) && isSpace(code)) at++
    else return at
  }
}

/** The white space of JSON5 (https://spec.json5.org/#white-space), of which JSON knows four. */
export function isSpace(code: number): boolean {
  if (code <= space) return code === space || (code >= tab && code <= carriageReturn)
  if (code === 0xa0 || code === 0xfeff) return true
  if (code < 0x1680) return false
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  )
}

const lineEnd = /[\n\r\u2028\u2029]/g

/** Behind the comment that starts at `from`: a line comment ends before its line end. */
export function commentEnd(text: string, from: number): number {
  if (text.charCodeAt(from + 1) === star) {
    const close = text.indexOf('*/', from + 2)
    return close < 0 ? text.length : close + 2
  }
  lineEnd.lastIndex = from
  return lineEnd.exec(text)?.index ?? text.length
}

/** Behind the string that starts at `from`, whichever quote it has. */
export function stringEnd(text: string, from: number): number {
  const quote = text.charCodeAt(from)
  let at = from + 1
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === backslash) at++
    else if (code === quote) return at + 1
  }
  return text.length
}

/** Behind the number or word that starts at `from`. */
export function wordEnd(text: string, from: number): number {
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isMark(code) || code === slash || isSpace(code)) break
  }
  return at
}

/** `"`, `'`, `,`, `:`, and brackets. */
export function isMark(code: number): boolean {
  return (
    code === 0x22 ||
    code === 0x27 ||
    code === 0x2c ||
    code === 0x3a ||
    code === 0x5b ||
    code === 0x5d ||
    code === 0x7b ||
    code === 0x7d
  )
}

/** Behind the key or scalar that starts at `from`. */
export function scalarEnd(text: string, from: number): number {
  const code = text.charCodeAt(from)
  return code === 0x22 || code === 0x27 ? stringEnd(text, from) : wordEnd(text, from)
}

const escapes = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))/g
const named: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', 0: '\0' }

/** What a key stands for: quotes taken off, escapes read. */
export function keyText(text: string, start: number, end: number): string {
  const code = text.charCodeAt(start)
  const raw = code === 0x22 || code === 0x27 ? text.slice(start + 1, end - 1) : text.slice(start, end)
  if (!raw.includes('\\')) return raw
  return raw.replace(escapes, (_, unicode: string | undefined, hex: string | undefined, other: string) => {
    const digits = unicode ?? hex
    if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits, 16))
    return named[other] ?? (/^[\n\r\u2028\u2029]/.test(other) ? '' : other)
  })
}
